"""What links open: ACLs before linked tiers, and a fleet's ports where it says so."""

from __future__ import annotations

import pytest

from tests.support.linked import plan, text

RULE = "aws:ec2/networkAclRule:NetworkAclRule"
ACL = "alicloud:vpc/networkAcl:NetworkAcl"


@pytest.fixture(scope="module")
def before():
    return plan(text())


class TestAcls:
    def test_a_linked_data_tier_lets_the_other_site_in_at_both_ends(self, before):
        alone = plan(text("").replace("    links:\n", ""))
        opened = {each.name for each in before.of(RULE)} - {each.name for each in alone.of(RULE)}
        assert opened == {"jakarta-data-from-10-36-0-0-16", "jakarta-data-to-10-36-0-0-16"}
        entries = before.one(ACL, "batam-data").inputs
        assert "10.32.0.0/16" in {each["sourceCidrIp"] for each in entries["ingressAclEntries"]}
        assert "10.32.0.0/16" in {each["destinationCidrIp"] for each in entries["egressAclEntries"]}

    def test_one_that_is_written_lets_it_in_too_as_it_lets_the_network_itself(self):
        found = plan(text(acls="{private: {}}"))
        assert "jakarta-private-from-10-36-0-0-16" in {each.name for each in found.of(RULE)}

    def test_one_that_does_not_let_the_network_itself_in_is_left_alone(self):
        found = plan(text(acls="{private: {inside: false, inward: [{blocks: [192.168.0.0/24]}]}}"))
        assert [each.name for each in found.of(RULE) if each.name.startswith("jakarta-private") and "10-36" in each.name] == []

    @pytest.mark.parametrize(("via", "passes"), [("vpn", False), ("transit", True)])
    def test_what_comes_by_transit_passes_the_private_tier_for_whichever_tier_it_is(self, via, passes):
        links = f"      - {{between: [jakarta, batam], via: {via}, tiers: [data]}}\n"
        rules = {each.name for each in plan(text(links, acls="{private: {}}")).of(RULE)}
        assert ("jakarta-private-from-10-36-0-0-16" in rules, "jakarta-private-to-10-36-0-0-16" in rules) == (passes, passes)
        assert "jakarta-data-from-10-36-0-0-16" in rules

    def test_a_tier_that_is_not_linked_is_closed_as_before(self):
        found = plan(text("      - {between: [jakarta, batam], tiers: [private]}\n"))
        assert [each.name for each in found.of(RULE) if "10-36" in each.name] == []


@pytest.mark.parametrize(("said", "opened"), [("", False), ("        open_to_links: true\n", True)], ids=["closed", "open"])
def test_a_fleets_ports_are_open_to_linked_sites_where_it_says_so(said, opened):
    fleet = f"""    fleets:
      transcoder:
        sites: all
        capacity: {{fixed: 2}}
        ports: [9000]
{said}        aws: {{images: {{ap-southeast-3: ami-0a1b2c3d4e5f67890}}, types: [c7i.large]}}
        alicloud: {{images: {{ap-southeast-5: m-k1a0example0transcoder}}, types: [ecs.c7.large]}}
"""
    found = plan(f"{text()}{fleet}")
    on_aws = {each.inputs.get("cidrIpv4") for each in found.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")}
    on_alicloud = {each.inputs.get("cidrIp") for each in found.of("alicloud:ecs/securityGroupRule:SecurityGroupRule")}
    assert ("10.36.0.0/16" in on_aws, "10.32.0.0/16" in on_alicloud) == (opened, opened)
