"""What a network promises, on every cloud alike."""

from __future__ import annotations

import re
from typing import ClassVar, get_origin, get_type_hints

import pulumi
import pytest

from components import contracts
from components.addressing import TIERS, subnets
from components.errors import ArgumentsError
from tests.support.clouds import CIDR, CLOUDS, PODS, TAGS, Cloud
from tests.support.mocks import ID_PREFIX, UNKNOWN, changes, record
from tests.support.recorded_networks import leading_out, network, root, tables

pytestmark = pytest.mark.parametrize("cloud", CLOUDS, ids=str)


def test_it_satisfies_the_protocol(cloud: Cloud):
    def program():
        assert isinstance(cloud.make_network(), contracts.Network)

    record(program)


def test_its_outputs_are_exactly_what_the_protocol_names(cloud: Cloud):
    named = {name for name, hint in get_type_hints(contracts.Network).items() if get_origin(hint) is not ClassVar}
    assert (root(cloud, network(cloud)).outputs or {}).keys() == named


def test_its_inputs_show_every_argument_as_plain_values(cloud: Cloud):
    inputs = root(cloud, network(cloud, nat="per_zone")).inputs
    shown = {key: inputs[key] for key in ("region", "zones", "cidr", "pods", "nat", "flow_logs", "tags")}
    assert shown == {
        "region": cloud.region,
        "zones": ["a", "b", "c"],
        "cidr": CIDR,
        "pods": PODS,
        "nat": "per_zone",
        "flow_logs": {"to": "logs", "days": 90, "traffic": "all", "keep": True},
        "tags": TAGS,
    }


def test_every_child_stands_directly_under_it_and_begins_with_its_name(cloud: Cloud):
    found = network(cloud, nat="per_zone")
    component = root(cloud, found)
    children = [each for each in found.values() if each is not component]
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("net-") for child in children)


def test_every_tier_has_a_subnet_in_every_zone_at_its_address(cloud: Cloud):
    found = network(cloud)
    blocks = {each.name: each.inputs["cidrBlock"] for each in found.of(cloud.types["subnet"])}
    cut = subnets(("a", "b", "c"), cidr=CIDR, pods=PODS)
    assert blocks == {f"net-{tier}-{zone}": cut[tier][zone] for tier in TIERS for zone in "abc"}
    by_tier = {tier: {zone: f"{ID_PREFIX}net-{tier}-{zone}" for zone in "abc"} for tier in TIERS}
    assert (root(cloud, found).outputs or {})["subnets"] == by_tier


def test_every_zone_has_its_own_route_tables(cloud: Cloud):
    found = network(cloud, nat="per_zone")
    table = {
        "public": "public",
        "private": "private-{zone}",
        "pods": "private-{zone}",
        "data": "data",
    }
    if "route-table-per-tier" in cloud.network.Network.capabilities:
        table = {tier: f"{tier}-{{zone}}" for tier in TIERS}
    expected = {tier: {zone: f"{ID_PREFIX}net-{form.format(zone=zone)}" for zone in "abc"} for tier, form in table.items()}
    told = (root(cloud, found).outputs or {})["route_tables"]
    assert told == expected
    assert {ID_PREFIX + each.name for each in found.of(cloud.types["table"])} == tables(told, *TIERS)
    followed = {each.name: each.inputs["routeTableId"] for each in found.of(cloud.types["association"])}
    assert followed == {f"net-{tier}-{zone}": told[tier][zone] for tier in TIERS for zone in "abc"}


def test_data_subnets_have_no_way_out(cloud: Cloud):
    found = network(cloud, nat="per_zone")
    told = (root(cloud, found).outputs or {})["route_tables"]
    assert leading_out(cloud, found) == tables(told, "public", "private", "pods")
    assert not leading_out(cloud, found) & tables(told, "data")


@pytest.mark.parametrize(("nat", "gateways"), [("none", []), ("single", ["a"]), ("per_zone", ["a", "b", "c"])])
def test_nat_gateways_stand_where_they_are_asked_for(cloud: Cloud, nat: str, gateways: list[str]):
    found = network(cloud, nat=nat)
    assert [each.name for each in found.of(cloud.types["gateway"])] == [f"net-nat-{zone}" for zone in gateways]
    assert [each.name for each in found.of(cloud.types["address"])] == [f"net-nat-{zone}" for zone in gateways]
    egress = (root(cloud, found).outputs or {})["egress"]
    assert len(set(egress.values())) == len(gateways)
    assert sorted(egress) == (["a", "b", "c"] if gateways else [])


def test_without_nat_only_public_tables_lead_out(cloud: Cloud):
    found = network(cloud, nat="none")
    assert leading_out(cloud, found) == tables((root(cloud, found).outputs or {})["route_tables"], "public")


