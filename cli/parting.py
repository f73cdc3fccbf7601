"""Which stacks an environment has, and what of its resources each is to have: for the commands that split it, and run all of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.editing.rearranging import Held
    from engine.project import Project
    from engine.resource import Resource
    from stacks.environment import Loaded

SITE: Final = "nusantara:index:Site"


def files(project: Project, loaded: Loaded) -> Iterator[tuple[Path, str]]:
    """The files of an environment's stacks that are to be written: those that are not there, and those that differ from its own."""
    from stacks.environment import place
    from stacks.environment.located import document_of
    from stacks.environment.parts import OF, part_file, part_problems

    whole = loaded.source.document
    assert whole is not None, "an environment that is read without a program stands in a file"
    directory = project.stack_config_directory
    for stack in loaded.stacks.values():
        path = project.stack_file(stack)
        document, faults = document_of(directory, path.name)
        named = place.value(document, OF) == loaded.name
        if document is None or faults or not named or list(part_problems(stack, document, loaded.name, whole, directory)):
            yield path, part_file(loaded.name, whole)


def write(found: Iterable[tuple[Path, str]]) -> None:
    """Write files, each whole or not at all."""
    from engine.files import write_whole

    for path, text in found:
        write_whole(path, text.encode())


def parts_of(project: Project, loaded: Loaded) -> list[str]:
    """The stacks that an environment has, or had: those whose files name it, and those with a state; what joins sites last."""
    from engine.backend import Backend
    from stacks.environment import parts
    from stacks.environment.parts import JOINING, stack_of, stacks_of

    named = parts.naming(project.stack_config_directory, loaded.name)
    states = Backend(project.root, project.name).stacks()
    usual = [stack for stack in stacks_of(loaded.name, loaded.environment.sites).values() if stack in states]
    joining = stack_of(loaded.name, JOINING)
    found = dict.fromkeys((*usual, *named))
    return sorted(found, key=lambda stack: stack == joining)


def environment_of(project: Project, stack: str) -> Loaded | None:
    """The environment that a stack is, or is a part of; None for any other stack, without reading more of it than its file.

    Raises:
        FaultError: with every fault of the environment.
    """
    file = project.stack_file(stack)
    text = file.read_bytes() if file.is_file() else b""
    if b"split:" not in text and b"nusantara:of" not in text and not _beside(project, stack):
        return None
    from stacks.environment import place
    from stacks.environment.parts import OF
    from stacks.environment.source import Source

    source = Source.of(project.stack_config_directory, stack)
    return source.read() if place.value(source.document) is not None or place.value(source.document, OF) else None


def _beside(project: Project, stack: str) -> bool:
    """Whether a state is called as that of a part would be."""
    from engine.backend import Backend

    return any(name.startswith(f"{stack}-") for name in Backend(project.root, project.name).stacks())


def require_owner(project: Project, loaded: Loaded, stack: str) -> None:
    """Refuse to run a stack while another one has what it would make: a split, or a join, that is yet to be done.

    Raises:
        EngineError: it has; nothing was run.
    """
    from engine.errors import EngineError

    if loaded.stacks:
        if has_resources(project, loaded.name):
            fix = f"fix: run `nusa stack split -s {loaded.name}`"
            making = "its stacks" if stack == loaded.name else stack
            raise EngineError(f"{loaded.name} has resources that {making} would make a second time; {fix}")
    elif held := [name for name in parts_of(project, loaded) if has_resources(project, name)]:
        fix = f"fix: run `nusa stack join -s {loaded.name}`"
        raise EngineError(f"{', '.join(held)} have resources that {stack} would make a second time; {fix}")


def silent(project: Project, loaded: Loaded) -> list[str]:
    """The stacks of sites that tell nothing yet which what joins the sites could read: they were never brought up."""
    from engine import urn
    from engine.backend import Backend
    from stacks.told import TOLD

    backend = Backend(project.root, project.name)

    def tells(stack: str) -> bool:
        held = backend.look(stack)[0].resources if stack in backend.stacks() else []
        return any(each.type == urn.ROOT_STACK_TYPE and TOLD in each.outputs for each in held)

    return [loaded.stacks[site] for site in loaded.environment.sites if not tells(loaded.stacks[site])]


