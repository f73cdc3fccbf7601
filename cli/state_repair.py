"""`nusa state repair`: a state that does not hold together any more.

Source: pkg/cmd/pulumi/state/state_repair{,_render}.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from .editing import DIRECTLY, Yes, agrees, opened
from .options import Color, Cwd, Stack

if TYPE_CHECKING:
    from engine.editing.repairing import Pruned, Repair

    from .terminal import Terminal


def repair(context: typer.Context, *, cwd: Cwd = None, stack: Stack = None, yes: Yes = False, color: Color = None) -> None:
    """Put a state in order that cannot be opened. Dependencies come first, and no reference to what is not there stays."""
    from engine.editing.repairing import repair as mend

    project, chosen, here = opened(context, cwd, stack, color)
    done = mend(project, chosen, lambda found: yes or _agreed(here, found))
    if done is None:
        here.out.print("The snapshot is already valid; skipping repair")
    else:
        here.out.print("State repaired successfully" if done else "Confirmation denied, not proceeding with state repair")


def _agreed(here: Terminal, found: Repair) -> bool:
    here.out.print("\n".join(_told(found)), soft_wrap=True)
    return agrees(here, DIRECTLY, yes=False)


def _told(found: Repair) -> list[str]:
    lines: list[str] = []
    if found.moved:
        lines += ["The following resources will be reordered to appear before their dependents:", ""]
        lines += [f"* {resource.urn}{' (deleted)' * resource.delete}" for resource in found.moved]
        lines.append("")
    if found.pruned:
        lines += ["The following resources will be modified to remove missing dependencies:", ""]
        lines += [line for pruned in found.pruned for line in _pruned(pruned)]
    return lines


def _pruned(pruned: Pruned) -> list[str]:
    lines = [f"~ {pruned.before.urn}{' (deleted)' * pruned.before.delete}"]
    if pruned.urn != pruned.before.urn:
        lines.append(f"  ~ {pruned.urn} [urn]")
    return lines + [f"  - {urn} [{kind}]" for kind, urn in pruned.removed]
