"""Network ACLs and DHCP options of the simulated AWS."""

from __future__ import annotations

import re

import pytest

from tests.support.aws_site import ACL, ACL_RULE, BEHIND_ACL, DHCP, TOLD, VPC, Site
from tests.support.simulated import RefusalError

ALLOW = {"ruleNumber": 100, "protocol": "-1", "ruleAction": "allow", "cidrBlock": "10.0.0.0/16"}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def acl(site):
    return site.make(ACL, vpcId=site.vpc)


def test_a_rule_is_named_by_what_it_is(site, acl):
    rule = site.make(ACL_RULE, networkAclId=acl, **ALLOW)
    assert re.fullmatch(r"acl-0[0-9a-f]{16}", acl)
    assert re.fullmatch(r"nacl-\d+", rule)
    assert site.read(ACL_RULE, f"{acl}:100:-1:false") == rule
    assert site.read(ACL_RULE, f"{acl}:100:-1:true") == site.read(ACL_RULE, acl) == ""


def test_a_number_is_taken_once_in_a_direction(site, acl):
    site.make(ACL_RULE, networkAclId=acl, **ALLOW)
    site.make(ACL_RULE, networkAclId=acl, egress=True, **ALLOW)
    with pytest.raises(RefusalError, match=r"^NetworkAclEntryAlreadyExists: .* identified by 100 already exists.$"):
        site.make(ACL_RULE, networkAclId=acl, **{**ALLOW, "protocol": "tcp", "cidrBlock": "10.1.0.0/16"})


@pytest.mark.parametrize("number", [0, 32767])
def test_numbers_have_bounds(site, acl, number):
    with pytest.raises(RefusalError, match=rf"^InvalidParameterValue: Value \({number}\) for parameter ruleNumber"):
        site.make(ACL_RULE, networkAclId=acl, **{**ALLOW, "ruleNumber": number})


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"ipv6CidrBlock": "2001:db8::/56"}, ""),
        ({"cidrBlock": None}, ""),
        ({"cidrBlock": "10.0.0.1/16"}, "cidrBlock"),
        ({"ruleAction": "refuse"}, "ruleAction"),
        ({"protocol": "carrier-pigeon"}, "protocol"),
    ],
)
def test_what_a_rule_cannot_be(site, inputs, field):
    assert set(site.check(ACL_RULE, networkAclId="acl-1", **{**ALLOW, **inputs})[1]) == {field}


def test_forty_rules_are_the_most(site, acl):
    for number in range(1, 41):
        site.make(ACL_RULE, str(number), networkAclId=acl, **{**ALLOW, "ruleNumber": number})
    with pytest.raises(RefusalError, match=rf"^NetworkAclEntryLimitExceeded: .* {acl} has been reached"):
        site.make(ACL_RULE, networkAclId=acl, **ALLOW)
    ipv6 = {**ALLOW, "cidrBlock": None, "ipv6CidrBlock": "2001:db8::/56"}
    site.make(ACL_RULE, networkAclId=acl, **ipv6)
    site.make(ACL_RULE, networkAclId=acl, egress=True, **ALLOW)


def test_an_acl_that_goes_lets_its_subnets_go(site, acl):
    rule = site.make(ACL_RULE, networkAclId=acl, **ALLOW)
    association = site.make(BEHIND_ACL, networkAclId=acl, subnetId=site.subnet())
    with pytest.raises(RefusalError, match=rf"^DependencyViolation: The vpc '{site.vpc}'"):
        site.delete(VPC, site.vpc)
    site.delete(ACL, acl)
    assert not site.exists(ACL_RULE, rule)
    assert not site.exists(BEHIND_ACL, association)


def test_the_default_acl_takes_rules_too(site):
    _, outputs = site.create(VPC, "other", cidrBlock="10.0.0.0/16")
    site.make(ACL_RULE, networkAclId=outputs["defaultNetworkAclId"], **ALLOW)
    with pytest.raises(RefusalError, match=r"^InvalidNetworkAclID.NotFound: The networkAcl ID 'acl-1' does not exist"):
        site.make(ACL_RULE, networkAclId="acl-1", **ALLOW)


def test_options_belong_to_vpcs_and_hold_none(site):
    options = site.make(DHCP, domainName="corp.example", domainNameServers=["AmazonProvidedDNS"])
    association, outputs = site.create(TOLD, vpcId=site.vpc, dhcpOptionsId=options)
    assert association == f"{options}-{site.vpc}"
    assert site.read(TOLD, site.vpc) == association
    other = site.make(DHCP, "other", domainName="shop.example")
    site.update(TOLD, association, outputs, vpcId=site.vpc, dhcpOptionsId=other)
    site.delete(DHCP, options)
    site.delete(VPC, site.vpc)


def test_options_say_something_and_name_four_servers_at_most(site):
    with pytest.raises(RefusalError, match=r"^MissingParameter: "):
        site.make(DHCP)
    with pytest.raises(RefusalError, match=r"parameter ntpServers is invalid. At most four"):
        site.make(DHCP, ntpServers=[f"10.0.0.{number}" for number in range(5)])