def resources_of(project: Project, stack: str) -> Sequence[Resource]:
    """What a stack has, its secrets unopened; of an environment that is split, what its stacks have.

    Raises:
        StackNotFound: there is no such stack.
        FaultError: with every fault of the environment.
        StateError: a state cannot be read.
    """
    from engine.backend import Backend
    from engine.stacks import look

    loaded = environment_of(project, stack)
    if loaded is None or loaded.part is not None or not loaded.stacks:
        return look(project, stack).resources
    states = Backend(project.root, project.name).stacks()
    held = {name: look(project, name).resources for name in loaded.stacks.values() if name in states}
    return together(project, loaded, list(held), held)[loaded.name]


def has_state(project: Project, stack: str) -> bool:
    """Whether a stack has a state, be it an empty one."""
    from engine.backend import Backend

    return stack in Backend(project.root, project.name).stacks()


def has_resources(project: Project, stack: str) -> bool:
    """Whether a stack has any; one without a state has none."""
    from engine.backend import Backend

    backend = Backend(project.root, project.name)
    return stack in backend.stacks() and bool(backend.look(stack)[0].resources)


def together(project: Project, loaded: Loaded, stacks: Sequence[str], held: Held) -> dict[str, list[Resource]]:
    """What the single stack of an environment is to have of what its stacks have.

    Raises:
        EngineError: two of them have the same resource.
    """
    from engine.editing.cutting import joined

    found = joined({name: held[name] for name in stacks if name in held}, project=project.name, stack=loaded.name)
    return {loaded.name: [_without_told(resource) for resource in found]}


def parted(project: Project, loaded: Loaded, resources: Sequence[Resource]) -> dict[str, list[Resource]]:
    """What each stack of an environment is to have of what its single one has.

    Raises:
        EngineError: the state has a site that the environment has not, or a site needs what is not its own.
    """
    from engine import urn
    from engine.editing.cutting import cut
    from engine.errors import EngineError

    sites = {urn.name_of(each.urn): each for each in resources if each.type == SITE and not each.delete}
    if gone := [name for name in sites if name not in loaded.environment.sites]:
        fix = f"fix: leave split out, bring {loaded.name} up, and split it then"
        raise EngineError(f"the state has {', '.join(gone)}, which the environment has not any more; {fix}")
    trees = {site.urn: loaded.stacks[name] for name, site in sites.items()}
    for each in resources:  # the providers of the sites stand beside them, whether or not anything uses them
        name = urn.name_of(each.urn)
        if name in sites and each.parent == sites[name].parent and each.type.startswith("pulumi:providers:"):
            trees[each.urn] = loaded.stacks[name]
    *_, rest = loaded.stacks.values()
    parts = cut(resources, trees, rest, project=project.name, stack=loaded.name)
    return {name: [_telling(loaded, name, each, held) for each in held] for name, held in parts.items()}


def _telling(loaded: Loaded, stack: str, resource: Resource, held: Sequence[Resource]) -> Resource:
    """The resource; where it is the stack itself, with the outputs that the stack's program gives it."""
    from engine import urn
    from stacks.told import TOLD, Registered, told_of

    if resource.type != urn.ROOT_STACK_TYPE or resource.parent:
        return resource
    part = next(part for part, name in loaded.stacks.items() if name == stack)
    outputs = dict(resource.outputs)
    sites = outputs.pop("sites", {})
    if part in loaded.environment.sites:
        inner = [each for each in held if not each.custom]
        components = [Registered(each.type.rpartition(":")[2], urn.name_of(each.urn), each.outputs) for each in inner]
        mine = {part: sites[part]} if isinstance(sites, dict) and part in sites else {}
        outputs = {"sites": mine, TOLD: {part: told_of(loaded, part, components)}}
    return dataclasses.replace(resource, outputs=outputs)


def _without_told(resource: Resource) -> Resource:
    from engine import urn
    from stacks.told import TOLD

    if resource.type != urn.ROOT_STACK_TYPE or resource.parent:
        return resource
    return dataclasses.replace(resource, outputs={key: value for key, value in resource.outputs.items() if key != TOLD})
