"""Zones, their networks and their records of the simulated PrivateZone."""

from __future__ import annotations

import re

import pytest

from tests.support.alicloud_site import VPC, Site
from tests.support.simulated import RefusalError

ZONE = "alicloud:pvtz/zone:Zone"
NETWORKS = "alicloud:pvtz/zoneAttachment:ZoneAttachment"
RECORD = "alicloud:pvtz/zoneRecord:ZoneRecord"
HERE, HOME = "ap-southeast-5", "ap-southeast-1"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def dns(tmp_path):
    """The provider of the account, beside which the VPC's site has one of its own."""
    return Site(tmp_path / "clouds.sqlite", region=HOME)


@pytest.fixture
def zone(dns):
    return dns.make(ZONE, zoneName="internal.example")


def vpcs(site):
    return [{"vpcId": site.vpc, "regionId": HERE}]


def record(dns, zone, rr="db", **inputs):
    return dns.create(RECORD, zoneId=zone, rr=rr, **{"type": "A", "value": "10.36.0.4", **inputs})


class TestZones:
    def test_its_id_and_what_it_is_unless_told_otherwise(self, dns):
        identity, outputs = dns.create(ZONE, zoneName="internal.example")
        assert re.fullmatch(r"[0-9a-f]{32}", identity)
        assert (outputs["zoneName"], outputs["name"], outputs["proxyPattern"]) == ("internal.example", "internal.example", "ZONE")
        assert (outputs["isPtr"], outputs["recordCount"]) == (False, 0)
        assert dns.create(ZONE, zoneName="32.10.in-addr.arpa")[1]["isPtr"] is True

    def test_the_service_is_global(self, dns, site, zone):
        assert site.exists(ZONE, zone)

    def test_its_name_and_its_group_replace_it(self, dns):
        before = {"zoneName": "a.example", "resourceGroupId": "rg-1", "remark": "x", "proxyPattern": "ZONE", "tags": {"a": "b"}}
        after = {"zoneName": "b.example", "resourceGroupId": "rg-2", "remark": "y", "proxyPattern": "RECORD", "tags": {}}
        assert dns.replaces(ZONE, before, after) == ["resourceGroupId", "zoneName"]

    @pytest.mark.parametrize(
        ("inputs", "reason"),
        [
            ({}, "exactly one of zoneName, name"),
            ({"zoneName": "a.example", "proxyPattern": "zone"}, "expected proxyPattern to be one of"),
        ],
    )
    def test_what_the_provider_checks(self, dns, inputs, reason):
        _, failures = dns.check(ZONE, **inputs)
        assert [failure for failure in failures.values() if reason in failure]

    def test_it_stays_while_networks_are_bound_and_takes_its_records_along(self, dns, site, zone):
        name, _ = record(dns, zone)
        bound, outputs = dns.create(NETWORKS, zoneId=zone, vpcs=vpcs(site))
        with pytest.raises(RefusalError, match=r"Zone\.VpcExists"):
            dns.delete(ZONE, zone)
        dns.delete(NETWORKS, bound, outputs)
        dns.delete(ZONE, zone)
        assert not dns.exists(RECORD, name)


