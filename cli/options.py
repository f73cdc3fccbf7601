"""The options that commands share, under Pulumi's own names.

Source: pkg/cmd/pulumi/operations/{preview,up,destroy}.go.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer


class Colors(StrEnum):
    """When to colour; `raw`, Pulumi's fourth, is for its own display alone."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Common:
    """What may stand before the command too, as in `nusa -C DIR up`."""

    cwd: Path | None = None
    color: Colors | None = None
    stack: str | None = None
    non_interactive: bool = False

    def directory(self, cwd: Path | None) -> Path:
        return cwd or self.cwd or Path()

    def colors(self, color: Colors | None) -> Colors:
        return color or self.color or Colors.AUTO


DEFAULT_PARALLEL: Final = 16


def _enter(directory: Path | None) -> Path | None:
    """Go there, as Pulumi does: the files that other options name are looked for, and written, there too."""
    if directory is None:
        return None
    os.chdir(directory)
    return Path.cwd()


Cwd = Annotated[
    Path | None,
    typer.Option(
        "--cwd",
        "-C",
        help="Run as if started in DIR.",
        metavar="DIR",
        show_default=False,
        exists=True,
        file_okay=False,
        callback=_enter,
        is_eager=True,
    ),
]
Color = Annotated[Colors | None, typer.Option("--color", help="When to colour the output (auto).", show_default=False)]
Stack = Annotated[
    str | None,
    typer.Option(
        "--stack", "-s", help="The stack to work on; the only one, if there is but one.", envvar="PULUMI_STACK", metavar="STACK"
    ),
]
Config = Annotated[
    list[str] | None,
    typer.Option("--config", "-c", help="Configuration for this run alone, as key=value; repeatable.", metavar="KEY=VALUE"),
]
Message = Annotated[
    str, typer.Option("--message", "-m", help="What it is for, in the history.", metavar="TEXT", show_default=False)
]
ConfigPath = Annotated[bool, typer.Option("--config-path", help="The keys of --config are paths into lists and objects.")]
ConfigFile = Annotated[
    Path | None, typer.Option("--config-file", help="Take the configuration from this file.", metavar="FILE", show_default=False)
]
SkipConfigValidation = Annotated[
    bool, typer.Option("--skip-config-validation", help="Take values as they are, whatever Pulumi.yaml declares.")
]
Diff = Annotated[bool, typer.Option("--diff", help="Show a rich diff of every change.")]
Json = Annotated[bool, typer.Option("--json", "-j", help="Print JSON: a preview's digest, an update's events.")]
Review = Annotated[
    bool,
    typer.Option("--review", help="Say too what would be lost, replaced or renamed, who may do more, and what checks find."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before doing it.", envvar="PULUMI_SKIP_CONFIRMATIONS")]
SkipPreview = Annotated[bool, typer.Option("--skip-preview", "-f", help="Do it without a preview first, and without asking.")]
ContinueOnError = Annotated[
    bool,
    typer.Option("--continue-on-error", help="Go on with what does not depend on a failure.", envvar="PULUMI_CONTINUE_ON_ERROR"),
]
Parallel = Annotated[
    int, typer.Option("--parallel", "-p", help="How many operations run at once.", min=1, envvar="PULUMI_PARALLEL", metavar="N")
]
ShowConfig = Annotated[bool, typer.Option("--show-config", help="Show the configuration first.")]
ShowSames = Annotated[bool, typer.Option("--show-sames", help="Show what stays the same too.")]
ShowReads = Annotated[bool, typer.Option("--show-reads", help="Show what is only read too.")]
ShowReplacementSteps = Annotated[
    bool, typer.Option("--show-replacement-steps", help="Show every step of a replacement, not one that stands for them.")
]
ShowSecrets = Annotated[bool, typer.Option("--show-secrets", help="Show secrets in clear; never in JSON.")]
ShowFullOutput = Annotated[bool, typer.Option("--show-full-output", help="Show long texts uncut.")]
Urns = Annotated[bool, typer.Option("--urns", help="Show URNs instead of types and names.")]
SuppressOutputs = Annotated[bool, typer.Option("--suppress-outputs", help="Do not show the stack's outputs.")]
ExpectNoChanges = Annotated[bool, typer.Option("--expect-no-changes", help="Exit with 7 if anything changes.")]
Refresh = Annotated[
    str,
    typer.Option(
        "--refresh",
        "-r",
        help="Read every object first, and go by what is found; Pulumi.yaml may ask for it always (options.refresh).",
        metavar="[true|false]",
        show_default=False,
    ),
]
RunProgram = Annotated[
    bool,
    typer.Option(
        "--run-program",
        help="Refresh or destroy while the program runs, with its hooks, and the providers as it configures them now.",
        envvar="PULUMI_RUN_PROGRAM",
    ),
]
PreviewOnly = Annotated[bool, typer.Option("--preview-only", help="Show a preview, and do nothing.")]
ClearPendingCreates = Annotated[
    bool, typer.Option("--clear-pending-creates", help="Forget the creations that were cut off: there is no such object.")
]
ImportPendingCreates = Annotated[
    list[str] | None,
    typer.Option(
        "--import-pending-creates",
        help="A creation that was cut off, and the object that it made: once with its URN, once more with the id; repeatable.",
        metavar="URN|ID",
    ),
]
Target = Annotated[
    list[str] | None,
    typer.Option("--target", "-t", help="A resource to work on, alone or with others so named; * and ** match.", metavar="URN"),
]
TargetDependents = Annotated[bool, typer.Option("--target-dependents", help="With what depends on the targets.")]
Exclude = Annotated[
    list[str] | None, typer.Option("--exclude", "-x", help="A resource to leave as it is; * and ** match.", metavar="URN")
]
ExcludeDependents = Annotated[bool, typer.Option("--exclude-dependents", help="With what depends on the excluded.")]
ExcludeProtected = Annotated[bool, typer.Option("--exclude-protected", help="Leave what is protected, and what that needs.")]
Replace = Annotated[list[str] | None, typer.Option("--replace", help="A resource to replace; * and ** match.", metavar="URN")]
TargetReplace = Annotated[
    list[str] | None, typer.Option("--target-replace", help="Short for --target URN --replace URN.", metavar="URN")
]
NonInteractive = Annotated[bool, typer.Option("--non-interactive", help="Never ask, draw nothing over.")]
ImportFile = Annotated[
    Path | None,
    typer.Option(
        "--import-file", help="Write an import file with every resource that would be created, ids left to fill in.", metavar="FILE"
    ),
]


def _moot(name: str) -> Any:
    return Annotated[bool, typer.Option(f"--{name}", hidden=True)]


MOOT: Final = {
    "suppress_progress": _moot("suppress-progress"),
    "suppress_permalink": _moot("suppress-permalink"),
    "skip_plugin_pre_install": _moot("skip-plugin-pre-install"),
}
"""Options of Pulumi's that are taken and change nothing: there are no dots, no link and no plugins to leave out."""
PolicyPack = Annotated[
    list[str] | None,
    typer.Option("--policy-pack", help="A policy pack to run, by its folder; repeatable.", metavar="PATH", show_default=False),
]
PolicyPackConfig = Annotated[
    list[str] | None,
    typer.Option(
        "--policy-pack-config",
        help="The JSON file with the configuration of the policy pack that the --policy-pack in the same place names.",
        metavar="FILE",
        show_default=False,
    ),
]
ShowPolicyRemediations = Annotated[
    bool, typer.Option("--show-policy-remediations", help="Show what a policy changed at each resource, not how many it changed.")
]
