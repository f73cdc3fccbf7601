"""What stands above everything else in a comment: why somebody should look before this is merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks.plan import Kind
from checks.review.model import Review, Tier

from ..telling import Teller
from .escape import code, inert
from .listing import and_more, by_type, objects

_BACK = {
    Tier.LOST: "would be lost for good",
    Tier.BACKUP: "would come back from a backup alone",
    Tier.EFFORT: "would come back with effort alone",
}
_OF_WHAT_STAYS = {
    Tier.LOST: "would stay, and lose something for good",
    Tier.BACKUP: "would stay, and lose something that comes back from a backup alone",
    Tier.EFFORT: "would stay, and lose something that comes back with effort alone",
}
_NAMED = {Tier.LOST: 4, Tier.BACKUP: 4, Tier.EFFORT: 1}
"""So many objects of a type are named in a line; of the others, how many there are."""
_TYPES = 4
"""So many types are named in a line."""


def banner(review: Review, teller: Teller) -> str:
    """Where something would be lost or stop, access gets wide, or the plan cannot be carried out, an alert; empty otherwise."""
    lines = [*_broken(review), *_lost(review, teller), *_wide(review, teller)]
    if not lines:
        return ""
    grave = any(risk.tier in (Tier.LOST, Tier.BACKUP) and not risk.possible for risk in review.risks)
    return "\n".join([f"> [!{'CAUTION' if grave else 'WARNING'}]", *(f"> {line}  " for line in lines)])


def _broken(review: Review) -> Iterator[str]:
    if review.failures:
        yield "**The preview failed**" + (": what follows is what it had planned until then" if review.plan.changes else "")
    judgement = review.judgement
    if judgement is not None and judgement.refused:
        rules = sorted({finding.rule for finding in judgement.findings if finding.severity == "error"})
        yield f"**The plan is refused** by {', '.join(map(code, rules))}"


def _lost(review: Review, teller: Teller) -> Iterator[str]:
    for tier, what in _BACK.items():
        told: defaultdict[str, list[str]] = defaultdict(list)
        for risk in (risk for risk in review.risks if risk.tier is tier):
            stays = risk.kind is Kind.UPDATED and not risk.possible
            told[_OF_WHAT_STAYS[tier] if stays else f"{what}{' if replaced, which is not certain' * risk.possible}"].append(
                risk.urn
            )
        for becomes, urns in told.items():
            yield f"**{objects(len(urns))} {becomes}**: {by_type(urns, teller, _TYPES, _NAMED[tier])}"
    stopping = [risk.urn for risk in review.risks if risk.downtime and risk.kind is not Kind.DELETED]
    if stopping:
        yield f"**{objects(len(stopping))} would stop meanwhile**: {by_type(stopping, teller, _TYPES, 1)}"
    guarded = [risk.urn for risk in review.risks if risk.refused]
    if guarded:
        yield f"**An update refuses** to take away {by_type(guarded, teller, _TYPES, 1)}"


def _wide(review: Review, teller: Teller) -> Iterator[str]:
    wide = [each for each in review.access if each.wide and each.gained]
    if wide:
        told = dict.fromkeys(f"{code(teller.text(each.may))} on {code(teller.text(each.on))} ({inert(each.wide)})" for each in wide)
        yield f"**{len(wide):,} {'grants are' if len(wide) > 1 else 'grant is'} wide**: {and_more([*told], _TYPES)}"
