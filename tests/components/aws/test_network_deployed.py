"""Networks on the simulated AWS, changed by the engine: what moves is what was named, and what exists is taken over."""

from __future__ import annotations

from typing import Any

import pytest

from components.addressing import ExtraTier
from components.contracts import Adoption, Dhcp, FlowLogs
from engine.result import Result
from tests.support.clouds import AWS
from tests.support.deployed import Deployed, changed
from tests.support.simulated import Provider

EIP, SUBNET = "aws:ec2/eip:Eip", "aws:ec2/subnet:Subnet"
TWO: dict[str, Any] = {"zones": ("a", "b"), "flow_logs": None}
BARE: dict[str, Any] = {**TWO, "endpoints": (), "data_acl": False, "close_default_security_group": False}
"""A network without what stands beside its parts, as one that was made by other means."""
EVERYTHING: dict[str, Any] = {
    "nat": "per_zone",
    "ipv6": True,
    "ipv6_on_launch": True,
    "tiers": {"cache": ExtraTier(like="data", slot=1), "batch": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/17")},
    "endpoints": ("s3", "dynamodb", "ecr.api", "sts"),
    "flow_logs": FlowLogs(to="storage", days=365),
    "data_from": ("10.36.0.0/16",),
    "dhcp": Dhcp(domain="corp.example", name_servers=("10.32.0.2",)),
    "ntp_servers": ("169.254.169.123",),
}
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


@pytest.fixture
def store(tmp_path):
    return tmp_path / "clouds.sqlite"


@pytest.fixture
def network(tmp_path, store):
    return Deployed(AWS, tmp_path / "one", store)


@pytest.fixture
def other(tmp_path, store):
    return Deployed(AWS, tmp_path / "two", store)


@pytest.fixture
def aws(store):
    return Provider("aws", store, region=AWS.region)


def whole(result: Result) -> dict[str, set[str]]:
    assert result.exit_code == 0, [diagnostic.message for diagnostic in result.diagnostics]
    return changed(result)


def kinds(names: set[str]) -> set[str]:
    return {name.split()[0] for name in names}


class TestEvolution:
    def test_all_of_it_comes_up_stays_and_goes(self, network):
        assert set(whole(network.up(**EVERYTHING))) == {"create"}
        assert whole(network.preview(**EVERYTHING)) == {}
        assert set(whole(network.destroy())) == {"delete"}
        assert network.ids() == {}

    def test_ipv6_is_given_to_what_stands(self, network):
        network.up(**TWO)
        before = network.ids()
        foreseen, done = whole(network.preview(**TWO, ipv6=True)), whole(network.up(**TWO, ipv6=True))
        assert foreseen == done
        subnets = {f"Subnet {tier}-{zone}" for tier in ("public", "private", "data", "pods") for zone in "ab"}
        assert done["update"] == {"Vpc vpc", *subnets}
        assert set(done) == {"create", "update"}
        assert kinds(done["create"]) == {"Route", "EgressOnlyInternetGateway", "NetworkAclRule"}
        assert network.ids().items() >= before.items()

    def test_addresses_on_launch_are_turned_on_and_off_in_place(self, network):
        network.up(**TWO, ipv6=True)
        for given in (True, False):
            done = whole(network.up(**TWO, ipv6=True, ipv6_on_launch=given))
            assert done == {"update": {f"Subnet {tier}-{zone}" for tier in ("private", "pods") for zone in "ab"}}

    def test_a_gateway_for_each_zone_leaves_the_first_and_its_address_alone(self, network):
        network.up(**TWO)
        before = network.ids()
        done = whole(network.up(**TWO, nat="per_zone"))
        assert done == {
            "create": {"Eip nat-b", "NatGateway nat-b"},
            "update": {"Route private-b-out", "Route pods-b-out"},
        }
        assert network.ids().items() >= before.items()

    def test_a_zone_comes_and_goes_alone(self, network):
        network.up(**TWO)
        before = network.ids()
        come = whole(network.up(**{**TWO, "zones": ("c", "a", "b")}))
        assert set(come) == {"create"}
        assert network.ids().items() >= before.items()
        gone = whole(network.up(**TWO))
        assert gone == {"delete": come["create"]}
        assert network.ids() == before

    def test_a_renamed_tier_replaces_nothing(self, network):
        tiers = {"cache": ExtraTier(like="data", slot=1), "batch": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/17")}
        network.up(**TWO, tiers=tiers)
        before = network.ids()
        renamed = {
            "queue": ExtraTier(like="data", slot=1, was=("cache",)),
            "bulk": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/17", was=("batch",)),
        }
        done = whole(network.up(**TWO, tiers=renamed))
        assert set(done) == {"update"}
        assert kinds(done["update"]) == {"Subnet", "RouteTable"}, "what is tagged with its name"
        assert sorted(network.ids().values()) == sorted(before.values())
        assert (
            whole(
                network.up(
                    **TWO, tiers={name: ExtraTier(like=tier.like, slot=tier.slot, cidr=tier.cidr) for name, tier in renamed.items()}
                )
            )
            == {}
        )

    def test_a_tier_renamed_without_its_earlier_name_is_another(self, network):
        network.up(**TWO, tiers={"cache": ExtraTier(like="data", slot=1)})
        done = whole(network.preview(**TWO, tiers={"sessions": ExtraTier(like="data", slot=1)}))
        assert {"Subnet cache-a", "Subnet cache-b"} <= done["delete"]

    def test_tags_change_nothing_but_tags(self, network):
        network.up(**EVERYTHING)
        before = network.ids()
        assert set(whole(network.up(**EVERYTHING, tags={"owner": "network"}))) == {"update"}
        assert network.ids() == before

    def test_another_block_that_may_reach_data_is_two_rules_more(self, network):
        network.up(**TWO)
        done = whole(network.up(**TWO, data_from=("10.36.0.0/16",)))
        assert done == {"create": {f"NetworkAclRule data-{way}-10-36-0-0-16" for way in ("from", "to")}}

    def test_flow_logs_move_and_nothing_else_does(self, network):
        network.up(**{**TWO, "flow_logs": FlowLogs()})
        done = whole(network.up(**{**TWO, "flow_logs": FlowLogs(to="storage")}))
        assert {name.split()[1] for names in done.values() for name in names} == {"flow-logs"}

    @pytest.mark.parametrize("keep", [True, False])
    def test_records_stay_where_they_are_when_flow_logs_move(self, network, aws, keep):
        held = {
            "LogGroup": "aws:cloudwatch/logGroup:LogGroup",
            "Bucket": "aws:s3/bucket:Bucket",
            "BucketLifecycleConfiguration": "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        }
        network.up(**{**TWO, "flow_logs": FlowLogs(keep=keep)})
        first = network.ids()
        whole(network.up(**{**TWO, "flow_logs": FlowLogs(to="storage", keep=keep)}))
        second = network.ids()
        whole(network.up(**{**TWO, "flow_logs": FlowLogs(keep=keep)}))
        assert network.ids()["LogGroup flow-logs"] != first["LogGroup flow-logs"]
        left = {kind: {**first, **second}[f"{kind} flow-logs"] for kind in held}
        assert {kind: aws.exists(held[kind], identity) for kind, identity in left.items()} == dict.fromkeys(held, keep)


class TestKeptAddresses:
    def test_an_address_outlives_a_gateway_that_is_replaced(self, network):
        network.up(**TWO)
        before = network.ids()
        moved = {**TWO, "pinned": {"public": {"a": "10.32.24.0/22"}}}
        done = whole(network.up(**moved))
        after = network.ids()
        assert "NatGateway nat-a" in done["delete-replaced"] & done["create-replacement"]
        assert after["NatGateway nat-a"] != before["NatGateway nat-a"]
        assert after["Eip nat-a"] == before["Eip nat-a"]
        assert not {name for names in done.values() for name in names if name.startswith("Eip")}

    def test_an_address_made_elsewhere_is_left_by_and_left_there(self, network, aws):
        identity, outputs = aws.create(EIP, domain="vpc")
        result = network.up(**TWO, nat_addresses={"a": identity})
        assert result.outputs["egress"] == {"a": outputs["publicIp"], "b": outputs["publicIp"]}
        assert "Eip nat-a" not in whole(result)["create"]
        whole(network.destroy())
        assert aws.exists(EIP, identity)

    def test_it_is_known_before_anything_is_made(self, network, aws):
        identity, outputs = aws.create(EIP, domain="vpc")
        assert network.preview(**TWO, nat_addresses={"a": identity}).outputs["egress"]["a"] == outputs["publicIp"]
        missing = network.preview(**TWO, nat_addresses={"a": "eipalloc-0abc"})
        assert "resource 'eipalloc-0abc' does not exist" in network.errors(missing)

    def test_naming_the_networks_own_address_lets_it_go(self, network, aws):
        network.up(**TWO)
        own = network.ids()["Eip nat-a"]
        assert whole(network.up(**TWO, nat_addresses={"a": own})) == {}
        assert aws.exists(EIP, own)
        whole(network.destroy())
        assert aws.exists(EIP, own)


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
