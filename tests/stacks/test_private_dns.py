"""Private names of an environment: the faults they can have, the zones they become, and what an edit touches."""

from __future__ import annotations

import json

import pytest

from stacks.environment import EnvironmentFaults
from stacks.environment.shape import ENVIRONMENT
from stacks.topology import build
from tests.stacks.conftest import another_site, edited, source
from tests.support.mocks import changes, record

SITES = "    sites:\n"
RECORDS = """
        orders-db: {type: CNAME, values: [orders.shop.example], ttl: 30s}
        ntp: {type: A, values: [10.32.0.10, 10.36.0.10], ttl: 1h}
        "@": [{type: TXT, values: [v=1]}, {type: MX, values: ["10 mail.shop.example"]}]
"""
AWS_RECORD, ALICLOUD_RECORD = "aws:route53/record:Record", "alicloud:pvtz/zoneRecord:ZoneRecord"
AWS_NAME, ALICLOUD_NAME = "private-dns-aws-111122223333", "private-dns-alicloud-5012345678901234"
ABC = "\n" + another_site("abc")


def named(records=RECORDS, zone="internal.shop.example"):
    """The edit that gives the environment private names; the zone stands in line 8, the first record in line 10."""
    return {SITES: f"    private_dns:\n      zone: {zone}\n      records:{records}{SITES}"}


def text(**names):
    return edited(named(**names))


def plan(whole):
    return record(lambda: build(source(whole).loaded()), stack="test")


@pytest.fixture(scope="module")
def before():
    return plan(text())


