"""Names that the whole internet knows, as an environment's file says them, and what must hold of their zones.

One zone of the same domain at each provider, all of them delegated, with the same records: so that DNS itself is not one cloud's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, TypeAlias

from pydantic import Field

from components import dns
from components.naming import Cloud

from ..regions import CLOUDS, NAMES
from .base import Model
from .dns_records import Records, at, record_problems
from .problems import Cursor, Problem, repeated, translated
from .values import NONE, Domain, Matches, Text

ZoneId: TypeAlias = Annotated[str, Matches(r"Z[0-9A-Z]{4,31}", "the id of a hosted zone, say Z0123456789ABCDEFGHIJ", "copy its id")]
"""docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html: at most 32 characters."""

_TOPIC = re.compile(r"arn:aws[a-z-]*:sns:us-east-1:\d{12}:[A-Za-z0-9_-]+(?:\.fifo)?")
_ACCOUNT = {"aws": r"\d{12}", "alicloud": r"\d{16}"}


class ZoneAccount(Model):
    """The account that a public zone is in."""

    id: str = Field(description="the account's id: 12 digits on AWS, 16 on Alibaba Cloud, quoted")
    role: Text = Field(description="the role that deployments assume in the account")
    resource_group: Text | None = Field(
        None, description="Alibaba Cloud only: the resource group, rg-…, of a zone that is made here"
    )


class AwsZone(Model):
    """The zone in Route 53, and what is told of its health checks."""

    zone_id: ZoneId | None = Field(None, description="a hosted zone that was made elsewhere, by id; one is made here by default")
    account: ZoneAccount | None = Field(
        None, description="the account that it is in; that of the environment's sites on AWS by default"
    )
    alarms: tuple[Text, ...] = Field(
        (), description="where alarms of health checks go: ARNs of SNS topics in us-east-1, which alone Route 53 tells of them"
    )


class AlicloudZone(Model):
    """The zone in Alibaba Cloud DNS, and what is told of its health checks."""

    made_elsewhere: bool = Field(
        default=False, description="whether the account has the domain already; it is added here by default"
    )
    account: ZoneAccount | None = Field(
        None, description="the account that it is in; that of the environment's sites on Alibaba Cloud by default"
    )
    alarms: tuple[Text, ...] = Field((), description="where alarms of health checks go: names of contact groups of CloudMonitor")


class PublicDns(Model):
    """One public zone at each provider, with the same records in each."""

    zone: Domain | None = Field(None, description="the domain of the zones; the environment's by default")
    providers: tuple[Cloud, ...] | None = Field(
        None, min_length=1, description="whose DNS serves it: aws, alicloud or both; every cloud that has a site by default"
    )
    records: dict[str, Records] = Field(
        default_factory=dict,
        description="what else the domain has, without the zone's name: mail, texts, hosts elsewhere; @ for the zone itself; a "
        "list where a name has several types",
    )
    aws: AwsZone = Field(default_factory=AwsZone, description="the zone in Route 53")
    alicloud: AlicloudZone = Field(default_factory=AlicloudZone, description="the zone in Alibaba Cloud DNS")


def zone_of(environment: Cursor) -> str | None:
    """The domain of the public zones; None where there are none, or nobody can tell."""
    told = environment["public_dns"]
    if not isinstance(told.value, dict):
        return None
    return told["zone"].text or environment["domain"].text


def providers_of(environment: Cursor) -> list[Cloud]:
    """Whose DNS serves the public zones."""
    told = environment["public_dns"]
    if not isinstance(told.value, dict):
        return []
    if told["providers"].value is not None:
        named = [each.text for each in told["providers"].each()]
        return [cloud for cloud in CLOUDS if cloud in named]
    with_site = [site["cloud"].text for site in environment["sites"].values()]
    return [cloud for cloud in CLOUDS if cloud in with_site]


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every rule of public zones that the environment breaks."""
    told = environment["public_dns"]
    if not isinstance(told.value, dict):
        return
    zone, records = told["zone"], told["records"]
    domain, private = environment["domain"].text, environment["private_dns"]["zone"].text
    if zone.text is not None:
        yield from translated(dns.domain_faults(zone.text), at(zone.path))
    if zone.text is not None and zone.text == private:
        yield zone.refused(
            f"another domain than {private}, which only the networks know", "leave it out, or give that one another name"
        )
    elif zone.text is not None and domain is not None and not dns.within(domain, zone.text):
        expected = f"{domain}, which users come by, or a domain above it: no zone would serve their names"
        yield zone.refused(expected, "leave it out")
    yield from _providers(environment)
    serving: dict[Cloud, str] = {cloud: f"the DNS of {NAMES[cloud]} serves the zone" for cloud in providers_of(environment)}
    yield from record_problems(records, zone_of(environment), serving, dns.PUBLIC_TYPES)


def _providers(environment: Cursor) -> Iterator[Problem]:
    told = environment["public_dns"]
    serving = providers_of(environment)
    yield from repeated(told["providers"].each(), "each once")
    for cloud in CLOUDS:
        mine = told[cloud]
        if mine.value is not None and cloud not in serving:
            fix = f"remove it, or write {cloud} among providers"
            expected = f"none, since {cloud} does not serve the domain"
            yield mine.problem(f"a zone on {NAMES[cloud]}", expected, fix, follows=("sites",))
        if cloud in serving:
            yield from _account(environment, cloud)
            yield from _alarms(environment, cloud)


def _alarms(environment: Cursor, cloud: Cloud) -> Iterator[Problem]:
    """In production what can break at night alarms someone; each cloud tells whom it can reach."""
    alarms = environment["public_dns"][cloud]["alarms"]
    for target in alarms.each():
        if target.text is None:
            continue
        if cloud == "aws" and not _TOPIC.fullmatch(target.text):
            expected = "the ARN of an SNS topic in us-east-1, since Route 53 tells of its checks there alone"
            yield target.refused(expected, "write arn:aws:sns:us-east-1:<account>:<topic>")
        elif cloud == "alicloud" and target.text.startswith("arn:"):
            yield target.refused("the name of a contact group of CloudMonitor", "write its name")
    checked = any(isinstance(name.value, dict) and name["check"].value != NONE for name in environment["traffic"].values())
    if environment["tier"].text == "production" and checked and alarms.value in (None, []):
        example = "an SNS topic in us-east-1" if cloud == "aws" else "a contact group"
        expected = "where alarms of health checks go, in production"
        yield alarms.problem("missing", expected, f"write {cloud}: {{alarms: [{example}]}} below public_dns")


def _account(environment: Cursor, cloud: Cloud) -> Iterator[Problem]:
    """The account of a zone that is in none, or may be in several."""
    account = environment["public_dns"][cloud]["account"]
    identity = account["id"]
    if identity.text is not None and not re.fullmatch(_ACCOUNT[cloud], identity.text):
        yield identity.refused(f"the id of an account on {cloud}", "copy the id from the account's console")
    if cloud == "aws" and account["resource_group"].value is not None:
        yield account["resource_group"].problem("a resource group", "none, since AWS has no such groups", "remove it")
    if account.value is not None:
        return
    sites = [site for site in environment["sites"].values() if site["cloud"].text == cloud]
    ids = sorted({site["account"]["id"].text or "" for site in sites})
    if not sites:
        yield account.problem("missing", f"the account of the zone, since no site is on {NAMES[cloud]}", "write its id and role")
    elif len(ids) > 1:
        expected = f"the account of the zone, since the sites on {NAMES[cloud]} have several: {', '.join(ids)}"
        yield account.problem("missing", expected, "write its id and role")
