"""Hosted zones and records of the simulated Route 53."""

from __future__ import annotations

import re

import pytest

from tests.support.aws_site import RECORD, VPC, ZONE, Site
from tests.support.simulated import Provider, RefusalError

HOME = "us-east-1"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def dns(tmp_path, site):
    """The provider of the account, beside which the VPC's site has one of its own."""
    return Site(tmp_path / "clouds.sqlite", HOME)


def private(dns, site, **inputs):
    """The id, inputs and outputs of a private zone for the site's VPC."""
    given = {"name": "internal.example", "vpcs": [{"vpcId": site.vpc, "vpcRegion": "ap-southeast-3"}], **inputs}
    identity, outputs = dns.create(ZONE, **given)
    return identity, given, outputs


def record(dns, zone, name="db", **inputs):
    return dns.create(RECORD, zoneId=zone, name=name, **{"type": "A", "ttl": 60, "records": ["10.0.0.1"], **inputs})


class TestZones:
    def test_a_private_zone_has_the_names_of_one(self, dns, site):
        identity, _, outputs = private(dns, site)
        assert re.fullmatch(r"Z0[0-9A-Z]{19}", identity)
        assert outputs["zoneId"] == identity
        assert outputs["arn"] == f"arn:aws:route53:::hostedzone/{identity}"
        assert outputs["nameServers"][0] == "ns-0.awsdns-00.com."
        assert outputs["comment"] == "Managed by Pulumi"

    def test_a_public_zone_has_servers_of_its_own(self, dns):
        _, outputs = dns.create(ZONE, name="shop.example")
        assert len(set(outputs["nameServers"])) == 4
        assert outputs["primaryNameServer"] == outputs["nameServers"][0]

    def test_the_service_is_global(self, dns, site):
        identity, *_ = private(dns, site)
        assert site.exists(ZONE, identity)

    def test_a_vpc_must_exist_in_the_region_said(self, dns, site):
        with pytest.raises(RefusalError, match=r"InvalidVpcID.NotFound: The vpc ID 'vpc-0abc' does not exist"):
            private(dns, site, vpcs=[{"vpcId": "vpc-0abc", "vpcRegion": HOME}])
        with pytest.raises(RefusalError, match=f"InvalidVPCId: The VPC {site.vpc} does not exist in {HOME}"):
            private(dns, site, vpcs=[{"vpcId": site.vpc}])

    def test_a_vpc_of_another_account_is_not_there(self, tmp_path, site):
        other = Provider("aws", tmp_path / "clouds.sqlite", region=HOME, allowedAccountIds='["999922223333"]')
        with pytest.raises(RefusalError, match=r"InvalidVpcID\.NotFound"):
            private(other, site)

    def test_two_zones_of_a_name_cannot_have_one_vpc(self, dns, site):
        first, *_ = private(dns, site)
        with pytest.raises(
            RefusalError, match=f"ConflictingDomainExists: The VPC {site.vpc} in region .* the hosted zone {first} "
        ):
            private(dns, site)
        private(dns, site, name="other.example")

    def test_a_vpc_is_added_and_the_first_one_leaves(self, dns, site):
        identity, given, outputs = private(dns, site)
        second = dns.make(VPC, cidrBlock="10.1.0.0/16")
        vpcs = [{"vpcId": second, "vpcRegion": HOME}, *given["vpcs"]]
        outputs = dns.update(ZONE, identity, outputs, name=given["name"], vpcs=vpcs)
        outputs = dns.update(ZONE, identity, outputs, name=given["name"], vpcs=vpcs[:1])
        assert outputs["vpcs"] == vpcs[:1]

    def test_the_last_vpc_stays_and_a_public_zone_gets_none(self, dns, site):
        identity, given, outputs = private(dns, site)
        with pytest.raises(RefusalError, match="LastVPCAssociation"):
            dns.update(ZONE, identity, outputs, name=given["name"])
        public, outputs = dns.create(ZONE, name="shop.example")
        with pytest.raises(RefusalError, match="PublicZoneVPCAssociation"):
            dns.update(ZONE, public, outputs, name="shop.example", vpcs=given["vpcs"])

    def test_a_vpc_does_not_wait_for_its_zones(self, dns, site):
        private(dns, site)
        site.delete(VPC, site.vpc)
        assert not site.exists(VPC, site.vpc)

    def test_it_stays_while_it_has_records_unless_they_may_go_too(self, dns, site):
        identity, _, outputs = private(dns, site)
        name, _ = record(dns, identity)
        with pytest.raises(RefusalError, match="HostedZoneNotEmpty"):
            dns.delete(ZONE, identity, outputs)
        dns.delete(ZONE, identity, {**outputs, "forceDestroy": True})
        assert not dns.exists(ZONE, identity)
        assert not dns.exists(RECORD, name)


