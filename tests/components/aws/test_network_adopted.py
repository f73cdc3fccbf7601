"""Networks that exist on the simulated AWS, taken over by another stack or only read."""

from __future__ import annotations

from typing import Any

import pytest

from components.contracts import Adoption, FlowLogs
from tests.support.deployed import kinds, whole

SUBNET = "aws:ec2/subnet:Subnet"
TWO: dict[str, Any] = {"zones": ("a", "b"), "flow_logs": None}
BARE: dict[str, Any] = {**TWO, "endpoints": (), "data_acl": False, "close_default_security_group": False}
"""A network without what stands beside its parts, as one that was made by other means."""
NAMED = {
    "Vpc": "{}",
    "Subnet": "{}",
    "VpcIpv4CidrBlockAssociation": "{}",
    "InternetGateway": "{}",
    "NatGateway": "{}",
    "Eip": "eip-{}",
    "RouteTable": "table-{}",
}
"""By type, how a part is named in `Adoption.ids`, from its key in names."""


class TestAdoption:
    @pytest.fixture
    def ids(self, network):
        """The ids of a network that another stack made, by the keys that they are adopted under."""
        whole(network.up(**BARE))
        found = {}
        made = network.ids()
        for shown, identity in made.items():
            kind, _, key = shown.partition(" ")
            if kind in NAMED:
                found[NAMED[kind].format(key.removeprefix("nat-") if kind == "Eip" else key)] = identity
            if kind == "RouteTable":
                found[f"association-{key}"] = f"{made[f'Subnet {key}']}/{identity}"
                if not key.startswith("data"):
                    found[f"route-{key}"] = f"{identity}_0.0.0.0/0"
        return found

    def read(self, ids):
        return Adoption(
            ids={
                key: id_ for key, id_ in ids.items() if id_.startswith(("vpc-0", "subnet-", "rtb-", "eipalloc-")) and "/" not in id_
            },
            manage=False,
        )

    def test_a_whole_network_is_imported_and_then_unchanged(self, network, other, ids):
        adopt = Adoption(ids=ids)
        assert set(whole(other.preview(**BARE, adopt=adopt))) == set(whole(other.up(**BARE, adopt=adopt))) == {"import"}
        assert whole(other.preview(**BARE, adopt=adopt)) == {}
        imported = {name: identity for name, identity in other.ids().items() if not name.endswith("-found")}
        providers = {"aws site"}
        assert {n: i for n, i in imported.items() if n not in providers} == {
            n: i for n, i in network.ids().items() if n not in providers
        }

    def test_written_out_of_the_file_again_it_stays(self, other, ids):
        other.up(**BARE, adopt=Adoption(ids=ids))
        before = other.ids()
        assert set(whole(other.up(**BARE))) <= {"discard"}
        assert before.items() >= other.ids().items()

    def test_what_is_not_named_is_made(self, other, ids):
        adopt = Adoption(ids=ids)
        done = whole(other.up(**{**BARE, "zones": ("a", "b", "c"), "endpoints": ("s3", "sts")}, adopt=adopt))
        assert set(done) == {"import", "create"}
        assert {"Subnet private-c", "VpcEndpoint endpoint-sts"} <= done["create"]

    def test_tags_become_the_files_own(self, other, ids):
        done = whole(other.up(**BARE, adopt=Adoption(ids=ids), tags={"owner": "network"}))
        assert kinds(done["update"]) == {"Vpc", "Subnet", "RouteTable", "InternetGateway", "NatGateway", "Eip"}

    def test_endpoints_are_taken_over_with_the_tables_they_are_in(self, network, other, ids):
        with_endpoints = {**BARE, "endpoints": ("s3", "sts")}
        network.up(**with_endpoints)
        made = network.ids()
        s3, sts = made["VpcEndpoint endpoint-s3"], made["VpcEndpoint endpoint-sts"]
        more = {"endpoint-s3": s3, "endpoint-sts": sts}
        more |= {
            f"endpoint-s3-{tier}-{zone}": f"{s3}/{ids[f'table-{tier}-{zone}']}" for tier in ("private", "pods") for zone in "ab"
        }
        done = whole(other.up(**with_endpoints, adopt=Adoption(ids={**ids, **more})))
        assert kinds(done["create"]) == {"SecurityGroup", "SecurityGroupIngressRule"}
        assert done["update"] == {"VpcEndpoint endpoint-sts"}, "it is in the security group that is made"

    def test_the_default_group_of_a_vpc_that_is_named_is_left_alone(self, other, ids):
        closing = {**BARE, "close_default_security_group": True}
        assert set(whole(other.up(**closing, adopt=Adoption(ids=ids)))) == {"import"}
        assert whole(other.up(**closing))["create"] == {"DefaultSecurityGroup default-security-group"}

    def test_data_subnets_that_are_named_follow_the_acl_later(self, other, ids):
        guarded = {**BARE, "data_acl": True}
        assert "NetworkAclAssociation" not in kinds(whole(other.up(**guarded, adopt=Adoption(ids=ids)))["create"])
        assert whole(other.up(**guarded))["create"] == {"NetworkAclAssociation data-a", "NetworkAclAssociation data-b"}

    @pytest.mark.parametrize("manage", [True, False])
    def test_parts_that_do_not_fit_are_told_together_before_anything_happens(self, other, ids, aws, manage):
        swapped = {**ids, "private-a": ids["private-b"], "private-b": ids["private-a"]}
        swapped |= {f"association-private-{zone}": f"{swapped[f'private-{zone}']}/{ids[f'table-private-{zone}']}" for zone in "ab"}
        adopt = Adoption(ids=swapped) if manage else self.read(swapped)
        preview = other.preview(**BARE, adopt=adopt)
        said = other.errors(preview)
        assert preview.exit_code == 1
        for zone, elsewhere, has, planned in (
            ("a", "b", "10.32.32.0/20", "10.32.0.0/20"),
            ("b", "a", "10.32.0.0/20", "10.32.32.0/20"),
        ):
            identity = ids[f"private-{elsewhere}"]
            place = f"which has its place in ap-southeast-3{elsewhere}, expected ap-southeast-3{zone}, as the plan has it"
            assert f'adopt.ids.private-{zone}: "{identity}", {place}' in said
            assert f'"{identity}", which has {has}, expected {planned}, as the plan has it' in said
            assert f"fix: write pinned: {{private: {{{zone}: {has}}}}}, or name a subnet with {planned}" in said
        assert "Traceback" not in said
        assert other.up(**BARE, adopt=adopt).exit_code == 1
        assert aws.exists(SUBNET, ids["private-a"])

    def test_a_vpc_of_another_block_and_a_subnet_of_another_vpc(self, other, ids, aws):
        vpc = aws.make("aws:ec2/vpc:Vpc", cidrBlock="10.48.0.0/16")
        said = other.errors(other.preview(**BARE, adopt=Adoption(ids={"vpc": vpc, "private-a": ids["private-a"]})))
        assert f'adopt.ids.vpc: "{vpc}", which has 10.48.0.0/16, expected 10.32.0.0/16, as the plan has it' in said
        assert "fix: write cidr: 10.48.0.0/16, or name the VPC that has 10.32.0.0/16" in said
        assert f'"{ids["private-a"]}", which has its place in {ids["vpc"]}, expected {vpc}' in said

    def test_a_pinned_subnet_fits_where_it_is(self, other, aws):
        vpc = aws.make("aws:ec2/vpc:Vpc", cidrBlock="10.32.0.0/16")
        subnet = aws.make(SUBNET, vpcId=vpc, cidrBlock="10.32.200.0/24", availabilityZone="ap-southeast-3a")
        adopt = Adoption(ids={"vpc": vpc, "private-a": subnet})
        assert "pinned: {private: {a: 10.32.200.0/24}}" in other.errors(other.preview(**TWO, adopt=adopt))
        done = whole(other.up(**TWO, adopt=adopt, pinned={"private": {"a": "10.32.200.0/24"}}))
        assert done["import"] == {"Vpc vpc", "Subnet private-a"}
        assert other.ids()["Subnet private-a"] == subnet

    def test_a_network_that_is_only_read_gives_its_ids_and_stays_as_it_is(self, network, other, ids):
        result = other.up(**BARE, adopt=self.read(ids))
        assert whole(result) == {}
        assert result.outputs["subnets"] == {
            tier: {zone: ids[f"{tier}-{zone}"] for zone in "ab"} for tier in ("public", "private", "data", "pods")
        }
        assert result.outputs["egress"] == network.preview(**BARE).outputs["egress"]
        assert whole(other.preview(**BARE, adopt=self.read(ids))) == {}
        whole(other.destroy())
        assert whole(network.preview(**BARE)) == {}

    def test_nothing_is_made_beside_what_is_only_read(self, other, ids):
        other.up(**{**TWO, "flow_logs": FlowLogs(), "endpoints": ("s3", "sts")}, adopt=self.read(ids))
        assert kinds({name for name in other.ids() if "site" not in name}) <= {"Vpc", "Subnet", "RouteTable", "Eip"}

    def test_ids_that_are_read_are_known_in_a_preview(self, other, ids):
        assert other.preview(**BARE, adopt=self.read(ids)).outputs["subnets"]["data"] == {
            zone: ids[f"data-{zone}"] for zone in "ab"
        }

    def test_whatever_is_named_is_looked_at(self, other, ids):
        named = {**self.read(ids).ids, "nat-a": ids["nat-a"], "internet": ids["internet"], "pods": ids["pods"]}
        whole(other.preview(**BARE, adopt=Adoption(ids=named, manage=False)))
        for key, wrong in (("nat-a", "nat-0abc"), ("internet", "igw-0a"), ("pods", "vpc-cidr-assoc-0abcd")):
            adopt = Adoption(ids={**named, key: wrong}, manage=False)
            assert f"resource '{wrong}' does not exist" in other.errors(other.preview(**BARE, adopt=adopt))
