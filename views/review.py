"""What reviewers are told of a plan, in a terminal: what would be lost, replaced and renamed, and who may do or reach what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from checks.plan import Kind
from checks.review.model import Access, Review, Risk, Tier
from checks.review.replacements import Replacement
from engine import urn
from engine.events import Op

from . import looks
from .alike import Alike, Origin, alike
from .doubted import doubted
from .names import safe
from .page import Page
from .telling import Teller, kind_of, tier_of
from .veil import Veil
from .wrapping import INNER, OUTER, write

GRAVE: Final = (Tier.LOST, Tier.BACKUP)
"""The tiers that every preview tells of."""
TIER_STYLES: Final = {
    Tier.LOST: looks.ERROR,
    Tier.BACKUP: looks.ERROR,
    Tier.EFFORT: looks.WARNING,
    Tier.REVERSIBLE: looks.FAINT,
}
_CONNECTING: Final = ("security group", "network policy", "endpoint", "IP white list")
"""What lets connections through; everything else lets somebody act."""
_DENIED: Final = ("denied: ", "no longer denied: ")
_CERTAINTY: Final = {True: looks.ERROR, False: looks.WARNING}
_MOST: Final = 10
"""So many objects are named of a type that may be replaced by the same inputs."""
_OPS: Final = {Kind.UPDATED: Op.UPDATE, Kind.REPLACED: Op.REPLACE, Kind.DELETED: Op.DELETE}


def page(review: Review, veil: Veil, width: int | None = None) -> Page:
    """Every section that has something to say, or that there is nothing.

    Args:
        review: what is told.
        veil: hides what is secret.
        width: how many columns there are; None where nothing is to be wrapped, as in a log.
    """
    teller, found = Teller(review.plan, veil), Page()
    found.extend(page_of_risks(review.risks, teller, width))
    _write_replacements(found, review.replacements, teller, width)
    found.extend(page_of_doubts(review.replacements, teller, width))
    _write_renames(found, review, teller)
    _write_access(found, review.access, teller, width)
    if review.failures:
        found.line()
        found.line("The preview failed: of what it had not planned until then, nothing is known.")
    elif not found:
        found.line()
        found.line("Nothing is lost, replaced or renamed, and nobody may do more than before.")
    if review.notes:
        found.line()
        found.line("Notes:", looks.HEADLINE)
        for note in review.notes:
            write(found, f"{OUTER}-", teller.text(note), width)
    return found


def page_of_risks(told: Iterable[Risk], teller: Teller, width: int | None = None) -> Page:
    """What destructive steps would cost, the worst first; what comes back by itself, and stops nothing, is counted.

    Args:
        told: the risks, in this order.
        teller: tells of objects.
        width: how many columns there are; None where nothing is to be wrapped.
    """
    listed, found = list(told), Page()
    if not listed:
        return found
    counts = Counter(tier_of(risk) for risk in listed)
    found.line()
    found.line(f"Risks: {', '.join(f'{number:,} {tier}' for tier, number in counts.items())}", looks.HEADLINE)
    alike: defaultdict[tuple[str, str, str], list[Risk]] = defaultdict(list)
    for risk in listed:
        if not risk.quiet:
            alike[tier_of(risk), risk.because, risk.downtime].append(risk)
    for (tier, because, downtime), several in alike.items():
        write(found, f"{OUTER}{tier}:", teller.text(because), width, TIER_STYLES[several[0].tier])
        for risk in several:
            _write_object(found, risk.kind, risk.urn, teller, _reaching(risk))
        if downtime:
            write(found, f"{INNER}meanwhile:", teller.text(downtime), width)
    return found


def _reaching(risk: Risk) -> str:
    if not risk.reaches:
        return ""
    number = len(risk.reaches)
    places = f" in {', '.join(risk.sites)}" if risk.sites else ""
    return f", on which {number:,} object{'s' * (number != 1)} depend{'s' * (number == 1)}{places}"


def _write_object(page: Page, kind: Kind, of: str, teller: Teller, further: str = "") -> None:
    """A line for an object: what becomes of it as its sign, its type and where it is."""
    page.write(f"{INNER}{looks.symbol(_OPS[kind])} ", looks.style(_OPS[kind]))
    page.write(f"{safe(kind_of(of))} ")
    page.write(safe(teller.placed(of)), looks.RESOURCE)
    page.line(safe(further))


def _write_replacements(page: Page, told: Iterable[Replacement], teller: Teller, width: int | None) -> None:
    """What is replaced for sure before what may be, and what is alike together."""
    groups: defaultdict[tuple[bool, bool], list[Alike]] = defaultdict(list)
    for each in alike((each for each in told if not each.because), teller):
        groups[each.certain, each.deleted_first].append(each)
    if not groups:
        return
    page.line()
    page.line("Replacements:", looks.HEADLINE)
    for certain, deleted_first in sorted(groups, reverse=True):
        page.write(f"{OUTER}{'certain' if certain else 'possible, by a value that only the update can tell'}", _CERTAINTY[certain])
        page.line("; the old one goes first" if deleted_first else "; the new one comes first")
        for each in groups[certain, deleted_first]:
            for of in each.urns:
                _write_object(page, Kind.REPLACED, of, teller)
            for line in _way(each, teller):
                lead, _, text = line.partition(" ")
                write(page, f"{INNER}    {safe(lead)}", text, width)


def page_of_doubts(told: Iterable[Replacement], teller: Teller, width: int | None = None) -> Page:
    """What is planned as an update and may be a replacement, reason by reason.

    Args:
        told: the replacements; of those that are planned as such nothing is said.
        teller: tells of objects.
        width: how many columns there are; None where nothing is to be wrapped.
    """
    found, reasons = Page(), doubted(told)
    if reasons:
        found.line()
        found.line("May be replaced, though planned as updates:", looks.HEADLINE)
    for why, groups in reasons.items():
        write(found, f"{OUTER}because", teller.text(why), width, _CERTAINTY[False])
        for (_, inputs), urns in groups.items():
            named = f": {teller.text(', '.join(inputs))}" if inputs else ""
            for of in urns[:_MOST]:
                _write_object(found, Kind.UPDATED, of, teller, named)
            if len(urns) > _MOST:
                found.line(f"{INNER}… and {len(urns) - _MOST:,} more")
    return found


def _way(told: Alike, teller: Teller) -> Iterator[str]:
    """The inputs that force replacements, and level by level what they come from."""
    for cause in told.causes:
        others = "" if cause.alike else f", and {len(told.urns) - 1:,} more"
        yield f"{cause.input}: {cause.old} => {cause.new}{others}"
    if not told.causes:
        yield "asked for by the program or on the command line"
    for level in told.origins:
        yield f"<- {', '.join(_origin(origin, teller) for origin in level)}"


def _origin(origin: Origin, teller: Teller) -> str:
    inputs = f": {', '.join(origin.inputs)}" if origin.inputs else ""
    name = teller.placed(origin.urns[0])
    several = f"{len(origin.urns):,} {kind_of(origin.urns[0])}" if len(origin.urns) > 1 else f"{kind_of(origin.urns[0])} {name}"
    return f"{several} ({origin.kind}{teller.text(inputs)})"


def _write_renames(page: Page, review: Review, teller: Teller) -> None:
    if not review.renames:
        return
    page.line()
    page.line("Renamed, as it seems; with its option, nothing happens to what is deleted and made again:", looks.HEADLINE)
    for each in review.renames:
        old, new = (teller.text(urn.name_of(name)) for name in (each.old, each.new))
        page.write(f"{OUTER}{safe(kind_of(each.new))} ")
        page.write(safe(f"{old} => {new}"), looks.RESOURCE)
        page.line(f" ({each.objects:,} object{'s' * (each.objects != 1)})")
        page.line(f"{INNER}{safe(teller.text(each.alias))}")


def _write_access(page: Page, granted: Iterable[Access], teller: Teller, width: int | None) -> None:
    """What is granted and taken away, object by object; what is wide first."""
    by_object: defaultdict[tuple[str, str], list[Access]] = defaultdict(list)
    for each in sorted(granted, key=lambda each: (not (each.wide and each.gained), not each.gained)):
        by_object[each.control, each.urn].append(each)
    if not by_object:
        return
    page.line()
    page.line("Access:", looks.HEADLINE)
    for (control, of), several in by_object.items():
        page.write(f"{OUTER}{safe(control)} ")
        page.line(safe(teller.placed(of)), looks.RESOURCE)
        for each in several:
            wide = f" ({each.wide})" if each.gained and each.wide else ""
            sign = Op.CREATE if each.gained else Op.DELETE
            style = looks.WARNING if wide else looks.style(sign)
            told = teller.text(f"{each.who} {_allowed(each)} on {each.on}{wide}")
            write(page, f"{INNER}{looks.symbol(sign).strip()}", told, width, style)


def _allowed(told: Access) -> str:
    """What somebody may do, or is kept from though something else allows it."""
    if told.may.startswith(_DENIED):
        return f"is {told.may.replace(': ', ' ', 1)}"
    return f"may reach {told.may}" if told.control in _CONNECTING else f"may {told.may}"
