"""Public names of an environment: the zones, answers and certificates that they become, and what an edit touches."""

from __future__ import annotations

import pytest

from components.naming import Cloud
from stacks.environment.dns_records import record_problems
from stacks.environment.problems import Cursor
from stacks.topology import build
from tests.stacks.conftest import another_site, edited, source
from tests.stacks.test_traffic_faults import NAME, told
from tests.support.mocks import changes, record

ROUTE53, ALIDNS = "aws:route53/record:Record", "alicloud:dns/alidnsRecord:AlidnsRecord"
AWS_NAME, ALICLOUD_NAME = "public-dns-aws-111122223333", "public-dns-alicloud-5012345678901234"
REQUESTED = NAME.replace("}}", "}, certificate: requested}")


def plan(name=NAME, **more):
    return record(lambda: build(source(edited(told(name, **more))).loaded()), stack="test")


@pytest.fixture(scope="module")
def before():
    return plan()


def test_each_provider_has_a_zone_by_a_provider_of_its_account(before):
    (environment,) = before.of("nusantara:index:Environment")
    for name, kind, cloud, region in (
        (AWS_NAME, "Route53Zone", "aws", "us-east-1"),
        (ALICLOUD_NAME, "AlidnsZone", "alicloud", "ap-southeast-1"),
    ):
        zone, provider = before.one(f"nusantara:multicloud:{kind}", name), before.one(f"pulumi:providers:{cloud}", name)
        assert zone.parent == provider.parent == environment.urn
        assert provider.inputs["region"] == region
        assert {child.provider for child in before.children(zone)} == {f"{provider.urn}::{provider.id}"}
    assert before.one("alicloud:dns/alidnsDomain:AlidnsDomain").inputs["resourceGroupId"] == "rg-one"


def test_answers_hang_under_the_environment_and_only_site_names_wait_for_sites(before):
    (environment,) = before.of("nusantara:index:Environment")
    for kind, type_ in (("Route53Traffic", ROUTE53), ("GtmTraffic", ALIDNS)):
        component = before.one(f"nusantara:multicloud:{kind}", "traffic-www")
        assert component.parent == environment.urn
        for child in before.children(component):
            waits = [urn for urn in child.dependencies if "$nusantara:index:Site$" in urn]
            assert bool(waits) == ("-site-" in child.name)
            if child.type == type_ and "-site-" in child.name:
                assert "front.balancers.example" in (*child.inputs.get("records", ()), child.inputs.get("value"))


def test_zones_that_are_there_get_records_alone():
    zones = "{aws: {zone_id: Z0123456789ABC}, alicloud: {made_elsewhere: true}, records: {mail: {type: A, values: [203.0.113.9]}}}"
    found = plan(zones=zones)
    assert not found.of("aws:route53/zone:Zone")
    assert not found.of("alicloud:dns/alidnsDomain:AlidnsDomain")
    assert found.one(ROUTE53, f"{AWS_NAME}-mail").inputs["zoneId"] == "Z0123456789ABC"
    assert found.one(ALIDNS, f"{ALICLOUD_NAME}-mail-A-203.0.113.9").inputs["domainName"] == "shop.example"


def test_one_provider_may_serve_alone_and_have_an_account_of_its_own():
    found = plan(zones='{providers: [aws], aws: {account: {id: "999922223333", role: dns}}}')
    assert not found.of("nusantara:multicloud:GtmTraffic")
    assert found.one("nusantara:multicloud:Route53Zone").name == "public-dns-aws-999922223333"


def test_a_certificate_is_asked_for_where_the_name_is_served_and_proven_in_both_zones():
    found = plan(REQUESTED)
    certificate = found.one("aws:acm/certificate:Certificate")
    assert certificate.inputs["domainName"] == "www.shop.example"
    assert certificate.inputs["subjectAlternativeNames"] == ["*.www.shop.example"]
    provider = found.one("pulumi:providers:aws", "certificates-111122223333-ap-southeast-3")
    assert provider.inputs["region"] == "ap-southeast-3"
    proofs = {each.type: each for each in found.values() if each.name == "certificate-www-111122223333-proof"}
    assert set(proofs) == {ROUTE53, ALIDNS}
    for site in found.of("nusantara:index:Site"):
        assert not [child.urn for child in found.children(site) if certificate.urn in child.dependencies]


def test_certificates_are_told_apart_by_account_and_region():
    made = []
    record(lambda: made.append(build(source(edited(told(REQUESTED))).loaded())), stack="test")
    assert set(made[0].certificates["www"]) == {("111122223333", "ap-southeast-3")}


def test_types_of_records_are_those_of_whoever_serves_the_zone_wherever_sites_are():
    records = Cursor(("public_dns", "records"), {"v6": {"type": "AAAA", "values": ["2001:db8::1"]}})
    types: dict[Cloud, tuple[str, ...]] = {"aws": ("A", "AAAA"), "alicloud": ("A",)}
    serving: dict[Cloud, str] = dict.fromkeys(types, "it serves the zone")
    assert not list(record_problems(records, "shop.example", {"aws": serving["aws"]}, types))
    (problem,) = record_problems(records, "shop.example", serving, types)
    assert (problem.given, problem.expected) == ('"AAAA"', "A, since it serves the zone")


def test_without_public_names_there_is_nothing_of_them():
    found = record(lambda: build(source(edited({})).loaded()), stack="test")
    assert [each.name for each in found.values() if "multicloud" in each.type or "public-dns" in each.name] == []


def test_a_site_that_serves_no_name_moves_no_answer(before):
    whole = edited({**told()}).replace("    sites:\n", "    sites:\n" + another_site("abc"), 1)
    after = changes(before, record(lambda: build(source(whole).loaded()), stack="test"))
    assert after.changed == {"HealthCheck traffic-www-any-site"}  # which counts every site that could serve
    assert {name for name in after.added if "traffic" in name and "abc" not in name} == set()


def test_a_person_is_told_where_alarms_go_in_production(faults):
    whole = {**told(), "    tier: staging": "    tier: production"}
    found = [fault for fault in faults(whole) if "alarms" in fault]
    assert found == [
        (
            "7:5 public_dns.aws.alarms: missing, expected where alarms of health checks go, in production; "
            "fix: write aws: {alarms: [an SNS topic in us-east-1]} below public_dns"
        ),
        (
            "7:5 public_dns.alicloud.alarms: missing, expected where alarms of health checks go, in production; "
            "fix: write alicloud: {alarms: [a contact group]} below public_dns"
        ),
    ]
