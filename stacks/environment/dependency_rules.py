"""What must hold of dependencies, and of whoever needs one, read from raw data that may be wrong anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from components.data.dependency import Needing
from faults import nearest

from .problems import Cursor, Problem, listed, shown


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every such rule that is broken."""
    for dependency in environment["dependencies"].values():
        yield from site(dependency["primary"], environment)
        yield from _replicas(dependency, environment)
        yield from _promotion(dependency)
        yield from consented(dependency, [(dependency["primary"], list(_each(dependency["replica"])))], environment)
    known = [name for name, _ in environment["dependencies"].items()]
    for kind in get_args(Needing):
        for owner in environment[kind].values():
            yield from _needs(owner["needs"], known)


def site(name: Cursor, environment: Cursor) -> Iterator[Problem]:
    """A site that the environment does not have."""
    known = [each for each, _ in environment["sites"].items()]
    if name.text is not None and known and name.text not in known:
        near = nearest(name.text, known)
        yield name.refused(f"a site: {listed(known)}", f"write {near}" if near else "choose one of them")


def _replicas(dependency: Cursor, environment: Cursor) -> Iterator[Problem]:
    seen: set[str] = set()
    for replica in _each(dependency["replica"]):
        yield from site(replica, environment)
        if replica.text is None:
            continue
        if replica.text == dependency["primary"].text:
            yield replica.problem(
                f"the primary's own site {replica.text}",
                "another site, since both would be lost at once",
                "name another site, or remove it",
            )
        elif replica.text in seen:
            yield replica.problem(f"{shown(replica.text)} a second time", "each site once", "remove one")
        seen.add(replica.text)


def _promotion(dependency: Cursor) -> Iterator[Problem]:
    promotion, replica = dependency["promotion"], dependency["replica"]
    if promotion.value is not None and replica.value is None:
        yield promotion.problem(
            f"{shown(promotion.value)} without a replica", "a replica that can be promoted", "name its replica, or remove promotion"
        )
    if promotion.value is None and replica.value is not None:
        yield promotion.problem("missing", "who promotes the replica: automatic or manual", "write promotion: manual, say")


def consented(owner: Cursor, homes: Iterable[tuple[Cursor, Iterable[Cursor]]], environment: Cursor) -> Iterator[Problem]:
    """Personal data that would lie in another country, to which nobody has consented; and consent to nothing.

    Args:
        owner: what says `personal_data` and `abroad`.
        homes: the site where some of it is written, and those that hold copies.
        environment: the environment.
    """
    country = {name: each["country"].text for name, each in environment["sites"].items()}
    consent, personal = owner["abroad"], owner["personal_data"].value is True
    if consent.value and not personal:
        yield consent.problem(
            "consent for data of nobody",
            "personal_data: true beside it",
            "write that, or remove abroad",
            follows=owner["personal_data"].path,
        )
    if not personal:
        return
    allowed, written = [each.text for each in consent.each()], set()
    for writer, copies in homes:
        home = country.get(writer.text or "")
        written.add(home)
        for copy in copies:
            there = country.get(copy.text or "")
            if home is not None and there is not None and there != home and there not in allowed:
                fix = f"choose a site in {home}, or write abroad: [{there}] once that is allowed"
                yield copy.problem(f"personal data of {home} in {copy.text}, which is in {there}", f"a site in {home}", fix)
    for each in consent.each():
        if each.text is not None and written == {each.text}:
            yield each.problem(f"{each.text}, where the data is at home", "other countries alone", "remove it")


def _needs(needs: Cursor, known: list[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for need in needs.each():
        if need.text is None:
            continue
        if need.text not in known:
            near = nearest(need.text, known)
            expected = f"a dependency: {listed(known)}" if known else "a dependency, and the environment declares none"
            yield need.refused(expected, f"write {near}" if near else f"declare {need.text} under dependencies")
        elif need.text in seen:
            yield need.problem(f"{shown(need.text)} a second time", "each dependency once", "remove one")
        seen.add(need.text)


def _each(one_or_many: Cursor) -> Iterator[Cursor]:
    if one_or_many.text is not None:
        yield one_or_many
    yield from one_or_many.each()
