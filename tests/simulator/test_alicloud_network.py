"""VPCs, vSwitches, gateways and routes of the simulated Alibaba Cloud."""

from __future__ import annotations

import re

import pytest

from tests.support.alicloud_site import ASSOCIATION, EIP, NAT, SWITCH, VPC, Site
from tests.support.simulated import UNKNOWN, RefusalError

SECONDARY = "alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock"
IPV4_GATEWAY = "alicloud:vpc/ipv4Gateway:Ipv4Gateway"
ROUTE_TABLE = "alicloud:vpc/routeTable:RouteTable"
ROUTE = "alicloud:vpc/routeEntry:RouteEntry"
ATTACHMENT = "alicloud:vpc/routeTableAttachment:RouteTableAttachment"
SNAT = "alicloud:vpc/snatEntry:SnatEntry"
FLOW_LOG = "alicloud:vpc/flowLog:FlowLog"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def bound_address(site: Site, gateway: str) -> tuple[str, str]:
    """(id of the association, the address) of a new EIP bound to a NAT gateway."""
    eip, outputs = site.create(EIP)
    return site.make(ASSOCIATION, allocationId=eip, instanceId=gateway), outputs["ipAddress"]


class TestShapes:
    def test_ids_carry_their_kind_and_region(self, site):
        gateway, _ = site.gateway()
        for identity, prefix in ((site.vpc, "vpc"), (site.switch("10.36.16.0/20"), "vsw"), (gateway, "ngw")):
            assert re.fullmatch(rf"{prefix}-k1a[a-z0-9]{{18}}", identity)

    def test_ids_made_of_others(self, site):
        switch, table = site.switch(), site.make(ROUTE_TABLE, vpcId=site.vpc)
        gateway = site.make(IPV4_GATEWAY, vpcId=site.vpc)
        assert site.make(ATTACHMENT, routeTableId=table, vswitchId=switch) == f"{table}:{switch}"
        block = {"vpcId": site.vpc, "secondaryCidrBlock": "10.37.0.0/16"}
        assert site.make(SECONDARY, **block) == f"{site.vpc}:10.37.0.0/16"
        route = {"routeTableId": table, "destinationCidrblock": "0.0.0.0/0", "nexthopType": "Ipv4Gateway", "nexthopId": gateway}
        identity, outputs = site.create(ROUTE, **route)
        assert identity == f"{table}:{outputs['routerId']}:0.0.0.0/0:Ipv4Gateway:{gateway}"

    def test_a_route_table_has_the_router_of_its_vpc(self, site):
        _, vpc = site.create(VPC, cidrBlock="10.40.0.0/16")
        _, route = site.create(
            ROUTE,
            routeTableId=vpc["routeTableId"],
            destinationCidrblock="10.0.0.0/16",
            nexthopType="VpcPeer",
            nexthopId="vbr-x",
        )
        assert route["routerId"] == vpc["routerId"]

    def test_a_vpc_knows_its_system_route_table(self, site):
        _, outputs = site.create(VPC, cidrBlock="10.40.0.0/16", vpcName="other")
        assert re.fullmatch(r"vtb-k1a[a-z0-9]{18}", outputs["routeTableId"])
        assert outputs["routeTableId"] == outputs["routerTableId"]
        assert (outputs["status"], outputs["regionId"], outputs["name"]) == ("Available", "ap-southeast-5", "other")

    def test_what_only_the_cloud_tells_is_unknown_in_a_preview(self, site):
        identity, outputs = site.create(VPC, preview=True, cidrBlock="10.40.0.0/16")
        assert identity == ""
        assert outputs["routeTableId"] is UNKNOWN
        assert outputs["status"] == "Available"

    def test_an_update_leaves_computed_outputs_known(self, site):
        inputs = {"cidrBlock": "10.40.0.0/16", "vpcName": "a"}
        identity, before = site.create(VPC, **inputs)
        after = site.update(VPC, identity, before, preview=True, **{**inputs, "vpcName": "b"})
        assert after["routeTableId"] == before["routeTableId"]
        assert after["name"] == "b"


