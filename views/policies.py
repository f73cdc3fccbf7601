"""What policies found and changed: the section under the tree, and the lines of the rich diff.

Source: pkg/backend/display/progress.go (printPolicies) and diff.go (renderDiffPolicyViolationEvent, renderPolicyPacks).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from engine import urn
from engine.events import EnforcementLevel, Op, PolicyRemediation, PolicyViolation

from . import changes, looks
from .board import Board
from .columns import changed_keys
from .names import harmless, safe, short_type
from .options import DEFAULT, DisplayOptions
from .page import Page
from .translation import differences
from .values import Printer

_ITEM: Final = "        - "
_UNDER: Final = "          "
_SEVERITIES: Final = ("critical", "high", "medium", "low", "")


@dataclass(slots=True)
class _Pack:
    """What one pack came to: where it lies, and what it found and changed."""

    paths: list[str] = field(default_factory=list)
    violations: list[PolicyViolation] = field(default_factory=list)
    remediations: list[PolicyRemediation] = field(default_factory=list)

    @property
    def mark(self) -> str:
        if any(found.level is EnforcementLevel.MANDATORY for found in self.violations):
            return "❌"
        return "⚠️" if self.violations else "✅"


def forbidden(board: Board) -> bool:
    """Whether a mandatory policy was violated."""
    return any(found.level is EnforcementLevel.MANDATORY for row in board.rows.values() for found in row.violations)


def section(board: Board) -> Page:
    """The policy packs that ran, and what each found and changed; nothing where none ran."""
    page = Page()
    if board.summary is None or not board.summary.policy_packs:
        return page
    page.line("Policies:", looks.HEADLINE)
    for name, pack in sorted(_packs(board).items()):
        page.write(f"    {pack.mark} ")
        page.write(safe(name), looks.INFO)
        page.line(f" (local: {safe('; '.join(sorted(pack.paths)))})" if pack.paths else "")
        _write_remediations(page, pack.remediations, board.options)
        for found in sorted(pack.violations, key=_rank):
            page.write(_ITEM)
            _write_title(page, found, board.options)
            page.line()
            for line in _message(found):
                page.line(_UNDER + line)
    page.line()
    return page


def _packs(board: Board) -> dict[str, _Pack]:
    packs: dict[str, _Pack] = {}
    for event_name, version in board.summary.policy_packs.items() if board.summary is not None else ():
        name, _, path = event_name.split("|", 2)
        packs.setdefault(f"{name}@v{version}", _Pack()).paths.append(path)
    for row in board.rows.values():
        for found in row.violations:
            packs.setdefault(f"{found.pack}@v{found.version}", _Pack()).violations.append(found)
        for done in row.remediations:
            packs.setdefault(f"{done.pack}@v{done.version}", _Pack()).remediations.append(done)
    return packs


def _rank(found: PolicyViolation) -> tuple[bool, int, str, str]:
    severity = _SEVERITIES.index(found.severity) if found.severity in _SEVERITIES else len(_SEVERITIES)
    return found.level is not EnforcementLevel.MANDATORY, severity, found.policy, found.urn


def _write_remediations(page: Page, remediations: list[PolicyRemediation], options: DisplayOptions) -> None:
    if options.remediations:
        for done in remediations:
            diff = differences(done.before, done.after)
            if diff is not None:
                page.write(_ITEM)
                _write_remediated(page, done.policy)
                page.write(f"{_clause(done.urn, options)} ")
                page.extend(changed_keys(diff))
                page.line()
        return
    for policy, count in sorted(Counter(done.policy for done in remediations).items()):
        page.write(_ITEM)
        _write_remediated(page, policy)
        page.line(f"  ({count} {'resource' if count == 1 else 'resources'})")


def violation(found: PolicyViolation, options: DisplayOptions = DEFAULT) -> Page:
    """A violation in the rich diff."""
    page = Page()
    page.write("    ")
    page.write(safe(f"{found.pack}@v{found.version} "), looks.INFO)
    _write_title(page, found, options)
    page.line("\n".join(_message(found)))
    return page


def remediation(done: PolicyRemediation, options: DisplayOptions = DEFAULT) -> Page:
    """What a policy changed, in the rich diff; nothing where that is nothing."""
    page = Page()
    diff = differences(done.before, done.after, secrets=options.secrets)
    if diff is None:
        return page
    page.write("    ")
    page.write(safe(f"{done.pack}@v{done.version} "), looks.INFO)
    _write_remediated(page, done.policy)
    page.line(_clause(done.urn, options))
    printer = Printer(page, 2, Op.UPDATE, planning=False, summary=True)
    width = max(map(len, (*done.before, *done.after)), default=0)
    for key in changes.keys_of(diff):
        changes.write_property(printer, key, width, diff)
    page.line()
    return page


def table(packs: Mapping[str, str]) -> Page:
    """The policy packs that ran, with their versions; nothing where none ran."""
    page = Page()
    if not packs:
        return page
    page.write("\n")
    page.line("Policy Packs run:", looks.HEADLINE)
    width = max(len("Name"), *map(len, packs)) + 2
    page.write("    ")
    page.write("Name", looks.COLUMN)
    page.write(" " * (width - len("Name")))
    page.line("Version", looks.COLUMN)
    for name, version in sorted(packs.items()):
        page.line(f"    {safe(name):<{width}}{safe(version)}")
    return page


def _write_title(page: Page, found: PolicyViolation, options: DisplayOptions) -> None:
    style = looks.ERROR if found.level is EnforcementLevel.MANDATORY else looks.WARNING
    severity = f" [severity: {safe(found.severity)}]" if found.severity else ""
    page.write(f"[{found.level}]{severity}  {safe(found.policy)}", style)
    page.write(_clause(found.urn, options))


def _write_remediated(page: Page, policy: str) -> None:
    page.write(f"[remediate]  {safe(policy)}", looks.INFO)


def _clause(urn_: str, options: DisplayOptions) -> str:
    """Whose resource it is about."""
    if not urn.is_urn(urn_):
        return ""
    return f"  ({safe(short_type(urn.type_of(urn_)))}: {safe(urn_ if options.urns else urn.name_of(urn_))})"


def _message(found: PolicyViolation) -> list[str]:
    return harmless(found.message).removesuffix("\n").split("\n")
