"""What may be told of inputs of AWS, short enough for a table of them."""

from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import Any

from checks.finding import Severity
from checks.schema.checking import faults
from engine.events import Asked

LIBRARIES = (Path(sysconfig.get_path("purelib")),)


def told(token: str, inputs: dict[str, Any], urn: str = "t::n") -> list[str]:
    """What is told of a resource, each as `path: reason → fix`, a warning with a question mark in front."""
    asked = Asked(urn=f"urn:pulumi:dev::shop::{urn}", type=f"aws:{token}", provider="p::1", inputs=inputs)
    return [
        f"{'?' if each.severity is Severity.WARNING else ''}{each.path}: {each.reason} → {each.fix}"
        for each in faults([asked], LIBRARIES)
    ]
