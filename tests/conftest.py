"""What holds for every test: a property looks at the same examples each time, and may take its time to find them.

Whoever changes one thing would else be told by chance of another. `pytest --hypothesis-profile=seeking` looks at other examples.
"""

from __future__ import annotations

import urllib3  # noqa: F401  it opens a socket when it is first imported, by the SDK for Helm, and inside a test none may be
from hypothesis import HealthCheck, settings

settings.register_profile("seeking", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", settings.get_profile("seeking"), derandomize=True, database=None)
settings.load_profile("repeatable")
