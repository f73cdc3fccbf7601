"""Why a run failed, in the words of whatever did."""

from __future__ import annotations

from typing import Final

from engine.events import Severity
from engine.result import CANCELLED, Result

_HOW_IT_ENDED: Final = ("an unhandled error occurred: ", "preview failed", "update failed")
"""What is reported beside the reason."""
_CANCELED: Final = ("preview canceled", "update canceled")


def canceled(result: Result) -> bool:
    """Whether a run ended because somebody, or a time that was over, interrupted it, and for nothing else."""
    failures = failures_of(result)
    return result.exit_code == CANCELLED or (bool(failures) and all(failure in _CANCELED for failure in failures))


def failures_of(result: Result) -> tuple[str, ...]:
    """The errors of a run, each once, without the sentences that say that there were some; those alone where nothing else is."""
    messages = (each.message.strip() for each in result.diagnostics if each.severity is Severity.ERROR)
    errors = dict.fromkeys(filter(None, messages))
    return tuple(error for error in errors if not error.startswith(_HOW_IT_ENDED)) or tuple(errors)
