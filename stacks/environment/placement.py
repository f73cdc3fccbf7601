"""Which sites a cluster, a fleet or a workload has, read from raw data that may be wrong anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from components.naming import Cloud
from faults import nearest

from ..regions import CLOUDS
from .problems import Cursor, Problem, listed


def placed(environment: Cursor, selection: Cursor) -> Iterator[tuple[str, Cloud, str | None]]:
    """The chosen sites that exist, on a cloud that exists: name, cloud, region."""
    names = [each.text for each in selection.each()]
    for name, site in environment["sites"].items():
        cloud = site["cloud"].text
        if cloud in CLOUDS and (selection.text == "all" or name in names):
            yield name, cloud, site["region"].text


def known(entries: Cursor, kind: str, there: list[str], owner: str = "fleet") -> Iterator[Problem]:
    """What is written by site or by region, and names one that its owner does not have.

    Args:
        entries: what is written, by name.
        kind: what the names are of: site or region.
        there: those that the owner has.
        owner: what the owner is.
    """
    for name, entry in entries.items():
        if name not in there:
            near = nearest(name, there)
            expected = f"a {kind} of the {owner}{f': {listed(there)}' if there else ''}"
            fix = f"write {near}" if near else "remove it"
            yield entry.problem(f"the {kind} {name}", expected, fix, follows=entries.path)


def selection(environment: Cursor, owner: Cursor) -> Cursor:
    """The choice of sites of a workload or a job; "all" are those of its cluster."""
    everywhere = owner["sites"].text == "all"
    return environment["clusters"][owner["cluster"].text or ""]["sites"] if everywhere else owner["sites"]
