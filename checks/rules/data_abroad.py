"""Rule `data-abroad`: something stands in a country where the personal data that it needs may not be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.data import abroad

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "data-abroad"


def _outside(subject: Subject) -> Iterator[Finding]:
    for need, sites in abroad(subject.said):
        countries = {site: subject.said["sites"][site]["country"] for site in sites}
        where = " and ".join(f"{site} ({country})" for site, country in countries.items())
        home = subject.said["sites"][need.on.primary]["country"]
        reason = f"it stands at {where} and needs {need.on.name}, whose personal data stays in {', '.join((home, *need.on.abroad))}"
        consent = ", ".join((*need.on.abroad, *dict.fromkeys(countries.values())))
        allowed = f"write abroad: [{consent}] under dependencies.{need.on.name} once that is allowed"
        fix = f"leave {' and '.join(sites)} out of its sites, or {allowed}"
        yield Finding(rule=NAME, severity=Severity.ERROR, resource=f"{need.kind}.{need.name}", reason=reason, fix=fix)


RULE = Rule(
    name=NAME,
    tells="something stands in a country where the personal data that it needs may not be used",
    finds=_outside,
    always=True,
)
