"""What a private zone promises, on every cloud alike."""

from __future__ import annotations

from typing import ClassVar, get_origin, get_type_hints

import pulumi
import pytest

from components import contracts
from components.contracts import Record
from components.errors import ArgumentsError
from tests.support.clouds import TAGS
from tests.support.mocks import ID_PREFIX, Recording, changes, record
from tests.support.zones import DATABASE, DOMAIN, RECORDS, ZONES, Zones

pytestmark = pytest.mark.parametrize("zones", ZONES, ids=str)


@pytest.fixture(scope="module")
def recordings() -> dict[Zones, Recording]:
    return {zones: zones.recorded() for zones in ZONES}


@pytest.fixture
def found(recordings, zones: Zones) -> Recording:
    return recordings[zones]


def test_it_satisfies_the_protocol(zones: Zones):
    def program():
        assert isinstance(zones.make(), contracts.PrivateZone)

    record(program)


def test_its_outputs_are_exactly_what_the_protocol_names(zones: Zones, found: Recording):
    named = {name for name, hint in get_type_hints(contracts.PrivateZone).items() if get_origin(hint) is not ClassVar}
    outputs = found.one(zones.module.PrivateZone.TYPE).outputs or {}
    assert outputs.keys() == named
    assert outputs == {"id": f"{ID_PREFIX}names-zone", "domain": DOMAIN}


def test_its_inputs_show_every_argument_as_plain_values(zones: Zones, found: Recording):
    inputs = found.one(zones.module.PrivateZone.TYPE).inputs
    assert inputs["domain"] == DOMAIN
    assert inputs["networks"] == {site: f"{ID_PREFIX}{site}-vpc" for site in ("jakarta", "singapore")}
    assert inputs["records"]["orders-db"] == [{"type": "CNAME", "values": ["orders.shop.example"], "ttl": 30}]


def test_every_child_stands_directly_under_it_and_begins_with_its_name(zones: Zones, found: Recording):
    component = found.one(zones.module.PrivateZone.TYPE)
    children = found.children(component)
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("names-") for child in children)
    assert not [child.name for child in children if "*" in child.name or "::" in child.name]


def test_it_is_for_every_network_in_its_own_region(zones: Zones, found: Recording):
    (attached,) = found.of(zones.attached)
    assert [set(vpc.values()) for vpc in attached.inputs["vpcs"]] == [
        {f"{ID_PREFIX}{site}-vpc", zones.regions[site]} for site in ("jakarta", "singapore")
    ]


def test_every_name_leads_where_it_is_said(zones: Zones, found: Recording):
    """As DNS would answer: by whole name and type, every value with its TTL."""
    answers: dict[tuple[str, str], set[tuple[str, int]]] = {}
    for each in found.of(zones.record):
        inputs = each.inputs
        name = inputs["name"] if "name" in inputs else DOMAIN if inputs["rr"] == "@" else f"{inputs['rr']}.{DOMAIN}"
        value = f"{inputs['priority']} {inputs['value']}" if "priority" in inputs else inputs.get("value")
        values = inputs.get("records", [value])
        answers.setdefault((name, inputs["type"]), set()).update((each, inputs["ttl"]) for each in values)
    assert answers == {
        (DOMAIN if name == "@" else f"{name}.{DOMAIN}", each.type): {(value, each.ttl) for value in each.values}
        for name, records in RECORDS.items()
        for each in records
    }


def test_tags_reach_the_zone(zones: Zones, found: Recording):
    assert found.one(zones.zone).inputs["tags"].items() >= TAGS.items()


def test_a_site_added_before_the_others_changes_the_networks_of_the_zone_alone(zones: Zones, found: Recording):
    after = changes(found, zones.recorded("batam", "jakarta", "singapore"))
    assert after.removed == set()
    assert {name for name in after.added if "batam" not in name} == set()
    assert [name.split(" ")[0] for name in after.changed] == [zones.attached.split(":")[-1]]