class TestRecords:
    @pytest.fixture
    def zone(self, dns, site):
        return private(dns, site)[0]

    def test_its_id_and_its_whole_name(self, dns, zone):
        identity, outputs = record(dns, zone)
        assert identity == f"{zone}_db_A"
        assert outputs["fqdn"] == "db.internal.example"
        assert record(dns, zone, "ntp.internal.example")[1]["fqdn"] == "ntp.internal.example"
        assert dns.read(RECORD, f"{zone}_db_A") == identity

    @pytest.mark.parametrize(
        ("inputs", "reason"),
        [
            ({"type": "ALIAS"}, "expected type to be one of"),
            ({"ttl": None}, "all of `records,ttl` must be specified"),
            ({"records": None}, "exactly one of aliases, records is needed"),
        ],
    )
    def test_what_the_provider_checks(self, dns, inputs, reason):
        given = {"zoneId": "a", "name": "a", "type": "A", "ttl": 60, "records": ["10.0.0.1"], **inputs}
        _, failures = dns.check(RECORD, **{key: value for key, value in given.items() if value is not None})
        assert [failure for failure in failures.values() if reason in failure]

    def test_a_name_has_one_record_of_a_type(self, dns, zone):
        record(dns, zone)
        with pytest.raises(
            RefusalError, match=r"Tried to create resource record set \[name='db.*', type='A'\] but it already exists"
        ):
            record(dns, zone, "db.internal.example")
        record(dns, zone, type="TXT", records=["x"])

    def test_a_cname_stands_alone_and_not_at_the_apex(self, dns, zone):
        record(dns, zone)
        with pytest.raises(
            RefusalError, match=r"RRSet of type CNAME with DNS name db.internal.example. is not permitted as it conflicts"
        ):
            record(dns, zone, type="CNAME", records=["x.example"])
        with pytest.raises(RefusalError, match=r"is not permitted at apex in zone internal.example"):
            record(dns, zone, "internal.example", type="CNAME", records=["x.example"])

    def test_an_address_becomes_an_alias_in_one_change(self, dns, zone):
        identity, outputs = record(dns, zone)
        outputs = dns.update(RECORD, identity, outputs, zoneId=zone, name="db", type="CNAME", ttl=60, records=["x.example"])
        assert outputs["type"] == "CNAME"
        assert dns.read(RECORD, f"{zone}_db_CNAME") == identity
        with pytest.raises(RefusalError, match=r"conflicts"):
            record(dns, zone, type="TXT", records=["x"])

    def test_its_zone_must_exist(self, dns):
        with pytest.raises(RefusalError, match="NoSuchHostedZone: No hosted zone found with ID: Z0"):
            record(dns, "Z0")

    def test_four_hundred_values_and_no_more(self, dns, zone):
        with pytest.raises(RefusalError, match="Number of records limit of 400 exceeded"):
            record(dns, zone, records=[f"10.0.{number // 256}.{number % 256}" for number in range(401)])
