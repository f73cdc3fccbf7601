"""`nusa manifests`: the Kubernetes objects of a stack, as its clusters' API servers would get them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from .clouds import simulated
from .codes import CONFIGURATION, POLICY
from .endings import UsageError
from .options import Color, Common, Cwd, Stack
from .signals import ignore_from_now_on

if TYPE_CHECKING:
    from checks.judgement import Judgement
    from checks.manifests.objects import Manifests
    from checks.plan import Plan
    from engine.project import Project

    from .terminal import Terminal

Clusters = Annotated[
    list[str] | None,
    typer.Option(
        "--cluster",
        "-c",
        help="Of this cluster alone: as the environment calls it, on every site, or with its site; repeatable.",
        metavar="CLUSTER",
        show_default=False,
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write a file for each cluster into this folder.", metavar="DIR", file_okay=False),
]
Json = Annotated[bool, typer.Option("--json", "-j", help="Print JSON.")]
_OWN: Final = 0o600
"""What only its owner reads."""
ShowSecrets = Annotated[bool, typer.Option("--show-secrets", help="Write secrets too.")]


def manifests(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    cluster: Clusters = None,
    output: Folder = None,
    as_json: Json = False,
    show_secrets: ShowSecrets = False,
    color: Color = None,
) -> None:
    """Write and check the Kubernetes objects of a stack.

    They are written as YAML, as their API servers would get them. The stack is brought up in a scratch place, so that nothing of
    them is unknown; nothing of it is touched. Standard error says what is wrong, and what could not be looked at. An object that
    its API server would refuse is exit code 5.
    """
    from checks.judgement import judge
    from checks.manifests.objects import manifests as read
    from checks.rules.manifest import NAME
    from engine.project import Project

    from .meant import require_whole
    from .stacks import chosen
    from .terminal import terminal

    if as_json and output is not None:
        raise UsageError("--json and --output cannot be used together")
    common = context.find_object(Common) or Common()
    project = Project.load(common.directory(cwd))
    name = chosen(project, stack or common.stack)
    require_whole(project, name, "with --cluster for some of it")
    plan = _brought_up(project, name)
    found = _chosen(read(plan.asked, plan.names), cluster or [], name)
    judgement = _only(judge(plan, held=lambda rule: rule.name == NAME), found)
    _write(found, judgement, name, output, as_json=as_json, show_secrets=show_secrets)
    if not as_json:
        _tell(terminal(common.colors(color), interactive=False), found, judgement, output)
    raise typer.Exit(POLICY if judgement.refused else 0)


def _brought_up(project: Project, stack: str) -> Plan:
    import simulator
    from checks import stackfile
    from checks.trial import Trial, TrialError

    home = project.stack_config_directory
    path = home / f"Pulumi.{stack}.yaml"
    if not path.is_file():
        raise UsageError(f"stack {stack} has no {path.name} in {home}; fix: choose another with --stack")
    file = stackfile.read(path, stack, home, neighbours=stackfile.neighbours(home, stack))
    try:
        with Trial(project.root, stack, providers=simulated(project), plant=simulator.plant) as trial:
            try:
                return trial.up(file)
            except KeyboardInterrupt:
                ignore_from_now_on()  # an impatient one more must not keep the scratch place from being cleared
                raise
    except TrialError as error:
        prefix = "" if error.exit_code == CONFIGURATION else "error: "  # a fault of the environment is a line of its own
        sys.stderr.writelines(f"{prefix}{message}\n" for message in error.messages)
        raise typer.Exit(error.exit_code) from None


def _chosen(found: Manifests, names: Sequence[str], stack: str) -> Manifests:
    """The objects of some clusters; of all without any.

    Raises:
        UsageError: one is not there.
    """
    from faults import nearest

    known = sorted({name for cluster in found.clusters for name in (cluster.short, cluster.name)})
    faults = []
    for name in names:
        if name not in known:
            near = nearest(name, known)
            fix = f"did you mean {near}?" if near else f"choose one of {', '.join(known)}" if known else "leave --cluster out"
            faults.append(f"--cluster {name}: no such cluster in stack {stack}; fix: {fix}")
    if faults:
        raise UsageError("\n".join(faults))
    wanted = (cluster for cluster in found.clusters if not names or {cluster.short, cluster.name} & set(names))
    return found.only(wanted)


def _only(judgement: Judgement, found: Manifests) -> Judgement:
    """What was found in the chosen clusters, and what has no schema here."""
    import dataclasses

    from checks.manifests.checking import unknowable
    from checks.rules.manifest import told

    about = {each.urn for each in found.objects} | {cluster.urn for cluster in found.clusters}
    return dataclasses.replace(
        judgement,
        findings=(*(finding for finding in judgement.findings if finding.resource in about), *map(told, unknowable(found))),
        accepted=tuple(entry for entry in judgement.accepted if entry[0].resource in about),
    )


def _write(found: Manifests, judgement: Judgement, stack: str, folder: Path | None, *, as_json: bool, show_secrets: bool) -> None:
    from views.manifests import document, stream

    if as_json:
        typer.echo(document(found, judgement, stack=stack, secrets=show_secrets))
        return
    streams = {cluster: stream(found.only([cluster]).objects, cluster, secrets=show_secrets) for cluster in found.clusters}
    if folder is None:
        typer.echo("".join(streams.values()), nl=False)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for cluster, text in streams.items():
        file = folder / f"{cluster.name}.yaml"
        if show_secrets:
            file.touch(_OWN)
            file.chmod(_OWN)  # it may have been there, for everybody to read
        file.write_text(text)


def _tell(here: Terminal, found: Manifests, judgement: Judgement, folder: Path | None) -> None:
    """The findings, how many objects were held to the rules, and where they were written, on standard error."""
    from checks.manifests.checking import counted
    from views.findings import page
    from views.page import Page

    if judgement.findings or judgement.accepted:
        here.err.write(page(judgement, here.err.width if here.err.is_terminal else None))
    told = f"{counted(len(found.objects), 'object')} in {counted(len(found.clusters), 'cluster')}"
    where = f", written to {folder}/" if folder else ""
    here.err.write(Page([(f"{told}{where}\n", "")]))