@pytest.mark.parametrize(
    ("token", "property_", "before", "after", "replaced"),
    [
        (VPC, "cidrBlock", "10.0.0.0/16", "10.1.0.0/16", False),
        (VPC, "userCidrs", ["10.0.0.0/8"], ["11.0.0.0/8"], True),
        (VPC, "vpcName", "a", "b", False),
        (SECONDARY, "secondaryCidrBlock", "10.0.0.0/16", "10.1.0.0/16", True),
        (SWITCH, "cidrBlock", "10.0.0.0/20", "10.0.16.0/20", True),
        (SWITCH, "zoneId", "ap-southeast-5a", "ap-southeast-5b", True),
        (SWITCH, "vpcId", "vpc-a", "vpc-b", True),
        (SWITCH, "vswitchName", "a", "b", False),
        (IPV4_GATEWAY, "vpcId", "vpc-a", "vpc-b", True),
        (IPV4_GATEWAY, "enabled", False, True, False),
        (NAT, "vswitchId", "vsw-a", "vsw-b", False),
        (NAT, "availabilityMode", "CrossAZ", "SingleAZ", True),
        (NAT, "internetChargeType", "PayByLcu", "PayBySpec", True),
        (ROUTE_TABLE, "associateType", "VSwitch", "Gateway", True),
        (ROUTE, "nexthopId", "ngw-a", "ngw-b", True),
        (ROUTE, "description", "a", "b", True),
        (ATTACHMENT, "routeTableId", "vtb-a", "vtb-b", True),
        (SNAT, "snatIp", "8.215.0.1", "8.215.0.2", False),
        (SNAT, "sourceVswitchId", "vsw-a", "vsw-b", True),
        (FLOW_LOG, "trafficType", "All", "Drop", True),
        (FLOW_LOG, "status", "Active", "Inactive", False),
    ],
)
def test_what_replaces(site, token, property_, before, after, replaced):
    assert site.replaces(token, {property_: before}, {property_: after}) == ([property_] if replaced else [])


class TestAddresses:
    @pytest.mark.parametrize(
        ("cidr", "reason"),
        [
            ("10.36.0.0/7", "the mask of 10.36.0.0/7|not an IPv4"),
            ("10.36.0.0/29", "the mask of 10.36.0.0/29 must be from /8 to /28"),
            ("10.36.0.1/16", "10.36.0.1/16 is not an IPv4 CIDR block"),
            ("nonsense", "nonsense is not an IPv4 CIDR block"),
            ("100.64.0.0/16", "overlaps 100.64.0.0/10, which the platform keeps"),
        ],
    )
    def test_blocks_that_no_vpc_may_have(self, site, cidr, reason):
        _, failures = site.check(VPC, cidrBlock=cidr)
        assert re.search(reason, failures["cidrBlock"])

    def test_an_unknown_block_is_no_fault(self, site):
        assert site.check(VPC, cidrBlock=UNKNOWN)[1] == {}

    def test_a_switch_must_lie_in_its_vpc(self, site):
        with pytest.raises(
            RefusalError, match=r"InvalidCidrBlock.Malformed: the CIDR block 10.37.0.0/20 lies outside 10.36.0.0/16"
        ):
            site.switch("10.37.0.0/20")

    def test_or_in_a_block_added_to_it(self, site):
        site.make(SECONDARY, vpcId=site.vpc, secondaryCidrBlock="10.37.0.0/16")
        assert site.switch("10.37.0.0/20").startswith("vsw-")

    def test_switches_must_not_overlap(self, site):
        first = site.switch("10.36.0.0/20")
        with pytest.raises(
            RefusalError, match=rf"InvalidCidrBlock.Overlapped: the CIDR block 10.36.8.0/21 overlaps that of {first}"
        ):
            site.switch("10.36.8.0/21")

    def test_secondary_blocks_must_not_overlap(self, site):
        with pytest.raises(RefusalError, match="OverlapCidrBlock"):
            site.make(SECONDARY, vpcId=site.vpc, secondaryCidrBlock="10.36.128.0/17")

    def test_a_zone_must_exist(self, site):
        with pytest.raises(RefusalError, match=r"InvalidZoneId.NotFound: the zone ap-southeast-5d does not exist"):
            site.switch(zone="d")

    def test_small_masks_are_refused_for_switches(self, site):
        assert "from /16 to /29" in site.check(SWITCH, vpcId="vpc-a", cidrBlock="10.36.0.0/30", zoneId="a")[1]["cidrBlock"]


