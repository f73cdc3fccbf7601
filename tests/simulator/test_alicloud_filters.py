"""Network ACLs and DHCP options sets of the simulated Alibaba Cloud."""

from __future__ import annotations

import pytest

from tests.support.alicloud_site import SWITCH, VPC, Site
from tests.support.simulated import RefusalError

ACL = "alicloud:vpc/networkAcl:NetworkAcl"
ATTACHED = "alicloud:vpc/vpcNetworkAclAttachment:VpcNetworkAclAttachment"
DHCP = "alicloud:vpc/dhcpOptionsSet:DhcpOptionsSet"
GIVEN = "alicloud:vpc/dhcpOptionsSetAttachment:DhcpOptionsSetAttachment"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def entry(**changes):
    return {"policy": "accept", "protocol": "all", "port": "-1/-1", "sourceCidrIp": "10.36.0.0/16", **changes}


@pytest.mark.parametrize(
    ("token", "property_", "before", "after", "replaced"),
    [
        (ACL, "vpcId", "vpc-a", "vpc-b", True),
        (ACL, "networkAclName", "a", "b", False),
        (ACL, "ingressAclEntries", [entry()], [entry(policy="drop")], False),
        (ATTACHED, "networkAclId", "nacl-a", "nacl-b", True),
        (ATTACHED, "resourceId", "vsw-a", "vsw-b", True),
        (DHCP, "domainName", "a.example", "b.example", False),
        (DHCP, "domainNameServers", "10.0.0.2", "10.0.0.3", False),
        (GIVEN, "dhcpOptionsSetId", "dopt-a", "dopt-b", True),
    ],
)
def test_what_replaces(site, token, property_, before, after, replaced):
    assert site.replaces(token, {property_: before}, {property_: after}) == ([property_] if replaced else [])


class TestNetworkAcls:
    def test_a_vswitch_has_one_at_most(self, site):
        switch, first, second = site.switch(), site.make(ACL, vpcId=site.vpc), site.make(ACL, vpcId=site.vpc)
        attached = {"resourceId": switch, "resourceType": "VSwitch"}
        assert site.make(ATTACHED, networkAclId=first, **attached) == f"{first}:{switch}"
        with pytest.raises(RefusalError, match="ResourceAlreadyAssociated"):
            site.make(ATTACHED, networkAclId=second, **attached)
        with pytest.raises(RefusalError, match="NetworkAclExistBinding"):
            site.delete(ACL, first)
        with pytest.raises(RefusalError, match="DependencyViolation"):
            site.delete(SWITCH, switch)

    def test_it_serves_its_own_vpc(self, site):
        other = site.make(VPC, cidrBlock="10.40.0.0/16")
        acl = site.make(ACL, vpcId=other)
        with pytest.raises(RefusalError, match="VpcIdMismatch"):
            site.make(ATTACHED, networkAclId=acl, resourceId=site.switch(), resourceType="VSwitch")

    def test_entries_are_counted_by_direction_and_version(self, site):
        entries = [entry() for _ in range(20)]
        six = [entry(ipVersion="IPv6", sourceCidrIp="2001:db8::/56")]
        assert site.make(ACL, vpcId=site.vpc, ingressAclEntries=[*entries, *six])
        with pytest.raises(RefusalError, match=r"QuotaExceeded.NetworkAclEntry: ingressAclEntries holds 21 IPv4 entries"):
            site.make(ACL, vpcId=site.vpc, ingressAclEntries=[*entries, entry()])

    @pytest.mark.parametrize(
        ("wrong", "path"),
        [
            ({"policy": "allow"}, "policy"),
            ({"protocol": "tcp"}, "port"),
            ({"port": "80/80"}, "port"),
            ({"sourceCidrIp": "10.36.0.1/16"}, "sourceCidrIp"),
        ],
    )
    def test_an_entry_that_no_acl_takes(self, site, wrong, path):
        _, failures = site.check(ACL, vpcId=site.vpc, ingressAclEntries=[entry(), entry(**wrong)])
        assert list(failures) == [f"ingressAclEntries[1].{path}"]


class TestDhcp:
    def test_a_vpc_has_one_set(self, site):
        first, second = (site.make(DHCP, dhcpOptionsSetName=name, domainName="x.example") for name in ("first", "second"))
        assert site.make(GIVEN, dhcpOptionsSetId=first, vpcId=site.vpc) == f"{site.vpc}:{first}"
        with pytest.raises(RefusalError, match=r"IncorrectStatus.Vpc"):
            site.make(GIVEN, dhcpOptionsSetId=second, vpcId=site.vpc)
        with pytest.raises(RefusalError, match=r"DependencyViolation.VpcAttachment"):
            site.delete(DHCP, first)

    def test_an_account_has_ten(self, site):
        for number in range(10):
            site.make(DHCP, dhcpOptionsSetName=f"set-{number}")
        with pytest.raises(RefusalError, match=r"QuotaExceeded.DhcpOptionsSet"):
            site.make(DHCP, dhcpOptionsSetName="one-more")

    @pytest.mark.parametrize(
        ("given", "path"),
        [
            ({"dhcpOptionsSetName": "1st"}, "dhcpOptionsSetName"),
            ({"domainNameServers": "10.0.0.1,10.0.0.2,10.0.0.3,10.0.0.4,10.0.0.5"}, "domainNameServers"),
        ],
    )
    def test_what_no_set_takes(self, site, given, path):
        assert list(site.check(DHCP, **given)[1]) == [path]
