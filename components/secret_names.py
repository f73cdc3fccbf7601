"""What belongs to secrets is called; pure."""

from __future__ import annotations

from typing import Final

CURRENT: Final = "current"
PREVIOUS: Final = "previous"
"""Labels of versions that both clouds' stores set themselves."""


def reader_name(app: str) -> str:
    """The name of the account that reads an application's secrets."""
    return f"{app}-reader"
