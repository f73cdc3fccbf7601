"""What holds for every test: on a busy machine a property takes longer to find its examples, and that is no fault of the property."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")
