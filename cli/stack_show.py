"""`nusa stack` alone: what a stack is, what it holds and what it gives.

Source: runStackText in pkg/cmd/pulumi/stack/stack.go, and stack_json.go.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import typer

from engine import urn
from engine.deployment import Snapshot
from engine.project import Project
from engine.stacks import StackSummary, look, moment, outputs
from views.inventory import inventory
from views.table import ago

from .meant import outputs_meant, require_one, stacks_meant
from .printing import output_of, print_json, print_outputs
from .stacks import selected
from .terminal import Output

BACKEND: Final = "nusa"


def show(context: typer.Context, *, ids: bool, urns: bool, secrets: bool, name_alone: bool, as_json: bool) -> None:
    """Print a stack.

    Args:
        context: which project and stack.
        ids: with the id of each resource.
        urns: with the URN of each resource.
        secrets: outputs that are secret in clear.
        name_alone: print nothing but the name.
        as_json: print JSON.
    """
    project, stack = selected(context, None, None)
    snapshot = look(project, stack)
    if name_alone:
        sys.stdout.write(f"{stack}\n")
        return
    if stacks := stacks_meant(project, stack):
        if ids or urns or as_json:
            require_one(project, stack)
        _show_several(output_of(context), project, stack, stacks, secrets=secrets)
        return
    values = outputs(project, stack, show_secrets=secrets)
    if as_json:
        print_json(_document(project, stack, snapshot, values))
        return
    out = output_of(context)
    out.print(
        f"Current stack is {stack}:\n    Managed by {BACKEND}{', on simulated clouds' if snapshot.simulated else ''}",
        soft_wrap=True,
    )
    written = moment(snapshot.written)
    if written is None:
        out.print("    No updates yet; run `nusa up`", soft_wrap=True)
    else:
        out.print(f"    Last updated: {ago(written, datetime.now(UTC))} ({written:%Y-%m-%d %H:%M:%S %z %Z})", soft_wrap=True)
    out.print(f"Current stack resources ({len(snapshot.resources)}):", soft_wrap=True)
    if snapshot.resources:
        out.write(inventory(snapshot.resources, urns=urns, ids=ids))
        out.print()
        print_outputs(out, values)
    else:
        out.print("    No resources currently in this stack", soft_wrap=True)
    out.print("\nUse `--stack` or PULUMI_STACK to change stack; `nusa stack ls` lists known ones", soft_wrap=True)


def _show_several(out: Output, project: Project, environment: str, stacks: Sequence[str], *, secrets: bool) -> None:
    """Print what an environment that is split consists of, and what its stacks give together."""
    from engine.stacks import summaries

    from .stack import listed

    known = {summary.name: summary for summary in summaries(project)}
    out.print(f"{environment} is {len(stacks)} stacks:")
    out.write(listed(known.get(name, StackSummary(name)) for name in stacks))
    out.print()
    print_outputs(out, outputs_meant(project, environment, show_secrets=secrets))


def _document(project: Project, stack: str, snapshot: Snapshot, values: dict[str, Any]) -> dict[str, Any]:
    written = moment(snapshot.written)
    manifest = {} if written is None else {"time": f"{written:%Y-%m-%dT%H:%M:%S}.{written.microsecond // 1000:03}Z"}
    resources = [
        {"urn": each.urn, "type": each.type, "name": urn.name_of(each.urn), "id": each.id, "parent": each.parent}
        for each in snapshot.resources
    ]
    return {
        "project": project.name,
        "stack": stack,
        "backend": BACKEND,
        "tags": {},
        "manifest": manifest,
        "resources": [{key: value for key, value in each.items() if value} for each in resources],
        "outputs": values,
    }
