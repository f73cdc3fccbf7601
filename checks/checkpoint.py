"""A plan that starts from a checkpoint: a state that `pulumi stack export` wrote, or one that was redacted."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from engine.backend import Backend
from engine.deployment import Snapshot
from engine.importing import read_deployment
from engine.overrides import ConfigOptions
from engine.project import Project
from engine.redaction import REDACTED, Redaction, redacted_values
from engine.resource import Resource
from engine.secrets import SecretsError
from engine.stacks import moment
from engine.urn import is_urn, project_of, stack_of

from .grounds import Ground, GroundError, of_packages
from .repository import Commit
from .review.model import Against
from .scratch import Scratch


def of_checkpoint(scratch: Scratch, project: Project, stack: str, file: Path, options: ConfigOptions) -> Ground:
    """A state as `pulumi stack export` writes it.

    Args:
        scratch: where.
        project: the project.
        stack: the stack's name.
        file: the state; `-` for standard input.
        options: where the configuration of what is planned comes from.

    Raises:
        GroundError: it is of another project or stack, or cannot be read.
        FaultError: a file of the project is faulty.
        EngineError: it is no deployment.
    """
    name, source = _read(file)
    session = scratch.opened(project.root, stack, options)
    snapshot, sealed = _opened(source, project, name)
    _require_own(snapshot, project, stack, name)
    pending = (
        f"{name} was written while a step was under way ({each.type} {each.resource.urn}): whether it was done is not known"
        for each in snapshot.pending_operations
    )
    scratch.put(session, replace(snapshot, pending_operations=[], simulated=True))
    commit = Commit.noted(project.root, snapshot.redaction.commit) if snapshot.redaction is not None else None
    moves = of_packages(project, commit) if commit is not None else []
    what = f"checkpoint {name}{_age(snapshot, commit)}"
    return Ground(session=session, against=Against(what=what, notes=(*_of_redacted(snapshot, sealed), *moves, *pending)))


def resources_of(project: Project, stack: str, file: Path) -> list[Resource]:
    """What a stack consists of, by a state as `pulumi stack export` writes it; no secret of it is opened.

    Args:
        project: the project.
        stack: the stack's name.
        file: the state; `-` for standard input.

    Raises:
        GroundError: it is of another project or stack, or cannot be read.
        EngineError: it is no deployment.
    """
    name, source = _read(file)
    snapshot = read_deployment(source, Backend(project.root, project.name), name, withheld=REDACTED)
    _require_own(snapshot, project, stack, name)
    return snapshot.resources


def _require_own(snapshot: Snapshot, project: Project, stack: str, name: str) -> None:
    owners = {(project_of(each.urn), stack_of(each.urn)) for each in snapshot.resources if is_urn(each.urn)}
    if others := sorted(owners - {(project.name, stack)}):
        of, its = others[0]
        fix = f"name it with --stack {its}" if of == project.name else "export that of this project"
        raise GroundError(
            f"{name} is the state of stack {its} of project {of}, and not of {stack} of {project.name}; fix: {fix}", 2
        )


def _read(file: Path) -> tuple[str, bytes]:
    """What a file is called in messages, and what it holds."""
    if str(file) == "-":
        return "standard input", sys.stdin.buffer.read()
    try:
        return file.name, file.read_bytes()
    except OSError as error:
        raise GroundError(f"{file}: {error.strerror}; fix: name what `pulumi stack export` wrote", 2) from error


def _opened(source: bytes, project: Project, name: str) -> tuple[Snapshot, str]:
    """The state, and why its secrets stay sealed, where they do: of them nothing is compared."""
    backend = Backend(project.root, project.name)
    try:
        return read_deployment(source, backend, name), ""
    except SecretsError as error:
        snapshot = read_deployment(source, backend, name, withheld=REDACTED)
        return replace(snapshot, redaction=snapshot.redaction or Redaction()), f": {str(error).partition(';')[0]}"


def _age(snapshot: Snapshot, commit: Commit | None) -> str:
    """When a checkpoint was written, of which commit, and how many there are since."""
    written = moment(snapshot.written)
    when = "" if written is None else f" of {written:%Y-%m-%d %H:%M} UTC"
    noted = snapshot.redaction.commit if snapshot.redaction is not None else ""
    if not noted:
        return when
    since = commit.since() if commit is not None else 0
    lag = f", {since} commit{'s' * (since != 1)} before this one" if since else ""
    return f"{when} ({noted[:10]}{lag})"


def _of_redacted(snapshot: Snapshot, sealed: str) -> tuple[str, ...]:
    """That some of it is compared with nothing, and why."""
    if snapshot.redaction is None:
        return ()
    count = sum(1 for each in snapshot.resources for _ in redacted_values(each.inputs))
    one, many = ("stays sealed", "stay sealed") if sealed else ("was redacted in it", "were redacted in it")
    what = f"1 input {one} and is" if count == 1 else f"{count} inputs {many} and are"
    return (f"{what} not compared{sealed}",) if count else ()
