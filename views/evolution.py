"""From one environment to another as a person reads it: how much by site, what is lost and why, what is refused, the verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from rich.cells import cell_len

from checks.accepted import called
from checks.evolution import Evolution
from checks.finding import Finding, Severity
from checks.plan import Change, Kind, Plan
from checks.review.model import Risk, Tier
from checks.review.replacements import upstream
from checks.review.risk import risks
from engine.events import Op
from engine.properties import without_outputs
from engine.values import UNKNOWN, Secret, Value

from . import looks
from .findings import STYLES
from .names import harmless, safe
from .page import Page
from .review import TIER_STYLES
from .values import MASK
from .veil import Veil

OUTSIDE: Final = "(no site)"
"""Where what belongs to no site is counted."""
SAID: Final = 60
_NOTHING_HIDDEN: Final = Veil()
_COLUMNS: Final = (Kind.CREATED, Kind.UPDATED, Kind.REPLACED, Kind.DELETED)
_OPS: Final = {
    Kind.CREATED: Op.CREATE,
    Kind.IMPORTED: Op.IMPORT,
    Kind.UPDATED: Op.UPDATE,
    Kind.REPLACED: Op.REPLACE,
    Kind.DELETED: Op.DELETE,
}


def page(evolution: Evolution, veil: Veil, adopting: Iterable[str] = ()) -> Page:
    """The whole text.

    Args:
        evolution: what was planned and judged.
        veil: hides what is secret.
        adopting: the sites whose adopted parts were taken as made.
    """
    found = Page()
    _write_counts(found, evolution.plan)
    _write_edits(found, evolution.plan, veil)
    _write_lost(found, evolution.plan, veil)
    _write_findings(found, "Refused:", evolution.refused, veil)
    _write_findings(found, "Warnings:", [each for each in evolution.findings if each.severity is not Severity.ERROR], veil)
    _write_findings(found, "Allowed:", evolution.allowed, veil)
    for pattern in evolution.unused:
        found.write("warning: ", looks.WARNING)
        found.line(f"--allow {safe(pattern)} allows nothing that was found")
    for site in adopting:
        found.write("note: ", looks.INFO)
        found.line(f"what {safe(site)} adopts is taken as made: the ids of a real cloud are not known to a simulated one")
    found.line()
    verdict = evolution.refused
    found.line(verdict_of(evolution), looks.ERROR if verdict else _style(Kind.CREATED))
    return found


def verdict_of(evolution: Evolution) -> str:
    """The last line: whether it may happen."""
    lost = sum(1 for _ in evolution.plan.lost)
    objects = f"{lost} object{'s' * (lost != 1)}"
    if not evolution.plan.changes:
        return "Nothing changes."
    if (refused := len(evolution.refused)) > 0:
        return f"Refused: {refused} of {objects} that would be replaced or deleted may not be."
    return f"Fine: {objects} would be replaced or deleted, as it is asked." if lost else "Fine: nothing is replaced or deleted."


def counts(plan: Plan) -> dict[str, dict[Kind, int]]:
    """How many objects of each site are created, updated, replaced and deleted; every site has its row."""
    rows = {site: dict.fromkeys(Kind, 0) for site in plan.sites}
    for change in plan.changes:
        row = rows.setdefault(plan.site(change) or OUTSIDE, dict.fromkeys(Kind, 0))
        row[change.kind] += 1
    return rows


def said(value: Value, veil: Veil = _NOTHING_HIDDEN) -> str:
    """A value in a line, as an environment would have it; a secret is never shown."""
    text = harmless(veil.over(_flow(without_outputs(value))))
    return text if len(text) <= SAID else f"{text[: SAID - 1]}…"


def _flow(value: Value) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case Secret():
            return MASK.value
        case float() if value.is_integer():
            return str(int(value))
        case Mapping():
            return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in sorted(value.items()))}}}"
        case list():
            return f"[{', '.join(map(_flow, value))}]"
    return "[unknown]" if value is UNKNOWN else str(value)


def _style(kind: Kind) -> str:
    return looks.style(_OPS[kind])


def _write_counts(found: Page, plan: Plan) -> None:
    rows = counts(plan)
    kinds = [kind for kind in Kind if kind in _COLUMNS or any(row[kind] for row in rows.values())]
    total = {kind: sum(row[kind] for row in rows.values()) for kind in Kind}
    named = [*rows.items(), *([("all", total)] if len(rows) > 1 else [])]
    width = max((cell_len(name) for name, _ in named), default=0)
    found.write(" " * width)
    for kind in kinds:
        found.write("  ")
        found.write(kind.value, looks.COLUMN)
    found.line()
    for name, row in named:
        found.write(f"{safe(name)}{' ' * (width - cell_len(name))}")
        for kind in kinds:
            found.write(f"  {row[kind]:>{len(kind.value)}}", _style(kind) if row[kind] else looks.FAINT)
        found.line()


def _write_edits(found: Page, plan: Plan, veil: Veil) -> None:
    if not plan.edits:
        return
    found.line()
    found.line("What the environment says anew:", looks.HEADLINE)
    for edit in plan.edits:
        found.line(f"    {safe(str(edit))}: {said(edit.old, veil)} => {said(edit.new, veil)}")


def _write_lost(found: Page, plan: Plan, veil: Veil) -> None:
    """What is lost, together by what the environment says of it anew."""
    at_risk = {risk.urn: risk for risk in risks(plan)}
    by_edits: defaultdict[str, list[Change]] = defaultdict(list)
    for change in plan.lost:
        by_edits[", ".join(map(str, plan.edits_for(change)))].append(change)
    for edits, changes in sorted(by_edits.items()):
        found.line()
        found.line(f"Replaced or deleted by {safe(edits)}:" if edits else "Replaced or deleted:", looks.HEADLINE)
        for change in sorted(changes, key=lambda change: change.kind is Kind.DELETED):
            found.write(f" {looks.symbol(_OPS[change.kind])} ", _style(change.kind))
            found.write(f"{safe(change.type)} ")
            found.write(safe(change.name), looks.RESOURCE)
            found.write(" (protected)" * change.protected, looks.WARNING)
            _write_risk(found, at_risk[change.urn], veil)
            for cause in change.causes:
                levels = upstream(plan, change, [cause])
                chain = "".join(f" <- {', '.join(f'{safe(each.name)} ({each.kind})' for each in level)}" for level in levels)
                found.line(f"        {safe(cause.input)}: {said(cause.old, veil)} => {said(cause.new, veil)}{chain}")


def _write_risk(found: Page, risk: Risk, veil: Veil) -> None:
    """How what is lost comes back, at the end of its line; below it why, where that takes more than the opposite change."""
    found.write(": ")
    found.line(str(risk.tier), TIER_STYLES[risk.tier])
    if risk.tier is not Tier.REVERSIBLE:
        found.line(f"        {safe(veil.over(risk.because))}")
    if risk.downtime:
        found.line(f"        meanwhile: {safe(veil.over(risk.downtime))}")


def _write_findings(found: Page, title: str, findings: Iterable[Finding], veil: Veil) -> None:
    listed = list(findings)
    if not listed:
        return
    found.line()
    found.line(title, looks.HEADLINE)
    for finding in listed:
        found.write(f"    {finding.rule}", STYLES[finding.severity])
        found.line(f" {safe(called(finding))}: {safe(veil.over(finding.reason))}; fix: {safe(veil.over(finding.fix))}")
