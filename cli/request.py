"""What a person asked for, out of the options."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from .endings import UsageError
from .options import Colors


class Kind(StrEnum):
    """What is to be done; the value is the word in Pulumi's sentences."""

    PREVIEW = "preview"
    UPDATE = "update"
    DESTROY = "destroy"

    def headline(self, *, preview: bool) -> str:
        """The headline: what happens, or what would."""
        if preview:
            return f"Previewing {'destroy' if self is Kind.DESTROY else 'update'}"
        return "Destroying" if self is Kind.DESTROY else "Updating"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One deployment as it was asked for; the fields are the options of the same names."""

    kind: Kind
    directory: Path = field(default_factory=Path)
    stack: str | None = None
    config: tuple[str, ...] = ()
    diff: bool = False
    json: bool = False
    yes: bool = False
    skip_preview: bool = False
    continue_on_error: bool = False
    parallel: int = 16
    suppress_outputs: bool = False
    expect_no_changes: bool = False
    interactive: bool = True
    colors: Colors = Colors.AUTO

    @property
    def overrides(self) -> dict[str, str]:
        """The configuration for this run alone.

        Raises:
            UsageError: an item is not `key=value`.
        """
        items = [item.partition("=") for item in self.config]
        if wrong := [key for key, equals, _ in items if not equals or not key]:
            raise UsageError(f"--config {', '.join(wrong)}: expected key=value")
        return {key: value for key, _, value in items}
