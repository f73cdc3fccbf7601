"""What must hold between the fields of a load balancer in front of a fleet, read from raw data that may be wrong anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, get_args

from components.choices import Listening
from components.naming import Cloud
from faults import nearest

from ..regions import CLOUDS, NAMES
from .load_balancer import PORTS
from .placement import known, placed
from .problems import Cursor, Problem, listed, shown

_PROTOCOLS: tuple[str, ...] = get_args(Listening)
_SECURE = ("https", "tls")
_ARN = re.compile(r"arn:aws[a-z-]*:(?P<service>acm|iam):(?P<region>[a-z0-9-]*):(?P<account>\d{12}):(server-)?certificate/\S+")
"""docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Certificate.html: of ACM, or one uploaded to IAM."""
_NUMBERED = re.compile(r"\d+-[a-z]{2}-[a-z]+(-\d+)?")
"""registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/alb_listener: its number and the service's region."""
_EXAMPLES = {"aws": "arn:aws:acm:{region}:{account}:certificate/…", "alicloud": "12345678-ap-southeast-1"}


class _Site(NamedTuple):
    """A site of the fleet."""

    name: str
    cloud: Cloud
    region: str | None
    account: str | None


def problems(environment: Cursor, fleet: Cursor) -> Iterator[Problem]:
    """Every rule that the load balancer of a fleet breaks.

    Args:
        environment: the environment.
        fleet: the fleet.
    """
    told = fleet["load_balancer"]
    if not isinstance(told.value, dict):
        return
    accounts = {name: site["account"]["id"].text for name, site in environment["sites"].items()}
    sites = [_Site(*each, accounts[each[0]]) for each in placed(environment, fleet["sites"])]
    for name, listener in told["listen"].items():
        if isinstance(listener.value, dict):
            yield from _listener(told, name, listener, sites)
    by_cloud = {cloud: [site.name for site in sites if site.cloud == cloud] for cloud in CLOUDS}
    yield from known(told["access_logs"], "site", [site.name for site in sites])
    yield from known(told["alicloud"]["shifted_zones"], "site", by_cloud["alicloud"])
    for cloud, there in by_cloud.items():
        if sites and not there and told[cloud].value is not None:
            expected = f"none, since no site of the fleet is on {NAMES[cloud]}"
            yield told[cloud].problem(f"what {NAMES[cloud]} alone understands", expected, "remove it")


def _listener(told: Cursor, name: str, listener: Cursor, sites: list[_Site]) -> Iterator[Problem]:
    protocol = listener["protocol"].text or name
    if protocol not in _PROTOCOLS:
        if listener["protocol"].value is None:
            near = nearest(name, _PROTOCOLS)
            fix = f"write {near}, or protocol below it" if near else "write protocol below it"
            yield listener.problem(f"the name {name}", f"{listed(_PROTOCOLS)}, or a protocol beside another name", fix)
        return
    if listener["port"].value is None and protocol not in PORTS:
        yield listener["port"].problem("missing", f"the port that is listened on, since {protocol} has no usual one", "write port")
    redirect = listener["redirect"]
    if redirect.text is not None:
        names = [other for other, each in told["listen"].items() if (each["protocol"].text or other) == "https"]
        if redirect.text not in names:
            expected = f"an https listener of this one{f': {listed(names)}' if names else ''}"
            yield redirect.refused(expected, f"write {names[0]}" if names else "add the listener https")
    yield from _certificates(listener, sites, protocol)


def _certificates(listener: Cursor, sites: list[_Site], protocol: str) -> Iterator[Problem]:
    if protocol not in _SECURE:
        for field in ("certificates", "more_certificates"):
            if listener[field].value:
                expected = f"none with {protocol}, which shows none"
                yield listener[field].problem("certificates", expected, f"remove them, or listen to {listed(_SECURE)}")
        return
    for certificates in (listener["certificates"], *listener["more_certificates"].values()):
        if certificates.value is not None and not isinstance(certificates.value, dict):
            continue
        yield from known(certificates, "site", [site.name for site in sites])
        for site in sites:
            yield from _certificate(certificates[site.name], site)


def _certificate(certificate: Cursor, site: _Site) -> Iterator[Problem]:
    """What is wrong with a certificate's id: there is none, or it is another cloud's, another region's, another account's."""
    if certificate.value is None:
        expected = f"the certificate that is shown in {site.name}, a site of the fleet"
        yield certificate.problem("missing", expected, f'write {site.name}: "{_example(site)}"')
    if certificate.text is None:
        return
    fix = f'write "{_example(site)}"'
    if site.cloud == "alicloud":
        if not _NUMBERED.fullmatch(certificate.text):
            expected = "the id of a certificate of Certificate Management Service with its region"
            yield certificate.refused(f"{expected}, since {site.name} is on {NAMES[site.cloud]}", fix)
        return
    arn = _ARN.fullmatch(certificate.text)
    if arn is None:
        yield certificate.refused(f"the ARN of a certificate of ACM, since {site.name} is on {NAMES[site.cloud]}", fix)
        return
    if arn["service"] == "acm" and site.region is not None and arn["region"] != site.region:
        expected = f"one in {site.region}, where {site.name} is"
        yield certificate.problem(f"a certificate in {shown(arn['region'])}", expected, "name one there")
    if site.account is not None and arn["account"] != site.account:
        expected = f"one in the account of {site.name}, {site.account}"
        yield certificate.problem(f"a certificate in the account {arn['account']}", expected, "name one there")


def _example(site: _Site) -> str:
    return _EXAMPLES[site.cloud].format(region=site.region or "…", account=site.account or "…")