@pytest.mark.parametrize("left", ["jakarta", "singapore"])
def test_any_site_may_go(zones: Zones, found: Recording, left: str):
    after = changes(found, zones.recorded(left))
    assert after.added == set()
    assert {name for name in after.removed if "names" in name} == set()
    assert [name.split(" ")[0] for name in after.changed] == [zones.attached.split(":")[-1]]


def test_the_order_of_sites_names_and_values_says_nothing(zones: Zones, found: Recording):
    turned = {
        name: tuple(Record(type=each.type, values=each.values[::-1], ttl=each.ttl) for each in records[::-1])
        for name, records in reversed(RECORDS.items())
    }
    assert changes(found, zones.recorded("singapore", "jakarta", records=turned)) == (set(), set(), set())


def test_a_record_added_touches_no_other(zones: Zones, found: Recording):
    after = changes(found, zones.recorded(records={"cache": (Record(type="A", values=("10.32.0.7",)),), **RECORDS}))
    assert (after.removed, after.changed) == (set(), set())
    assert len(after.added) == 1


def test_a_name_that_moves_is_an_update(zones: Zones, found: Recording):
    moved = {"orders-db": (Record(type="CNAME", values=("orders.spare.example",), ttl=5),)}
    after = changes(found, zones.recorded(records={**RECORDS, **moved}))
    assert (after.added, after.removed) == (set(), set())
    assert len(after.changed) == 1


def test_a_value_added_touches_no_other_record(zones: Zones, found: Recording):
    more = {"ntp": (Record(type="A", values=("10.32.0.9", "10.32.0.10", "10.36.0.10"), ttl=3600),)}
    after = changes(found, zones.recorded(records={**RECORDS, **more}))
    assert after.removed == set()
    whole = "whole-records" in zones.module.PrivateZone.capabilities
    assert (len(after.added), len(after.changed)) == ((0, 1) if whole else (1, 0))


def test_an_address_that_becomes_an_alias(zones: Zones):
    alias = {"orders-db": (Record(type="A", values=("10.32.2.4",)),)}
    after = changes(zones.recorded(records=alias), zones.recorded(records=DATABASE))
    whole = "whole-records" in zones.module.PrivateZone.capabilities
    assert (len(after.added), len(after.removed), len(after.changed)) == ((0, 0, 1) if whole else (1, 1, 0))


def test_ipv6_addresses_where_the_cloud_has_them(zones: Zones):
    addresses = {"ntp": (Record(type="AAAA", values=("fd00::a",)),)}
    if "ipv6-records" in zones.module.PrivateZone.capabilities:
        assert zones.recorded(records=addresses).one(zones.record).inputs["type"] == "AAAA"
        return
    with pytest.raises(ArgumentsError) as refused:
        zones.module.PrivateZoneArgs(domain=DOMAIN, networks={"jakarta": object()}, records=addresses)
    (fault,) = refused.value.faults
    assert (fault.field, fault.given) == ("records.ntp.type", '"AAAA"')


def test_options_reach_every_child(zones: Zones):
    def program():
        provider = zones.cloud.provider("account")
        zones.make(opts=pulumi.ResourceOptions(provider=provider, protect=True))

    found = record(program)
    children = found.children(found.one(zones.module.PrivateZone.TYPE))
    (provider,) = found.of(f"pulumi:providers:{zones.cloud.name}")
    assert {child.provider for child in children} == {f"{provider.urn}::{provider.id}"}
    assert all(child.protect for child in children)


def test_every_fault_is_told_at_once(zones: Zones):
    records = {
        "orders db": (Record(type="A", values=("10.0.0.1",)),),
        "@": (Record(type="CNAME", values=("shop.example",)),),
        "www": (Record(type="CNAME", values=("shop.example",)), Record(type="TXT", values=("x",))),
    }
    with pytest.raises(ArgumentsError) as refused:
        zones.module.PrivateZoneArgs(domain="Internal", networks={}, records=records, tags={"aws:x": "y"})
    assert [fault.field for fault in refused.value.faults] == [
        "domain",
        "networks",
        "records.orders db",
        "records.@",
        "records.www",
        "tags.aws:x",
    ]
