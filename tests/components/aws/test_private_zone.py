"""What Route 53 has its own way."""

from __future__ import annotations

from tests.support.zones import AWS_ZONES as ZONES
from tests.support.zones import DOMAIN


def test_a_record_holds_all_its_values_under_its_whole_name():
    found = ZONES.recorded()
    assert {each.name: (each.inputs["name"], each.inputs["records"]) for each in found.of(ZONES.record)} == {
        "names-orders-db": (f"orders-db.{DOMAIN}", ["orders.shop.example"]),
        "names-ntp": (f"ntp.{DOMAIN}", ["10.32.0.10", "10.36.0.10"]),
        "names-@-MX": (DOMAIN, ["10 mail.shop.example", "20 mail.spare.example"]),
        "names-@-TXT": (DOMAIN, ["v=spf1 -all"]),
        "names-_ldap._tcp-SRV": (f"_ldap._tcp.{DOMAIN}", ["0 5 636 directory.shop.example"]),
        "names-@any.apps": (f"*.apps.{DOMAIN}", ["10.32.0.80"]),
    }
    assert {each.inputs["zoneId"] for each in found.of(ZONES.record)} == {"id-of-names-zone"}


def test_the_networks_stand_in_the_zone_and_in_no_association():
    found = ZONES.recorded()
    zone = found.one(ZONES.zone).inputs
    assert zone["name"] == DOMAIN
    assert zone["vpcs"] == [
        {"vpcId": "id-of-jakarta-vpc", "vpcRegion": "ap-southeast-3"},
        {"vpcId": "id-of-singapore-vpc", "vpcRegion": "ap-southeast-1"},
    ]
    assert found.of("aws:route53/zoneAssociation:ZoneAssociation") == []


def test_a_zone_with_records_of_others_is_not_deleted_unless_it_may_be():
    assert ZONES.recorded().one(ZONES.zone).inputs["forceDestroy"] is False
    assert ZONES.recorded(force_destroy=True).one(ZONES.zone).inputs["forceDestroy"] is True
