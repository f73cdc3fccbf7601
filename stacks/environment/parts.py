"""An environment in several stacks: one for each site and one for what joins them, all of them from one file.

The file of such a stack names the environment. What else stands beside the environment in its own file, secrets among it, every
stack needs too, since Pulumi gives a program the configuration of one stack: it is copied, and held to be the same.

```yaml
config:
  nusantara:of: production
```
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from faults import nearest
from faults.yaml import Document

from . import place
from .located import document_of
from .problems import Cursor, Problem, listed, shown

OF: Final = "nusantara:of"
"""The key of a stack's configuration that names the environment which the stack is a part of."""
JOINING: Final = "global"
"""The part that declares what joins the sites; every other one is called as its site."""
ENCRYPTION: Final = ("secretsprovider", "encryptedkey", "encryptionsalt")
"""What of a stack's file its secrets are opened by."""


def stack_of(environment: str, part: str) -> str:
    """The name of the stack that declares a part of an environment."""
    return f"{environment}-{part}"


def stacks_of(environment: str, sites: Mapping[str, Any]) -> dict[str, str]:
    """The stacks of an environment that is split, by the part that each declares: its sites, then what joins them."""
    return {part: stack_of(environment, part) for part in (*sites, JOINING)}


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every rule of splitting that an environment breaks."""
    split, sites = environment["split"], dict(environment["sites"].items())
    if split.text != "site":
        return
    if len(sites) == 1:
        yield split.refused("two sites or more: each has a stack then, and what joins them another", "remove it")
    if JOINING in sites:
        expected = f"another name, since {JOINING} is the stack of what joins the sites"
        yield sites[JOINING].problem(f"a site called {JOINING}", expected, "rename it, or leave split out")


def environments(directory: Path) -> list[str]:
    """The names of the environments that a folder has files of."""
    found = []
    for path in sorted(directory.glob("Pulumi.*.yaml")):
        document, _ = document_of(directory, path.name)
        if place.value(document) is not None:
            found.append(path.name.removeprefix("Pulumi.").removesuffix(".yaml"))
    return found


def naming(directory: Path, environment: str) -> list[str]:
    """The names of the stacks of a folder whose files say that they are a part of an environment."""
    found = []
    for path in sorted(directory.glob(f"Pulumi.{environment}-*.yaml")):
        document, _ = document_of(directory, path.name)
        if place.value(document, OF) == environment:
            found.append(path.name.removeprefix("Pulumi.").removesuffix(".yaml"))
    return found


def part_problems(name: str, file: Document, of: str, whole: Document | None, directory: Path) -> Iterator[Problem]:
    """What is wrong with the file of a stack that is a part of an environment; paths are the file's own.

    Args:
        name: the stack's name.
        file: its file.
        of: the environment that it names.
        whole: the environment's file; None where there is none.
        directory: where the files are.
    """
    at = ("config", place.key(file, OF))
    value = place.value(whole)
    if whole is None or value is None:
        known = environments(directory)
        near = nearest(of, known)
        fix = f"write {near}" if near else "name one of them"
        yield Problem(at, shown(of), f"an environment: {listed(known)}", fix)
        return
    yield from _name(name, of, Cursor((), value), at)
    if place.value(file) is not None:
        expected = f"nothing beside {OF}: the environment stands in {Path(whole.shown).name}"
        yield Problem(("config", place.key(file)), "an environment", expected, "remove it")
    yield from _otherwise(of, file, whole)


def _name(name: str, of: str, environment: Cursor, at: tuple[str, str]) -> Iterator[Problem]:
    """What is wrong with the stack itself, where its environment is as it should be."""
    stacks = stacks_of(of, dict(environment["sites"].items()))
    if environment["split"].value is None:
        fix = f"write split: site there, or put its stacks together with `nusa stack join -s {of}`"
        yield Problem(at, shown(of), "an environment with split: site", fix)
    elif name not in stacks.values():
        near = nearest(name, stacks.values())
        gone = f"where its site is gone, `nusa destroy -s {name}`, and remove this file"
        yield Problem(at, f"a stack called {name}", listed(list(stacks.values())), f"rename it to {near}; {gone}" if near else gone)


def _otherwise(of: str, file: Document, whole: Document) -> Iterator[Problem]:
    """What the stack's file says otherwise than the environment's: the values are not told, since they may be secret."""
    here, there = carried(file), carried(whole)
    source, fix = Path(whole.shown).name, f"`nusa stack split -s {of}` writes this file anew"
    for path in sorted({*here, *there}):
        if path not in here:
            yield Problem(path[:1] if len(path) > 1 else (), f"no {path[-1]}", f"that of {source}", fix)
        elif path not in there:
            yield Problem(path, "something of its own", f"it in {source}, which every stack has it from", f"write it there; {fix}")
        elif here[path] != there[path]:
            yield Problem(path, "another value", f"that of {source}", fix)


def carried(file: Document) -> dict[tuple[str, ...], Any]:
    """What of a file every stack of its environment has too, by path: configuration beside the environment, and its encryption.

    Without secrets each stack may have an encryption of its own.
    """
    config = file.value.get("config")
    found: dict[tuple[str, ...], Any] = {
        ("config", str(key)): value
        for key, value in (config.items() if isinstance(config, dict) else ())
        if key not in (place.key(file), place.key(file, OF))
    }
    if any(isinstance(value, dict) and "secure" in value for value in found.values()):
        found |= {(key,): file.value[key] for key in ENCRYPTION if key in file.value}
    return found


def part_file(of: str, whole: Document) -> str:
    """The text of the file of a stack that is a part of an environment.

    Args:
        of: the environment's name.
        whole: the environment's file.
    """
    config = whole.value.get("config")
    beside = {key: value for key, value in config.items() if key != place.key(whole)} if isinstance(config, dict) else {}
    entries = [f"  {json.dumps(key)}: {json.dumps(value)}\n" for key, value in beside.items()]
    sealed = [f"{key}: {json.dumps(whole.value[key])}\n" for key in ENCRYPTION if key in whole.value]
    told = f"# A part of {of}, whose environment stands in {Path(whole.shown).name}: `nusa stack split -s {of}` writes this file.\n"
    return "".join([told, f"config:\n  {OF}: {of}\n", *entries, *sealed])
