"""What PrivateZone has its own way."""

from __future__ import annotations

from components.contracts import Record
from tests.support.mocks import changes
from tests.support.zones import ALICLOUD_ZONES as ZONES
from tests.support.zones import DOMAIN, RECORDS


def test_each_value_is_a_record_keyed_by_it():
    found = ZONES.recorded()
    assert {each.name: (each.inputs["rr"], each.inputs["value"]) for each in found.of(ZONES.record)} == {
        "names-orders-db-CNAME": ("orders-db", "orders.shop.example"),
        "names-ntp-A-10.32.0.10": ("ntp", "10.32.0.10"),
        "names-ntp-A-10.36.0.10": ("ntp", "10.36.0.10"),
        "names-@-MX-mail.shop.example": ("@", "mail.shop.example"),
        "names-@-MX-mail.spare.example": ("@", "mail.spare.example"),
        "names-@-TXT-f90139dd9ab3": ("@", "v=spf1 -all"),
        "names-_ldap._tcp-SRV-958e0b6eceb4": ("_ldap._tcp", "0 5 636 directory.shop.example"),
        "names-@any.apps-A-10.32.0.80": ("*.apps", "10.32.0.80"),
    }


def test_the_priority_of_a_mail_host_is_beside_it_and_changes_in_place():
    found = ZONES.recorded()
    mail = {each.inputs["value"]: each.inputs["priority"] for each in found.of(ZONES.record) if each.inputs["type"] == "MX"}
    assert mail == {"mail.shop.example": 10, "mail.spare.example": 20}
    assert not [each for each in found.of(ZONES.record) if each.inputs["type"] != "MX" and "priority" in each.inputs]
    _, text = RECORDS["@"]
    other = {"@": (Record(type="MX", values=("30 mail.shop.example", "20 mail.spare.example")), text)}
    after = changes(found, ZONES.recorded(records={**RECORDS, **other}))
    assert (after.added, after.removed, after.changed) == (set(), set(), {"ZoneRecord names-@-MX-mail.shop.example"})


def test_the_zone_answers_for_every_name_below_it():
    zone = ZONES.recorded().one(ZONES.zone).inputs
    assert (zone["zoneName"], zone["proxyPattern"]) == (DOMAIN, "ZONE")
    assert "resourceGroupId" not in zone


def test_a_resource_group_is_for_the_making_alone():
    zone = ZONES.recorded(resource_group="rg-one").one(ZONES.zone)
    assert zone.inputs["resourceGroupId"] == "rg-one"
    assert zone.ignore_changes == ("resourceGroupId",)