class TestNetworks:
    def test_one_attachment_binds_them_all(self, dns, site, zone):
        identity, outputs = dns.create(NETWORKS, zoneId=zone, vpcs=vpcs(site))
        assert identity == zone
        with pytest.raises(RefusalError, match="has an attachment already"):
            dns.create(NETWORKS, zoneId=zone, vpcs=vpcs(site))
        second = dns.make(VPC, cidrBlock="10.40.0.0/16")
        more = [{"vpcId": second, "regionId": HOME}, *vpcs(site)]
        assert dns.update(NETWORKS, identity, outputs, zoneId=zone, vpcs=more)["vpcs"] == more

    def test_only_the_zone_replaces_it_and_their_order_means_nothing(self, dns):
        both = [{"vpcId": "vpc-1", "regionId": HOME}, {"vpcId": "vpc-2", "regionId": HERE}]
        assert dns.replaces(NETWORKS, {"zoneId": "a", "vpcs": both}, {"zoneId": "b", "vpcs": both[:1]}) == ["zoneId"]
        assert not dns.diff(NETWORKS, {"zoneId": "a", "vpcs": both}, {"zoneId": "a", "vpcs": both[::-1]}).detailedDiff

    def test_a_network_must_exist_in_the_region_said(self, dns, site, zone):
        with pytest.raises(RefusalError, match=r"InvalidVpcId.NotFound: the VPC 'vpc-none' does not exist"):
            dns.create(NETWORKS, zoneId=zone, vpcs=[{"vpcId": "vpc-none", "regionId": HERE}])
        with pytest.raises(RefusalError, match=f"ZoneVpc.NotExists.VpcId: the VPC {site.vpc} does not exist in {HOME}"):
            dns.create(NETWORKS, zoneId=zone, vpcIds=[site.vpc])

    def test_two_zones_of_a_name_cannot_have_one_network(self, dns, site, zone):
        dns.create(NETWORKS, zoneId=zone, vpcs=vpcs(site))
        second, other = dns.make(ZONE, zoneName="internal.example"), dns.make(ZONE, zoneName="other.example")
        with pytest.raises(RefusalError, match=f"the VPC {site.vpc} is bound to the zone {zone} of the same name already"):
            dns.create(NETWORKS, zoneId=second, vpcs=vpcs(site))
        dns.create(NETWORKS, zoneId=other, vpcs=vpcs(site))


class TestRecords:
    def test_its_id_and_what_it_is_unless_told_otherwise(self, dns, zone):
        identity, outputs = record(dns, zone)
        assert re.fullmatch(rf"[1-9]\d{{9}}:{zone}", identity)
        assert (outputs["recordId"], outputs["ttl"], outputs["priority"]) == (identity.split(":")[0], 60, 1)

    def test_only_the_zone_replaces_it(self, dns):
        before = {"zoneId": "a", "rr": "a", "type": "A", "value": "10.0.0.1", "ttl": 60, "priority": 1}
        after = {"zoneId": "b", "rr": "b", "type": "MX", "value": "x.example", "ttl": 30, "priority": 2}
        assert dns.replaces(RECORD, before, after) == ["zoneId"]

    @pytest.mark.parametrize(
        ("inputs", "reason"),
        [
            ({"type": "AAAA"}, "expected type to be one of"),
            ({"priority": 100}, "in the range (1 - 99)"),
            ({"rr": None}, "exactly one of rr"),
        ],
    )
    def test_what_the_provider_checks(self, dns, inputs, reason):
        given = {"zoneId": "a", "rr": "a", "type": "A", "value": "10.0.0.1", **inputs}
        _, failures = dns.check(RECORD, **{key: value for key, value in given.items() if value is not None})
        assert [failure for failure in failures.values() if reason in failure]

    def test_a_time_that_the_service_does_not_keep(self, dns, zone):
        record(dns, zone, ttl=86400)
        with pytest.raises(RefusalError, match="InvalidTtl: the TTL 300 is none of 5, 30, 60, 3600, 43200, 86400"):
            record(dns, zone, "ntp", ttl=300)

    def test_values_stand_beside_each_other_and_a_cname_beside_none(self, dns, zone):
        record(dns, zone)
        record(dns, zone, value="10.36.0.5")
        record(dns, zone, type="TXT", value="x")
        with pytest.raises(RefusalError, match=r"db has the A record 10.36.0.4 already"):
            record(dns, zone)
        with pytest.raises(RefusalError, match="beside which CNAME cannot stand"):
            record(dns, zone, type="CNAME", value="x.example")
        alias, outputs = record(dns, zone, "alias", type="CNAME", value="x.example")
        with pytest.raises(RefusalError, match="beside which A cannot stand"):
            record(dns, zone, "alias")
        assert dns.update(RECORD, alias, outputs, zoneId=zone, rr="alias", type="CNAME", value="y.example")["value"] == "y.example"

    def test_its_zone_must_exist(self, dns):
        with pytest.raises(RefusalError, match=r"Zone\.NotExists: the zone 'none' does not exist"):
            record(dns, "none")