class TestReferences:
    @pytest.mark.parametrize(
        ("token", "inputs", "code"),
        [
            (SWITCH, {"vpcId": "vpc-none", "cidrBlock": "10.0.0.0/24", "zoneId": "ap-southeast-5a"}, "InvalidVpcId.NotFound"),
            (IPV4_GATEWAY, {"vpcId": "vpc-none"}, "InvalidVpcId.NotFound"),
            (NAT, {"vpcId": "vpc-none", "vswitchId": "vsw-none"}, "InvalidVSwitchId.NotFound"),
            (ROUTE_TABLE, {"vpcId": "vpc-none"}, "InvalidVpcId.NotFound"),
            (ATTACHMENT, {"routeTableId": "vtb-none", "vswitchId": "vsw-none"}, "InvalidRouteTableId.NotFound"),
            (
                ROUTE,
                {"routeTableId": "vtb-x", "destinationCidrblock": "0.0.0.0/0", "nexthopId": "ngw-x", "nexthopType": "NatGateway"},
                "InvalidNatGatewayId.NotFound",
            ),
        ],
    )
    def test_what_is_named_must_exist(self, site, token, inputs, code):
        with pytest.raises(RefusalError, match=code):
            site.make(token, **inputs)

    def test_another_region_is_another_place(self, site, tmp_path):
        elsewhere = Site(tmp_path / "clouds.sqlite", region="ap-southeast-1")
        with pytest.raises(RefusalError, match=r"InvalidVpcId.NotFound"):
            elsewhere.make(IPV4_GATEWAY, vpcId=site.vpc)

    def test_a_nat_gateway_stands_in_a_switch_of_its_vpc(self, site):
        other = site.make(VPC, cidrBlock="10.40.0.0/16")
        switch = site.switch("10.40.0.0/20", vpcId=other)
        with pytest.raises(RefusalError, match="VpcIdMismatch"):
            site.make(NAT, vpcId=site.vpc, vswitchId=switch)

    def test_an_enhanced_gateway_needs_a_switch(self, site):
        assert "stands in a vSwitch" in site.check(NAT, vpcId="vpc-a")[1]["vswitchId"]


class TestDeletion:
    def test_a_vpc_outlives_what_stands_in_it(self, site):
        switch = site.switch()
        with pytest.raises(RefusalError, match=rf"DependencyViolation: the VPC '{site.vpc}' has dependencies .* {switch}"):
            site.delete(VPC, site.vpc)
        site.delete(SWITCH, switch)
        site.delete(VPC, site.vpc)
        assert not site.exists(VPC, site.vpc)

    def test_a_gateway_outlives_its_address_and_routes(self, site):
        gateway, _ = site.gateway()
        association, _ = bound_address(site, gateway)
        with pytest.raises(RefusalError, match=r"DependencyViolation.EIPS"):
            site.delete(NAT, gateway)
        site.delete(ASSOCIATION, association)
        site.delete(NAT, gateway)

    def test_an_address_outlives_its_association(self, site):
        gateway, _ = site.gateway()
        association, _ = bound_address(site, gateway)
        with pytest.raises(RefusalError, match="IncorrectEipStatus"):
            site.delete(EIP, association.split(":")[0])

    def test_an_association_outlives_the_snat_entries_over_it(self, site):
        switch = site.switch()
        gateway, outputs = site.gateway(vswitchId=switch)
        association, address = bound_address(site, gateway)
        entry = site.make(SNAT, snatTableId=outputs["snatTableIds"], snatIp=address, sourceVswitchId=switch)
        with pytest.raises(
            RefusalError, match=rf"InvalidIpStatus.HasBeenUsedBySnatTable: {address} is used by the SNAT entry {entry}"
        ):
            site.delete(ASSOCIATION, association, {"allocationId": association.split(":")[0]})
        site.delete(SNAT, entry)
        site.delete(ASSOCIATION, association, {"allocationId": association.split(":")[0]})

    def test_deletion_protection(self, site):
        gateway, outputs = site.gateway(deletionProtection=True)
        with pytest.raises(RefusalError, match=r"OperationDenied.DeletionProtection"):
            site.delete(NAT, gateway, outputs)

    def test_what_is_gone_is_deleted(self, site):
        site.delete(VPC, "vpc-k1anever")


