"""Networks on the simulated Alibaba Cloud, changed by the engine: what moves is what was named, and what exists is taken over."""

from __future__ import annotations

import pytest

from components.addressing import ExtraTier
from components.contracts import Adoption, Dhcp
from tests.support.deployed import Deployed, whole
from tests.support.simulated import Provider

EIP = "alicloud:ecs/eipAddress:EipAddress"
TWO = {"zones": ("a", "b"), "flow_logs": None}
NAMED = {
    "Network": "{}",
    "Switch": "{}",
    "Ipv4CidrBlock": "{}",
    "Ipv4Gateway": "{}",
    "NatGateway": "{}",
    "EipAddress": "eip-{}",
    "RouteTable": "table-{}",
    "RouteTableAttachment": "attachment-{}",
    "RouteEntry": "route-{}",
    "SnatEntry": "snat-{}",
}
"""By type, how a part is named in `Adoption.ids`, from its key in names."""


def parts(of: Deployed) -> dict[str, str]:
    """The ids of a network by the keys that they are adopted under."""
    found = {}
    for shown, identity in of.ids().items():
        kind, _, key = shown.partition(" ")
        if kind in NAMED:
            key = key.removesuffix("-out").removeprefix("nat-" if kind == "EipAddress" else "")
            found[NAMED[kind].format(key)] = identity
    return found


