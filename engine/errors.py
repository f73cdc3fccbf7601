"""The faults of the engine itself. What a resource's operation reports is a `Diagnostic`, not an exception to the caller."""

from __future__ import annotations


class EngineError(Exception):
    """Why a deployment cannot begin or go on; `exit_code` is Pulumi's for this kind of fault."""

    exit_code: int = 1


class ReportedError(EngineError):
    """Stops the deployment because of a fault that has been reported already."""