CASES = {
    "a domain that is none": (
        {"zone": "internal"},
        [
            '8:7 private_dns.zone: "internal", expected a DNS name in lower case, say shop.example; fix: write labels of letters, digits and hyphens, joined by dots'
        ],
    ),
    "the public domain": (
        {"zone": "shop.example"},
        [
            (
                '8:7 private_dns.zone: "shop.example", expected a zone that leaves shop.example public inside the networks too; '
                "fix: write internal.shop.example, say"
            )
        ],
    ),
    "a domain that others answer": (
        {"zone": "shop.local"},
        [
            (
                '8:7 private_dns.zone: "shop.local", expected a name outside local, which others answer; '
                "fix: choose a name below a domain of your own, say internal.shop.example"
            )
        ],
    ),
    "an unknown type": (
        {"records": "\n        db: {type: CNAM, values: [x.example]}\n"},
        ['10:14 private_dns.records.db.type: "CNAM", expected A, AAAA, CNAME, MX, SRV or TXT; fix: write CNAME'],
    ),
    "an unknown key": (
        {"records": "\n        db: {type: A, value: [10.0.0.1], values: [10.0.0.1]}\n"},
        ["10:23 private_dns.records.db.value: an unknown key, expected ttl, type or values; fix: write values"],
    ),
    "a value missing": (
        {"records": "\n        db: {type: A}\n"},
        [
            (
                "10:9 private_dns.records.db.values: missing, expected addresses, the one host of a CNAME, say 10 mail.shop.example for MX; "
                "hosts are whole names; fix: write values: …"
            )
        ],
    ),
    "no values": (
        {"records": "\n        db: {type: A, values: []}\n"},
        ["10:23 private_dns.records.db.values: an empty list, expected one entry at least; fix: write one, or remove values"],
    ),
    "values that do not fit their type": (
        {"records": "\n        db: {type: A, values: [10.0.0.1, db.example]}\n        x: {type: CNAME, values: [db.example.]}\n"},
        [
            (
                '10:42 private_dns.records.db.values[1]: "db.example", expected an IPv4 address; '
                "fix: write four numbers, say 10.0.0.2; a name needs type CNAME"
            ),
            (
                '11:35 private_dns.records.x.values[0]: "db.example.", expected a DNS name in lower case without a final dot; '
                "fix: write db.example"
            ),
        ],
    ),
    "a value twice": (
        {"records": "\n        db: {type: A, values: [10.0.0.1, 10.0.0.1]}\n"},
        ['10:42 private_dns.records.db.values[1]: "10.0.0.1", expected each value once; fix: remove the second one'],
    ),
    "a time that PrivateZone does not keep": (
        {"records": "\n        db: {type: A, values: [10.0.0.1], ttl: 5m}\n"},
        [
            '10:43 private_dns.records.db.ttl: "5m", expected a time that both clouds keep: 5s, 30s, 60s, 1h, 12h or 24h; fix: write 60s'
        ],
    ),
    "a time that is none": (
        {"records": "\n        db: {type: A, values: [10.0.0.1], ttl: 60}\n"},
        ["10:43 private_dns.records.db.ttl: 60, expected a time of at most a day; fix: write 60s"],
    ),
    "a CNAME beside another record": (
        {"records": "\n        db: [{type: CNAME, values: [x.example]}, {type: TXT, values: [x]}]\n"},
        ["10:9 private_dns.records.db: a CNAME beside another record, expected a CNAME alone at its name; fix: remove one of them"],
    ),
    "a CNAME at the apex": (
        {"records": '\n        "@": {type: CNAME, values: [x.example]}\n'},
        [
            (
                "10:9 private_dns.records.@: a CNAME at the zone itself, expected another type there; "
                "fix: write its addresses, or give it a name"
            )
        ],
    ),
    "one type twice": (
        {"records": "\n        db: [{type: A, values: [10.0.0.1]}, {type: A, values: [10.0.0.2]}]\n"},
        ["10:9 private_dns.records.db: two A records, expected one of each type at a name; fix: write all values into one"],
    ),
    "a fault inside a list": (
        {"records": "\n        db: [{type: A, values: [10.0.0.1]}, {type: TXT, values: [x], tll: 1h}]\n"},
        ["10:70 private_dns.records.db[1].tll: an unknown key, expected ttl, type or values; fix: write ttl"],
    ),
    "a value inside a list": (
        {"records": "\n        db: [{type: TXT, values: [x]}, {type: A, values: [x]}]\n"},
        [
            (
                '10:59 private_dns.records.db[1].values[0]: "x", expected an IPv4 address; '
                "fix: write four numbers, say 10.0.0.2; a name needs type CNAME"
            )
        ],
    ),
    "an empty list": (
        {"records": "\n        db: []\n"},
        ["10:9 private_dns.records.db: an empty list, expected one entry at least; fix: write one, or remove db"],
    ),
    "a text for a record": (
        {"records": "\n        db: 10.0.0.1\n"},
        ['10:9 private_dns.records.db: "10.0.0.1", expected a mapping; fix: write key: value, a line each, or {key: value}'],
    ),
    "a whole name": (
        {"records": "\n        db.internal.shop.example: {type: A, values: [10.0.0.1]}\n"},
        [
            (
                '10:9 private_dns.records.db.internal.shop.example: "db.internal.shop.example", expected a name without '
                "internal.shop.example, which is added to it; fix: remove internal.shop.example from it"
            )
        ],
    ),
    "IPv6 beside Alibaba Cloud": (
        {"records": '\n        db: {type: AAAA, values: ["fd00::1"]}\n'},
        [
            (
                '10:14 private_dns.records.db.type: "AAAA", expected A, CNAME, MX, SRV or TXT, since batam is on alicloud; '
                "fix: remove it; every zone has the same records"
            )
        ],
    ),
    "several at once": (
        {"zone": "shop.example", "records": "\n        DB: {type: A, values: [x], ttl: 5m}\n"},
        [
            (
                '8:7 private_dns.zone: "shop.example", expected a zone that leaves shop.example public inside the networks too; '
                "fix: write internal.shop.example, say"
            ),
            (
                '10:9 private_dns.records.DB: "DB", expected labels of lower-case letters, digits, - and _, joined by dots; '
                "@ for the zone itself; * as the first of them; fix: rename it"
            ),
            (
                '10:32 private_dns.records.DB.values[0]: "x", expected an IPv4 address; '
                "fix: write four numbers, say 10.0.0.2; a name needs type CNAME"
            ),
            '10:36 private_dns.records.DB.ttl: "5m", expected a time that both clouds keep: 5s, 30s, 60s, 1h, 12h or 24h; fix: write 60s',
        ],
    ),
}


@pytest.mark.parametrize(("names", "told"), CASES.values(), ids=CASES)
def test_a_fault(faults, names, told):
    assert faults(named(**names)) == told


def test_more_records_than_a_zone_holds(faults):
    many = "".join(f"\n        n{number}: {{type: A, values: [10.0.0.1]}}" for number in range(10_000))
    assert faults(named(records=many + "\n")) == ["9:7 private_dns.records: 10000 records, expected 9998 at most; fix: remove some"]


def test_what_a_rule_lets_pass_the_components_take():
    with pytest.raises(EnvironmentFaults):
        plan(text(zone="shop.example"))
    plan(text(zone="corp.internal"))


def test_editors_know_one_record_and_a_list_of_them():
    name = ("private_dns", "records", "any")
    assert set(ENVIRONMENT.keys(name)) == set(ENVIRONMENT.keys((*name, 0))) == {"type", "values", "ttl"}
    assert ENVIRONMENT.description((*name, "type")) == ENVIRONMENT.description((*name, 1, "type")) != ""


