"""What is wrong with an input, and where."""

from __future__ import annotations

from dataclasses import dataclass

from ..finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFault:
    """An input that does not fit the SDK's own type of it.

    Args:
        path: where, as in `ingress[0].fromPort`.
        reason: what is wrong, as a sentence without its full stop.
        fix: what to do about it.
        severity: error for what the type has no place for; warning for what a provider may take all the same.
        urn: of the resource.
        position: where the program declares it, as `file:line:column`; empty where that is not known.
    """

    path: str
    reason: str
    fix: str
    severity: Severity = Severity.ERROR
    urn: str = ""
    position: str = ""
