"""The network ACL before the data tier on AWS: rules, their numbers and their order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.aws.network_acl import rule_numbers
from tests.support.aws_networks import TIERS, network
from tests.support.mocks import Recorded, Recording, changes

ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule"


class TestDataAcl:
    def rules(self, found: Recording) -> dict[str, Recorded]:
        return {rule.name: rule for rule in found.of(ACL_RULE)}

    def test_what_is_not_the_networks_or_named_stays_out(self):
        rules = self.rules(network(data_from=("10.36.0.0/16",), tiers=TIERS, ipv6=True))
        allowed = {
            "cidr": "10.32.0.0/16",
            "pods": "10.33.0.0/16",
            "10-34-0-0-17": "10.34.0.0/17",
            "10-36-0-0-16": "10.36.0.0/16",
            "ipv6": "2001:db8:1234:5600::/56",
        }
        peers = {name: rule.inputs.get("cidrBlock") or rule.inputs["ipv6CidrBlock"] for name, rule in rules.items()}
        assert peers == {f"net-data-{way}-{key}": block for way in ("from", "to") for key, block in allowed.items()}
        assert {rule.inputs["ruleAction"] for rule in rules.values()} == {"allow"}

    def test_what_comes_in_is_answered_on_whichever_port(self):
        rules = self.rules(network())
        for key in ("cidr", "pods"):
            inward, outward = rules[f"net-data-from-{key}"].inputs, rules[f"net-data-to-{key}"].inputs
            assert (inward["egress"], outward["egress"]) == (False, True)
            assert inward["protocol"] == outward["protocol"] == "-1"
            assert inward["ruleNumber"] == outward["ruleNumber"]

    def test_no_subnet_comes_behind_it_before_its_rules_are_there(self):
        found = network(data_from=("10.36.0.0/16",))
        rules = {rule.urn for rule in self.rules(found).values()}
        associations = found.of("aws:ec2/networkAclAssociation:NetworkAclAssociation")
        assert len(associations) == 3
        assert all(rules <= set(association.dependencies) for association in associations)

    def test_it_can_be_left_out(self):
        assert not [each for each in network(data_acl=False).values() if "networkAcl" in each.type]

    def test_another_block_touches_no_rule(self):
        before = network(data_from=("10.36.0.0/16", "10.40.0.0/16"))
        after = network(data_from=("10.52.0.0/16", "10.40.0.0/16", "10.36.0.0/16"))
        added, removed, changed = changes(before, after)
        assert (removed, changed) == (set(), {f"NetworkAclAssociation net-data-{zone}" for zone in "abc"})
        for zone in "abc":  # which wait for the new rules too, and that is all
            old, new = (
                each.one("aws:ec2/networkAclAssociation:NetworkAclAssociation", f"net-data-{zone}") for each in (before, after)
            )
            assert old.inputs == new.inputs
        assert added == {"NetworkAclRule net-data-from-10-52-0-0-16", "NetworkAclRule net-data-to-10-52-0-0-16"}

    def test_a_block_of_the_network_that_is_named_again_has_one_rule(self):
        assert self.rules(network(data_from=("10.32.0.0/16",))).keys() == self.rules(network()).keys()

    @given(st.sets(st.integers(0, 255).map(lambda number: f"10.{number}.0.0/16"), min_size=1, max_size=19), st.randoms())
    def test_every_block_has_a_number_of_its_own_whatever_their_order(self, blocks, random):
        numbers = rule_numbers(blocks)
        assert len(set(numbers.values())) == len(blocks)
        assert all(1 <= number <= 32766 for number in numbers.values())
        shuffled = list(blocks)
        random.shuffle(shuffled)
        assert rule_numbers(shuffled) == numbers

    def test_the_blocks_of_a_private_range_cut_into_sixteenths_keep_their_numbers_among_any_others(self):
        blocks = [f"10.{number}.0.0/16" for number in range(256)]
        alone = {block: rule_numbers([block])[block] for block in blocks}
        moved = [block for block, number in rule_numbers(blocks).items() if number != alone[block]]
        assert len(moved) <= 2