class TestEvolution:
    def test_all_of_it_comes_up_stays_and_goes(self, network):
        everything = {
            "nat": "per_zone",
            "ipv6": True,
            "tiers": {"cache": ExtraTier(like="data", slot=1), "bulk": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/16")},
            "dhcp": Dhcp(domain="corp.example", name_servers=("192.168.1.1",)),
            "data_from": ("192.168.10.0/24",),
            "endpoints": ("oss", "com.aliyuncs.privatelink.ap-southeast-5.oss"),
            "registries": {"cri-abc": "b"},
        }
        assert set(whole(network.up(**everything))) == {"create"}
        assert whole(network.preview(**everything)) == {}
        assert set(whole(network.destroy())) == {"delete"}
        assert network.ids() == {}

    def test_ipv6_is_given_to_what_stands_and_taken_from_it(self, network):
        network.up()
        ids = network.ids()
        given = whole(network.up(ipv6=True))
        assert given == {
            "create": {"Ipv6Gateway internet-ipv6", "RouteEntry public-out-ipv6"},
            "update": {"Network vpc", "NetworkAcl data", *(key for key in ids if key.startswith("Switch"))},
        }
        assert whole(network.preview(ipv6=True)) == {}
        assert set(whole(network.up())) == {"update", "delete"}
        assert network.ids() == ids

    def test_a_gateway_for_each_zone_leaves_the_first_and_its_address_alone(self, network):
        network.up()
        before = network.ids()
        did = whole(network.up(nat="per_zone"))
        after = network.ids()
        gateways = {f"{kind} nat-{zone}" for kind in ("EipAddress", "NatGateway", "EipAssociation") for zone in "bc"}
        assert did["create"] == gateways
        assert did["replace"] == {
            *(f"RouteEntry private-{zone}-out" for zone in "bc"),
            *(f"SnatEntry {tier}-{zone}-out" for tier in ("private", "pods") for zone in "bc"),
        }
        assert {key for key, identity in before.items() if after[key] != identity} == did["replace"]

    def test_a_zone_comes_and_goes_alone(self, network):
        network.up(zones=("a", "c"))
        before = network.ids()
        did = whole(network.up(zones=("a", "b", "c")))
        assert set(did) == {"create"}
        assert all(key.removesuffix("-out").endswith("-b") for key in did["create"])
        assert whole(network.up(zones=("c", "a"))) == {"delete": did["create"]}
        assert network.ids() == before

    def test_a_renamed_tier_replaces_nothing(self, network):
        tiers = {"cache": ExtraTier(like="data", slot=1), "bulk": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/16")}
        renamed = {
            "redis": ExtraTier(like="data", slot=1, was=("cache",)),
            "jobs": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/16", was=("bulk",)),
        }
        network.up(tiers=tiers)
        before = set(network.ids().values())
        did = whole(network.up(tiers=renamed))
        assert set(did) == {"update"}
        assert {key.split()[0] for key in did["update"]} == {"Switch", "SnatEntry"}
        assert set(network.ids().values()) == before

    def test_a_tier_renamed_without_its_earlier_name_is_another(self, network):
        network.up(tiers={"cache": ExtraTier(like="data", slot=1)})
        did = whole(network.preview(tiers={"redis": ExtraTier(like="data", slot=1)}))
        assert {"Switch redis-a"} <= did["create"]
        assert {"Switch cache-a"} <= did["delete"]

    def test_tags_change_nothing_but_tags(self, network):
        network.up(nat="per_zone")
        assert set(whole(network.up(nat="per_zone", tags={"owner": "another"}))) == {"update"}


class TestKeptAddresses:
    def test_an_address_made_elsewhere_is_left_by_and_left_there(self, network, store):
        cloud = Provider("alicloud", store, region="ap-southeast-5")
        kept, told = cloud.create(EIP)
        network.up(nat_addresses={"a": kept})
        assert network.ids()["EipAssociation nat-a"].startswith(f"{kept}:")
        assert whole(network.preview(nat_addresses={"a": kept})) == {}
        assert (
            cloud.found("alicloud:vpc/snatEntry:SnatEntry", network.ids()["SnatEntry pods-b-out"])[0]["snatIp"] == told["ipAddress"]
        )
        network.destroy()
        assert cloud.exists(EIP, kept)

    def test_naming_the_networks_own_address_lets_it_go(self, network, store):
        network.up()
        address = network.ids()["EipAddress nat-a"]
        assert whole(network.up(nat_addresses={"a": address})) == {}
        network.destroy()
        assert Provider("alicloud", store, region="ap-southeast-5").exists(EIP, address)


class TestAdoption:
    @pytest.fixture
    def ids(self, network):
        whole(network.up(nat="per_zone", data_acl=False, **TWO))
        return parts(network)

    def test_a_whole_network_is_imported_and_then_unchanged(self, other, ids):
        asked = {"adopt": Adoption(ids=ids), "nat": "per_zone", "data_acl": False, **TWO}
        assert set(whole(other.preview(**asked))) == {"import"}
        assert set(whole(other.up(**asked))) == {"import"}
        assert whole(other.preview(**asked)) == {}
        assert parts(other) == ids

    def test_written_out_of_the_file_again_it_stays(self, other, ids):
        asked = {"nat": "per_zone", "data_acl": False, **TWO}
        other.up(adopt=Adoption(ids=ids), **asked)
        assert set(whole(other.up(**asked))) == {"discard"}
        assert parts(other) == ids

    def test_what_is_not_named_is_made(self, network, other):
        network.up(nat="none", data_acl=False, **TWO)
        named = {key: identity for key, identity in parts(network).items() if key in ("vpc", "private-a", "internet")}
        did = whole(other.preview(adopt=Adoption(ids=named), nat="none", **TWO))
        assert did["import"] == {"Network vpc", "Switch private-a", "Ipv4Gateway internet"}
        assert "Switch private-b" in did["create"]

    def test_tags_and_names_become_the_files_own(self, other, ids):
        asked = {"adopt": Adoption(ids=ids), "nat": "per_zone", "data_acl": False, **TWO}
        did = whole(other.up(tags={"owner": "another"}, **asked))
        assert set(did) == {"import", "update"}
        assert whole(other.preview(tags={"owner": "another"}, **asked)) == {}

    def test_parts_that_do_not_fit_are_told_together_before_anything_happens(self, other, ids):
        swapped = {**ids, "private-a": ids["private-b"], "private-b": ids["private-a"], "data-a": ids["data-b"]}
        del swapped["data-b"]
        result = other.preview(adopt=Adoption(ids=swapped), nat="per_zone", data_acl=False, **TWO)
        text = other.errors(result)
        assert result.exit_code != 0
        assert (
            f'net: adopt.ids.private-a: "{ids["private-b"]}", which has the zone ap-southeast-5b, expected ap-southeast-5a' in text
        )
        assert f'adopt.ids.data-a: "{ids["data-b"]}", which has the block 10.32.52.0/22, expected 10.32.20.0/22' in text
        assert "fix: write pinned.data.a: 10.32.52.0/22, or name another vSwitch" in text
        assert "Traceback" not in text

    def test_a_vpc_of_another_block(self, other, ids):
        result = other.preview(adopt=Adoption(ids={"vpc": ids["vpc"]}), cidr="10.44.0.0/16", nat="none", **TWO)
        text = other.errors(result)
        assert f'adopt.ids.vpc: "{ids["vpc"]}", which has the block 10.32.0.0/16, expected 10.44.0.0/16, as the plan has it' in text

    def test_a_network_that_is_only_read_gives_its_ids_and_stays_as_it_is(self, network, other, ids):
        asked = {"adopt": Adoption(ids=ids, manage=False), "nat": "per_zone", **TWO}
        told = other.up(**asked).outputs
        assert whole(other.preview(**asked)) == {}
        assert told["subnets"] == {
            tier: {zone: ids[f"{tier}-{zone}"] for zone in "ab"} for tier in ("public", "private", "data", "pods")
        }
        assert told["tables"]["pods"]["b"] == ids["table-private-b"]
        assert len(set(told["egress"].values())) == 2
        assert set(whole(other.destroy())) == {"discard"}
        assert whole(network.preview(nat="per_zone", data_acl=False, **TWO)) == {}

    def test_a_network_that_was_managed_is_let_go_by_reading_it(self, network, ids):
        asked = {"nat": "per_zone", "data_acl": False, **TWO}
        assert whole(network.preview(adopt=Adoption(ids=ids, manage=False), **asked)) == {}

    def test_ids_that_are_read_are_known_in_a_preview(self, other, ids):
        result = other.preview(adopt=Adoption(ids=ids, manage=False), nat="per_zone", **TWO)
        assert result.outputs["subnets"]["private"]["a"] == ids["private-a"]
