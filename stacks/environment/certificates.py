"""Certificates that load balancers show, by site: whether what is written can be one of that site's cloud."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from components.naming import Cloud

from ..regions import NAMES
from .placement import placed
from .problems import Cursor, Problem, shown

_ARN = re.compile(r"arn:aws[a-z-]*:(?P<service>acm|iam):(?P<region>[a-z0-9-]*):(?P<account>\d{12}):(server-)?certificate/\S+")
"""docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Certificate.html: of ACM, or one uploaded to IAM."""
_NUMBERED = re.compile(r"\d+-[a-z]{2}-[a-z]+(-\d+)?")
"""registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/alb_listener: its number and the service's region."""
_EXAMPLES = {"aws": "arn:aws:acm:{region}:{account}:certificate/…", "alicloud": "12345678-ap-southeast-1"}


class Place(NamedTuple):
    """A site that a certificate is shown in."""

    name: str
    cloud: Cloud
    region: str | None
    account: str | None

    @property
    def example(self) -> str:
        """How one of its certificates is written."""
        return _EXAMPLES[self.cloud].format(region=self.region or "…", account=self.account or "…")


def places(environment: Cursor, selection: Cursor) -> list[Place]:
    """The chosen sites that exist."""
    accounts = {name: site["account"]["id"].text for name, site in environment["sites"].items()}
    return [Place(*each, accounts[each[0]]) for each in placed(environment, selection)]


def problems(certificates: Cursor, sites: Iterable[Place]) -> Iterator[Problem]:
    """What is wrong with an id that is written: it is another cloud's, another region's, another account's."""
    for site in sites:
        written = certificates[site.name]
        if written.text is not None:
            yield from _certificate(written, written.text, site)


def _certificate(written: Cursor, text: str, site: Place) -> Iterator[Problem]:
    fix = f'write "{site.example}"'
    if site.cloud == "alicloud":
        if not _NUMBERED.fullmatch(text):
            expected = "the id of a certificate of Certificate Management Service with its region"
            yield written.refused(f"{expected}, since {site.name} is on {NAMES[site.cloud]}", fix)
        return
    arn = _ARN.fullmatch(text)
    if arn is None:
        yield written.refused(f"the ARN of a certificate of ACM, since {site.name} is on {NAMES[site.cloud]}", fix)
        return
    if arn["service"] == "acm" and site.region is not None and arn["region"] != site.region:
        expected = f"one in {site.region}, where {site.name} is"
        yield written.problem(f"a certificate in {shown(arn['region'])}", expected, "name one there")
    if site.account is not None and arn["account"] != site.account:
        expected = f"one in the account of {site.name}, {site.account}"
        yield written.problem(f"a certificate in the account {arn['account']}", expected, "name one there")
