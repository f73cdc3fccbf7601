"""Changes of what is installed by Helm: each touches its own release, and none a workload that stays."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit

CHART_CASES: Final = (
    Case(
        name="a newer chart",
        start="charted",
        change=edit({"external-dns: {version: 1.20.0}": "external-dns: {}"}),
        expected=Expectation(updated=("Release jakarta-main-chart-external-dns-release",)),
    ),
    Case(
        name="take a chart out",
        start="charted",
        change=edit({"external-dns: {version: 1.20.0}, ": ""}),
        expected=Expectation(deleted=("* jakarta-main-*external-dns*", "* jakarta-main-bind-chart-dns*")),
    ),
)