def test_every_account_of_every_cloud_has_a_zone_with_the_same_records(before):
    zones = {each.name: each for each in before.values() if each.type.endswith(":PrivateZone")}
    assert set(zones) == {AWS_NAME, ALICLOUD_NAME}
    assert zones[AWS_NAME].inputs["records"] == zones[ALICLOUD_NAME].inputs["records"]
    assert zones[AWS_NAME].inputs["networks"] == {"jakarta": "id-of-jakarta-vpc"}
    assert zones[ALICLOUD_NAME].inputs["networks"] == {"batam": "id-of-batam-vpc"}
    assert before.one("alicloud:pvtz/zone:Zone").inputs["resourceGroupId"] == "rg-one"


def test_a_zone_hangs_under_the_environment_with_a_provider_of_its_account(before):
    (environment,) = before.of("nusantara:index:Environment")
    for name, cloud, region in ((AWS_NAME, "aws", "us-east-1"), (ALICLOUD_NAME, "alicloud", "ap-southeast-1")):
        component, provider = before.one(f"nusantara:{cloud}:PrivateZone"), before.one(f"pulumi:providers:{cloud}", name)
        assert component.parent == provider.parent == environment.urn
        assert provider.inputs["region"] == region
        assert {child.provider for child in before.children(component)} == {f"{provider.urn}::{provider.id}"}
    roles = json.loads(before.one("pulumi:providers:aws", AWS_NAME).inputs["assumeRoles"])
    assert roles == [{"roleArn": "arn:aws:iam::111122223333:role/deploy", "sessionName": "nusantara-test"}]


def test_no_cloud_depends_on_the_other(before):
    for name in (AWS_NAME, ALICLOUD_NAME):
        other = "alicloud" if name == AWS_NAME else "aws"
        (component,) = (each for each in before.values() if each.name == name and each.type.endswith(":PrivateZone"))
        for child in before.children(component):
            needed = {*child.dependencies, *(urn for urns in child.property_dependencies.values() for urn in urns)}
            assert not [urn for urn in needed if f"{other}:" in urn]


def test_without_private_names_there_is_no_zone():
    assert [each.name for each in plan(edited({})).values() if "private-dns" in each.name] == []


def test_accounts_of_one_cloud_have_a_zone_each():
    other = ABC.replace("111122223333", "999922223333")
    found = plan(text().replace(SITES, SITES.rstrip() + other))
    networks = {each.name: set(each.inputs["networks"]) for each in found.of("nusantara:aws:PrivateZone")}
    assert networks == {AWS_NAME: {"jakarta"}, "private-dns-aws-999922223333": {"abc"}}


def test_without_an_account_the_zone_is_that_of_the_credentials():
    whole = (
        text().replace("tier: staging", "tier: development").replace('        account: {id: "111122223333", role: deploy}\n', "")
    )
    assert "private-dns-aws-credentials" in {each.name for each in plan(whole).values()}


def test_a_site_added_before_the_others_moves_no_zone_and_no_record(before):
    after = changes(before, plan(text().replace(SITES, SITES.rstrip() + ABC)))
    assert after.removed == set()
    assert after.changed == {f"Zone {AWS_NAME}-zone"}
    assert {name for name in after.added if "abc" not in name} == set()


def test_a_cloud_that_goes_takes_its_zone_and_leaves_the_other():
    whole = text()
    batam = whole[whole.index("      batam:") : whole.index("    clusters:")]
    after = changes(plan(whole), plan(whole.replace(batam, "").replace('alicloud: "1.35.7-aliyun.1"', "")))
    assert (after.added, after.changed) == (set(), set())
    assert {name for name in after.removed if AWS_NAME in name} == set()
    assert f"Zone {ALICLOUD_NAME}-zone" in after.removed


def test_a_record_added_touches_nothing_else(before):
    after = changes(before, plan(text(records=f"\n        cache: {{type: A, values: [10.32.0.7]}}{RECORDS}")))
    assert (after.removed, after.changed) == (set(), set())
    assert after.added == {f"Record {AWS_NAME}-cache", f"ZoneRecord {ALICLOUD_NAME}-cache-A-10.32.0.7"}


def test_records_and_values_in_another_order_change_nothing(before):
    lines = RECORDS.replace("[10.32.0.10, 10.36.0.10]", "[10.36.0.10, 10.32.0.10]").strip("\n").split("\n")
    assert changes(before, plan(text(records="\n" + "\n".join(lines[::-1]) + "\n"))) == (set(), set(), set())
