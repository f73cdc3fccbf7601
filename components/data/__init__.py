"""Rules of data that lies in more than one site, and of what is built elsewhere and needed here; pure: no resource is made here."""

from __future__ import annotations

from .dependency import Dependency, Need, Recovery, dependencies, needs
from .survival import Stop, abroad, stops
from .words import long

__all__ = ["Dependency", "Need", "Recovery", "Stop", "abroad", "dependencies", "long", "needs", "stops"]