class TestExclusion:
    def test_one_ipv4_gateway_a_vpc(self, site):
        site.make(IPV4_GATEWAY, vpcId=site.vpc)
        with pytest.raises(RefusalError, match="has an IPv4 gateway already"):
            site.make(IPV4_GATEWAY, vpcId=site.vpc)

    def test_one_route_table_a_switch(self, site):
        switch = site.switch()
        first, second = (site.make(ROUTE_TABLE, vpcId=site.vpc) for _ in range(2))
        site.make(ATTACHMENT, routeTableId=first, vswitchId=switch)
        with pytest.raises(RefusalError, match="is attached to a route table already"):
            site.make(ATTACHMENT, routeTableId=second, vswitchId=switch)

    def test_one_route_a_destination(self, site):
        table = site.make(ROUTE_TABLE, vpcId=site.vpc)
        route = {"routeTableId": table, "destinationCidrblock": "0.0.0.0/0", "nexthopType": "Instance"}
        site.make(ROUTE, nexthopId="i-a", **route)
        with pytest.raises(RefusalError, match=rf"RouterEntryConflict.Duplicated: {table} has a route to 0.0.0.0/0"):
            site.make(ROUTE, nexthopId="i-b", **route)

    def test_one_snat_entry_a_switch(self, site):
        switch = site.switch()
        gateway, outputs = site.gateway(vswitchId=switch)
        _, address = bound_address(site, gateway)
        entry = {"snatTableId": outputs["snatTableIds"], "snatIp": address, "sourceVswitchId": switch}
        site.make(SNAT, **entry)
        with pytest.raises(RefusalError, match="has an SNAT entry already"):
            site.make(SNAT, **entry)

    def test_an_snat_entry_uses_an_address_of_its_gateway(self, site):
        switch = site.switch()
        gateway, outputs = site.gateway(vswitchId=switch)
        _, loose = site.create(EIP)
        with pytest.raises(RefusalError, match=f"is not that of an EIP which is associated with {gateway}"):
            site.make(SNAT, snatTableId=outputs["snatTableIds"], snatIp=loose["ipAddress"], sourceVswitchId=switch)

    def test_an_snat_entry_has_one_source(self, site):
        entry = {"snatTableId": "stb-a", "snatIp": "8.215.0.1"}
        assert "exactly one of" in next(iter(site.check(SNAT, **entry)[1].values()))
        assert "exactly one of" in next(
            iter(site.check(SNAT, sourceCidr="10.0.0.0/24", sourceVswitchId="vsw-a", **entry)[1].values())
        )

    def test_custom_route_tables_are_nine_at_most(self, site):
        for _ in range(9):
            site.make(ROUTE_TABLE, vpcId=site.vpc)
        with pytest.raises(RefusalError, match=r"QuotaExceeded.RouteTable"):
            site.make(ROUTE_TABLE, vpcId=site.vpc)
