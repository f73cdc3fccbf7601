"""The actions that there are, and what was meant by one that there is not.

A new action is in AWS before it is in the table, and IAM takes any that has a service in front: nothing here is more
than a warning.
"""

from __future__ import annotations

import difflib
import fnmatch
import functools
import re
import string
from pathlib import Path
from typing import Final, NamedTuple

_VERB: Final = re.compile(r"[A-Z][a-z]+")
_LIST: Final = "https://docs.aws.amazon.com/service-authorization/latest/reference/"
_TABLE: Final = Path(__file__).with_name("actions.tsv")
CODES: Final = string.ascii_letters + string.digits
"""What stands for a verb behind a noun in the table."""


class Service(NamedTuple):
    """A service of AWS.

    Args:
        actions: its actions, as AWS writes them, by what they are without case.
        arns: the services that the ARNs of its resources name; empty where that is not known.
    """

    actions: dict[str, str]
    arns: frozenset[str]


@functools.cache
def service(name: str) -> Service | None:
    """A service by its prefix, without case; None where the table has none."""
    text, verbs = _read()
    start = text.find(f"\n{name}\t")
    if start < 0:
        return None
    _, arns, words = text[start + 1 : text.find("\n", start + 1)].split("\t")
    actions: dict[str, str] = {}
    for word in words.split():
        noun, _, codes = word.partition("=")
        for written in (verbs[code] + noun for code in codes) if codes else (noun,):
            actions[written.lower()] = written
    return Service(actions, frozenset(arns.split()))


def wrong(action: str) -> tuple[str, str] | None:
    """What is wrong with an action that names a service, and what to do about it; None where nothing is.

    Args:
        action: `service:Action`, of which the latter may have wildcards.
    """
    prefix, _, name = action.partition(":")
    found = service(prefix.lower())
    if found is None:
        near = difflib.get_close_matches(prefix.lower(), _services(), 1, 0.7)
        return f"AWS has no service {prefix}", f"write {near[0]}:{name}" if near else f"see {_LIST}"
    wanted = name.lower()
    if re.search(r"[*?]", wanted):
        if any(fnmatch.fnmatchcase(each, wanted.replace("[", "[[]")) for each in found.actions):
            return None
        verbs = {verb[0].lower(): verb[0] for text in found.actions.values() if (verb := _VERB.match(text))}
        near = difflib.get_close_matches(wanted.rstrip("*?"), verbs, 1, 0.7)
        fix = f"write {prefix}:{verbs[near[0]]}*" if near and wanted.endswith("*") else f"see {_LIST}"
        return f"no action of {prefix} is {name}", fix
    if wanted in found.actions:
        return None
    near = difflib.get_close_matches(wanted, found.actions, 1, 0.8)
    return f"{prefix} has no action {name}", f"write {prefix}:{found.actions[near[0]]}" if near else f"see {_LIST}"


@functools.cache
def _services() -> tuple[str, ...]:
    lines = (line for line in _read()[0].splitlines() if not line.startswith("#"))
    return tuple(line.partition("\t")[0] for line in lines)[1:]


@functools.cache
def _read() -> tuple[str, dict[str, str]]:
    """The table, and the verbs by their codes."""
    text = _TABLE.read_text(encoding="utf-8")
    start = text.find("\nverbs\t")
    verbs = text[start + 1 : text.find("\n", start + 1)].split("\t")[2].split()
    return text, dict(zip(CODES, verbs, strict=False))
