"""What a person asks of a deployment: every option of `preview`, `up` and `destroy`, and which command has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from views.options import DisplayOptions

from . import options
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
    """One deployment as it was asked for: each field whose type is an option is one on the command line, in this order."""

    kind: Kind
    directory: Path = field(default_factory=Path)
    colors: Colors = Colors.AUTO
    flags: Mapping[str, str] = field(default_factory=dict)
    """The options that were given: `true` or `false` of a switch, `set` of others."""
    stack: options.Stack = None
    message: options.Message = ""
    config: options.Config = None
    diff: options.Diff = False
    json: options.Json = False
    yes: options.Yes = False
    skip_preview: options.SkipPreview = False
    continue_on_error: options.ContinueOnError = False
    parallel: options.Parallel = options.DEFAULT_PARALLEL
    expect_no_changes: options.ExpectNoChanges = False
    show_config: options.ShowConfig = False
    show_sames: options.ShowSames = False
    show_reads: options.ShowReads = False
    show_replacement_steps: options.ShowReplacementSteps = False
    show_secrets: options.ShowSecrets = False
    show_full_output: options.ShowFullOutput = False
    urns: options.Urns = False
    suppress_outputs: options.SuppressOutputs = False
    non_interactive: options.NonInteractive = False

    @property
    def overrides(self) -> dict[str, str]:
        """The configuration for this run alone.

        Raises:
            UsageError: an item is not `key=value`.
        """
        items = [item.partition("=") for item in self.config or ()]
        if wrong := [key for key, equals, _ in items if not equals or not key]:
            raise UsageError(f"--config {', '.join(wrong)}: expected key=value")
        return {key: value for key, _, value in items}

    @property
    def display(self) -> DisplayOptions:
        """How much the views are to show."""
        return DisplayOptions(
            sames=self.show_sames,
            reads=self.show_reads,
            replacement_steps=self.show_replacement_steps,
            secrets=self.show_secrets,
            full=self.show_full_output,
            urns=self.urns,
            config=self.show_config,
            outputs=not self.suppress_outputs,
        )


WITHOUT: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.PREVIEW: frozenset({"yes", "skip_preview"}),
    Kind.DESTROY: frozenset({"config", "expect_no_changes", "show_reads", "show_secrets"}),
}
"""The options that a command has not: a preview asks nothing, and a destruction runs no program that could take configuration."""
