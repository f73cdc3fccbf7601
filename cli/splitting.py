"""`nusa stack split` and `nusa stack join`: the resources of an environment into a stack for each site, and back into one.

The environment says which it is to be, `split: site` or nothing; these bring the states to that. No object is touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .editing import Yes, agrees
from .options import Color, Colors, Common, Cwd, Stack

if TYPE_CHECKING:
    from engine.editing.rearranging import Rearrangement
    from engine.project import Project
    from faults import FaultError
    from stacks.environment import Loaded

    from .terminal import Terminal


def split(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="Split what `pulumi stack export` printed, and no state here.", metavar="FILE")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", help="With --file: the folder for each stack's export.", metavar="DIR")] = None,
    yes: Yes = False,
    color: Color = None,
) -> None:
    """Move an environment from one stack into one for each site.

    And one for what joins them, once its file says so: split: site. Nothing is replaced. Writes each stack's file.
    """
    from engine.editing.rearranging import rearrange

    from .parting import files, has_resources, parted, write

    project, loaded, here = _environment(context, cwd, stack, color)
    if not loaded.stacks:
        raise _refused(loaded, "missing", "site, for a stack each", f"write split: site into Pulumi.{loaded.name}.yaml")
    stacks = list(loaded.stacks.values())
    writing = list(files(project, loaded))
    if file is not None or to is not None:
        write(writing)
        _split_file(here, project, loaded, file, to)
        return

    def agree(found: Rearrangement) -> bool:
        _tell(here, loaded.name, found, writing)
        _require_answer(here, yes=yes)
        if not agrees(here, "Do you want to perform this split?", yes=yes):
            return False
        write(writing)
        return True

    if rearrange(project, [loaded.name], stacks, lambda held: parted(project, loaded, held[loaded.name]), agree):
        here.out.print(f"{loaded.name} is split; next: `nusa preview -s {loaded.name}` shows every stack of it", soft_wrap=True)
    elif has_resources(project, loaded.name):
        here.out.print("Confirmation denied, not proceeding with the split")
    else:
        write(writing)
        here.out.print(f"{loaded.name} has no resources of its own: there is nothing to split", soft_wrap=True)
        here.out.print("".join(f"  wrote {path.name}\n" for path, _ in writing), end="")


def join(
    context: typer.Context,
    *,
    given: Annotated[
        list[Path] | None,
        typer.Argument(help="Join what `pulumi stack export` printed of each stack, and no state here.", metavar="[FILE...]"),
    ] = None,
    cwd: Cwd = None,
    stack: Stack = None,
    to: Annotated[
        str | None, typer.Option("--to", help="With files: where to write; standard output without.", metavar="FILE")
    ] = None,
    yes: Yes = False,
    color: Color = None,
) -> None:
    """Move an environment back from its stacks into one.

    Once its file does not say that it is split. Nothing is replaced. Removes the stacks' files.
    """
    from engine.editing.rearranging import rearrange

    from .parting import has_resources, has_state, parts_of, together

    project, loaded, here = _environment(context, cwd, stack, color)
    if given:
        _join_files(project, loaded, given, to)
        return
    if loaded.stacks:
        raise _refused(loaded, "site", "nothing, for one stack", f"remove split from Pulumi.{loaded.name}.yaml")
    stacks = parts_of(project, loaded)

    def agree(found: Rearrangement) -> bool:
        _tell(here, loaded.name, found, [])
        _require_answer(here, yes=yes)
        return agrees(here, "Do you want to perform this join?", yes=yes)

    done = bool(stacks) and rearrange(project, stacks, [loaded.name], lambda held: together(project, loaded, stacks, held), agree)
    if not done and any(has_resources(project, name) for name in stacks):
        here.out.print("Confirmation denied, not proceeding with the join")
        return
    if done or any(has_state(project, name) for name in stacks):
        for name in stacks:
            project.stack_file(name).unlink(missing_ok=True)
        stacks = []
    if done:
        here.out.print(f"{loaded.name} is one stack; next: `nusa preview -s {loaded.name}`", soft_wrap=True)
        return
    here.out.print(f"{loaded.name} has no other stacks here: there is nothing to join", soft_wrap=True)
    if stacks:  # whose states may lie in another backend: what the files say holds until these were moved
        here.out.print(
            f"  {', '.join(stacks)}: `nusa pulumi join -s {loaded.name}` moves their state and removes their files", soft_wrap=True
        )


def _split_file(here: Terminal, project: Project, loaded: Loaded, file: Path | None, to: Path | None) -> None:
    from engine.go_json import document

    from .endings import UsageError
    from .exports import read, split_export
    from .printing import write_private

    if file is None or to is None:
        raise UsageError("--file and --to belong together: what is split, and the folder for what comes of it")
    exports = split_export(project, loaded, read(file), str(file))
    to.mkdir(parents=True, exist_ok=True)
    for stack, data in exports.items():
        write_private(f"{document(data, '    ')}\n", str(to / f"{stack}.json"))
        here.out.print(f"{to / f'{stack}.json'}: {len(data['deployment']['resources'])} resources", soft_wrap=True)


def _join_files(project: Project, loaded: Loaded, given: list[Path], to: str | None) -> None:
    from engine.go_json import document

    from .exports import join_exports, read
    from .printing import write_private

    data = join_exports(project, loaded, [(read(path), str(path)) for path in given])
    write_private(f"{document(data, '    ')}\n", to)


def _environment(
    context: typer.Context, cwd: Path | None, stack: str | None, color: Colors | None
) -> tuple[Project, Loaded, Terminal]:
    """The project, the environment that is meant, and the terminal.

    Raises:
        FaultError: with every fault of the environment.
        EngineError: the stack is a part of an environment.
    """
    from engine.errors import EngineError
    from stacks.environment.parts import OF

    from .environments import loaded
    from .stacks import selected
    from .terminal import terminal

    project, name = selected(context, cwd, stack)
    found = loaded(context, cwd, name)
    if found.part is not None:
        raise EngineError(f"{name} is a part of {found.name}, as {OF} says; fix: name {found.name}")
    return project, found, terminal((context.find_object(Common) or Common()).colors(color))


def _require_answer(here: Terminal, *, yes: bool) -> None:
    """Refuse to go on where nobody is there to be asked.

    Raises:
        UsageError: there is not, and it was not agreed to beforehand.
    """
    from .endings import UsageError

    if not yes and not here.interactive:
        raise UsageError("--yes must be passed to proceed when running in non-interactive mode")


def _refused(loaded: Loaded, given: str, expected: str, fix: str) -> FaultError:
    from faults import FaultError
    from stacks.environment.problems import Problem

    return FaultError(loaded.source.faults([Problem(("split",), given, expected, fix)]))


def _tell(here: Terminal, environment: str, found: Rearrangement, writing: Iterable[tuple[Path, str]]) -> None:
    """Show what goes where before anything is written."""
    from engine.providers.registry import is_provider_type

    lines = [f"Planning to move the resources of {environment}:", ""]
    for sign, held in (("-", found.before), ("+", found.after)):
        for name, resources in held.items():
            providers = sum(is_provider_type(each.type) for each in resources)
            lines.append(f"  {sign} {name}: {len(resources)} resources, {providers} providers among them")
    lines += ["", *(f"  writes {path.name}" for path, _ in writing)]
    if found.resumed:
        lines += ["", "An earlier attempt was cut off; what it has written is as it is to be, and this one goes on."]
    here.out.print("\n".join(lines), soft_wrap=True)
