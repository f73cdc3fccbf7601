"""What is written for links and is none of the kinds that they are written as, told in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from faults import nearest

from .problems import Cursor, Problem, shown

_EXPECTED = "mesh, {hub: SITE}, or a list of which sites are joined"


def problems(links: Cursor) -> Iterator[Problem]:
    """What a person meant who wrote another word, sites without how they are joined, or nothing."""
    entries = list(links.each())
    names = [each.text for each in entries if each.text is not None]
    if entries and len(names) == len(entries):
        way = "between" if len(names) == 2 else "mesh"
        yield _whole(links, "sites alone", f"write - {{{way}: [{', '.join(names)}]}}")
    elif links.value == []:
        yield _whole(links, "an empty list", "write mesh, or remove links")
    elif isinstance(links.value, (str, int, float)) and links.text != "mesh":
        hub = re.fullmatch(r"hub\W*([a-z0-9-]*)\W*", links.text or "")
        mesh = "write mesh" if nearest(links.text or "", ["mesh"]) else "write mesh, or remove links"
        fix = f"write {{hub: {hub[1] or 'SITE'}}}" if hub else mesh
        yield _whole(links, shown(links.value), fix)
    for entry in entries:
        pair = [each.text for each in entry.each() if each.text is not None]
        if pair:
            yield replace(entry.problem("a list", "which sites are joined", f"write {{between: [{', '.join(pair)}]}}"), whole=True)


def _whole(links: Cursor, given: str, fix: str) -> Problem:
    return replace(links.problem(given, _EXPECTED, fix), whole=True)
