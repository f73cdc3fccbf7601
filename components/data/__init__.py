"""Rules of data that lies in more than one site, and of what is built elsewhere and needed here; pure: no resource is made here."""

from __future__ import annotations

from .dependency import Dependency, Need, Recovery, dependencies, needs
from .flows import Flow, flows
from .survival import Stop, Unwritten, abroad, stops, unwritten
from .words import long

__all__ = [
    "Dependency",
    "Flow",
    "Need",
    "Recovery",
    "Stop",
    "Unwritten",
    "abroad",
    "dependencies",
    "flows",
    "long",
    "needs",
    "stops",
    "unwritten",
]