def test_nobody_gets_a_public_address_by_default(cloud: Cloud):
    found = network(cloud)
    assert not [each for each in found.values() if each.inputs.get("mapPublicIpOnLaunch")]


def test_flow_logs_are_recorded_unless_refused(cloud: Cloud):
    (log,) = network(cloud).of(cloud.types["flow log"])
    assert log.inputs["trafficType"].upper() == "ALL"
    assert network(cloud, flow_logs=None).of(cloud.types["flow log"]) == []
    assert log.delete_before_replace  # two at once would record everything twice, or be refused


def test_flow_logs_are_kept_as_long_as_asked(cloud: Cloud):
    days = [
        each.inputs.get("retentionInDays", each.inputs.get("retentionPeriod"))
        for each in network(cloud, flow_logs=contracts.FlowLogs(days=365)).values()
    ]
    assert [kept for kept in days if kept] == [365]


def test_records_outlive_the_stack_unless_told_otherwise(cloud: Cloud):
    kept = {each.type for each in network(cloud).values() if each.retain_on_delete}
    assert kept == set(cloud.types["records"].split())
    assert not [each for each in network(cloud, flow_logs=contracts.FlowLogs(keep=False)).values() if each.retain_on_delete]


def test_tags_reach_everything_that_carries_tags(cloud: Cloud):
    tagged = [each for each in network(cloud, nat="per_zone").values() if "tags" in each.inputs]
    assert len(tagged) > 20
    assert all(each.inputs["tags"].items() >= TAGS.items() for each in tagged)


def test_the_first_preview_knows_what_follows_from_the_arguments(cloud: Cloud):
    outputs = root(cloud, record(cloud.make_network, preview=True)).outputs or {}
    assert (outputs["zones"], outputs["cidr"], outputs["id"]) == (["a", "b", "c"], CIDR, UNKNOWN)


def test_options_reach_every_child(cloud: Cloud):
    seen: list[str] = []

    def watch(args: pulumi.ResourceTransformationArgs) -> None:
        seen.append(args.name)

    def program():
        provider = cloud.provider("jakarta")
        options = pulumi.ResourceOptions(
            provider=provider, protect=True, transformations=[watch], aliases=[pulumi.Alias(name="old")]
        )
        cloud.make_network(opts=options)

    found = record(program)
    component = root(cloud, found)
    children = found.children(component)
    (provider,) = found.of(f"pulumi:providers:{cloud.name}")
    assert {child.provider for child in children} == {f"{provider.urn}::{provider.id}"}
    assert all(child.protect for child in children)
    assert sorted(seen) == sorted([component.name, *(child.name for child in children)])
    # The engine derives the children's aliases from this one, since their names begin with the component's.
    assert [alias["spec"]["name"] for alias in component.aliases] == ["old"]


def test_transforms_are_registered_with_it(cloud: Cloud):
    found = record(lambda: cloud.make_network(opts=pulumi.ResourceOptions(transforms=[lambda _: None])))
    assert root(cloud, found).transforms == 1


def test_ipv6_comes_to_what_is_there(cloud: Cloud):
    with_ipv6 = record(lambda: cloud.make_network(ipv6=True), outputs=cloud.answer)
    added, removed, _ = changes(network(cloud), with_ipv6)
    assert removed == set()
    assert not [name for name in added if name.startswith(("Subnet", "Switch", "Vpc", "Network ", "NatGateway", "Eip "))]
    egress = any("EgressOnly" in name or "Ipv6" in name for name in added)
    assert egress or "egress-only-ipv6" not in cloud.network.Network.capabilities


def test_flow_logs_go_to_storage_where_a_cloud_can(cloud: Cloud):
    storage = contracts.FlowLogs(to="storage")
    if "flow-logs-to-storage" in cloud.network.Network.capabilities:
        found = record(lambda: cloud.make_network(flow_logs=storage), outputs=cloud.answer)
        assert len(found.of(cloud.types["flow log"])) == 1
    else:
        with pytest.raises(ArgumentsError, match=r"flow_logs\.to"):
            cloud.network_args(flow_logs=storage)


def test_an_address_made_elsewhere_is_not_made(cloud: Cloud):
    found = record(
        lambda: cloud.make_network(nat="per_zone", nat_addresses={"b": "eip-0abc"}), reads={"eip-0abc": {}}, outputs=cloud.answer
    )
    assert [each.name for each in found.of(cloud.types["address"])] == ["net-nat-a", "net-nat-c"]
    assert "eip-0abc" in found.read.values()
    assert set((root(cloud, found).outputs or {})["egress"]) == set("abc")


def test_every_capability_is_one_that_the_contract_explains(cloud: Cloud):
    explained = set(re.findall(r"^ {8}([a-z0-9-]+):", contracts.Network.__doc__ or "", re.MULTILINE))
    assert explained >= cloud.network.Network.capabilities
