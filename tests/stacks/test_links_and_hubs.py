"""Sites of both clouds joined as an environment says: what reaches what, what a site that comes touches, and what is refused."""

from __future__ import annotations

from itertools import permutations

import pytest

from stacks.environment import EnvironmentFaults
from stacks.topology import build
from tests.stacks.conftest import another_site, edited, source
from tests.support.mocks import Recording, record
from tests.support.walking import Roads, answers

SITES = "    sites:\n"
SUBNETS = {"aws:ec2/subnet:Subnet", "alicloud:vpc/switch:Switch"}


NEAR = another_site("near", "alicloud", 34, region="ap-southeast-5")
ON_AWS, ON_ALICLOUD = another_site("lion-aws", "aws", 40), another_site("lion-alicloud", "alicloud", 44)


def text(links: str, *more: str) -> str:
    """The small environment, Jakarta on AWS and Batam on Alibaba Cloud, with its links and more sites; nothing runs in it."""
    whole = edited({SITES: f"    links: {links}\n{SITES}{''.join(more)}"})
    return whole[: whole.index("    clusters:")]


def plan(links: str, *more: str) -> Recording:
    return record(lambda: build(source(text(links, *more), releases="").loaded()), stack="test", outputs=answers)


def paths(found: Recording, tier: str = "private") -> dict[tuple[str, str], list[str] | None]:
    """The networks and gateways between every two subnets of a tier, by their sites."""
    roads = Roads(found.values())
    end = f"-{tier}-a"
    blocks = {
        each.name.removesuffix(end): each.inputs["cidrBlock"]
        for each in found.values()
        if each.type in SUBNETS and each.name.endswith(end)
    }
    return {(one, other): roads.walk(blocks[one], blocks[other]) for one, other in permutations(blocks, 2)}


@pytest.fixture(scope="module")
def mesh():
    return plan("mesh", ON_AWS, ON_ALICLOUD)


@pytest.fixture(scope="module")
def hub():
    return plan("{hub: jakarta}", ON_AWS, ON_ALICLOUD)


@pytest.mark.parametrize("tier", ["private", "pods"])
def test_every_two_sites_of_a_mesh_reach_each_other_and_pass_no_third(mesh, tier):
    found = paths(mesh, tier)
    assert len(found) == 12
    sites = {"jakarta", "batam", "lion-aws", "lion-alicloud"}
    for (one, other), passed in found.items():
        assert passed is not None, (one, other)
        assert not [step for step in passed for third in sites - {one, other} if f"{third}-" in step]


@pytest.mark.parametrize("tier", ["private", "pods"])
def test_every_two_sites_of_a_hub_reach_each_other_through_it(hub, tier):
    for (one, other), passed in paths(hub, tier).items():
        assert passed is not None, (one, other)
        assert any("jakarta-transit" in step for step in passed)


def test_a_tier_that_is_not_linked_leads_nowhere(mesh, hub):
    for found in (mesh, hub):
        assert set(paths(found, "data").values()) == {None}


def test_sites_on_one_cloud_are_joined_by_what_it_has_for_that(mesh):
    links = {each.name: each.inputs["via"] for each in mesh.of("nusantara:multicloud:Link")}
    assert links == {
        "batam--jakarta": "vpn",
        "batam--lion-alicloud": "transit",
        "batam--lion-aws": "vpn",
        "jakarta--lion-alicloud": "vpn",
        "jakarta--lion-aws": "peering",
        "lion-alicloud--lion-aws": "vpn",
    }


def test_a_hub_joins_by_transit_and_its_spokes_on_the_other_cloud_by_tunnels_to_that(hub):
    assert {each.inputs["via"] for each in hub.of("nusantara:multicloud:Link")} == {"transit"}
    assert {each.name for each in hub.of("nusantara:multicloud:TransitGateway")} == {"jakarta-transit", "lion-aws-transit"}
    assert {each.name for each in hub.of("nusantara:multicloud:LinkGateway")} == {"batam-link", "lion-alicloud-link"}
    assert hub.of("aws:ec2/vpnGateway:VpnGateway") == []
    assert hub.of("nusantara:multicloud:EnterpriseNetwork") == []


@pytest.mark.parametrize(("kind", "links"), [("mesh", "mesh"), ("hub", "{hub: jakarta}")])
def test_a_site_that_comes_touches_nothing_of_what_joins_the_others(kind, links, request):
    before, after = plan(links, ON_ALICLOUD), request.getfixturevalue(kind)
    lost = {
        urn
        for urn, each in before.items()
        if each.custom and (urn not in after or after[urn].inputs != each.inputs) and each.type != "pulumi:pulumi:Stack"
    }
    # A network's ACL names who may come to its data tier: of a tier that is linked that is every site.
    assert {urn for urn in lost if "networkAcl" not in urn and "NetworkAcl" not in urn} == set()


def test_links_of_a_site_may_name_tiers_of_their_own_where_its_end_is_a_transit_gateway():
    links = "[{between: [jakarta, batam], via: transit}, {between: [jakarta, lion-alicloud], via: transit, tiers: [data]}]"
    found = plan(links, ON_ALICLOUD)
    assert paths(found)["jakarta", "batam"] is not None
    assert paths(found)["jakarta", "lion-alicloud"] is None
    assert paths(found, "data")["jakarta", "lion-alicloud"] is not None
    assert paths(found, "data")["lion-alicloud", "jakarta"] is not None


def test_a_link_between_two_accounts_names_the_other(mesh):
    found = plan("{between: [jakarta, lion-aws]}", another_site("lion-aws", "aws", 40, account="444455556666"))
    peering = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
    assert found.one(peering).inputs["peerOwnerId"] == "444455556666"
    assert "peerOwnerId" not in mesh.one(peering).inputs


HUB_ON_ALICLOUD = (
    '7:13 links.hub: "batam", with jakarta, lion-aws on AWS, expected a site on AWS: a VPN gateway on Alibaba Cloud hands nothing on to other '
    "regions there; fix: write hub: jakarta, or mesh"
)
REFUSED = {
    "a peering between clouds": (
        "{between: [jakarta, batam], via: peering}",
        (
            "7:40 links.via: peering between batam and jakarta, expected vpn or transit, which join two sites on AWS and Alibaba Cloud; "
            "fix: write via: vpn"
        ),
    ),
    "a VPN within a cloud": (
        "{between: [jakarta, lion-aws], via: vpn}",
        (
            "7:43 links.via: vpn between jakarta and lion-aws, expected peering or transit, which join two sites on AWS; "
            "fix: write via: peering"
        ),
    ),
    "a VPN between all": (
        "{mesh: [jakarta, lion-aws], via: vpn}",
        (
            "7:40 links.via: vpn between jakarta and lion-aws, expected peering or transit, which join two sites on AWS; "
            "fix: leave via out: each pair then has what is usual"
        ),
    ),
    "a peering with a hub": (
        "{hub: jakarta, via: peering}",
        (
            "7:27 links.via: peering with a hub, expected transit, since what two spokes send each other passes through the hub; "
            "fix: write via: transit, or mesh"
        ),
    ),
    "a hub that does not exist": ("{hub: jakrata}", '7:13 links.hub: "jakrata", expected a site of this environment'),
    "a hub that could hand nothing on": ("{hub: batam}", HUB_ON_ALICLOUD),
    "a bandwidth where none can be said": (
        "{between: [jakarta, lion-aws], mbps: 100}",
        "7:43 links.mbps: 100, expected nothing, since AWS bounds what passes between its regions by nothing; fix: remove it",
    ),
    "a bandwidth of nothing": (
        "{between: [batam, lion-alicloud], mbps: 0}",
        "7:46 links.mbps: 0, expected what passes between two regions at most, in Mbit/s; fix: write 200",
    ),
    "keys without tunnels": (
        "{between: [jakarta, lion-aws], keys: {tunnel1: a-key}}",
        "7:43 links.keys: keys, expected none, since the link has no tunnels; fix: remove them",
    ),
}


@pytest.mark.parametrize(("links", "told"), REFUSED.values(), ids=REFUSED)
def test_what_links_cannot_be_is_told_at_its_place(links, told):
    with pytest.raises(EnvironmentFaults) as refusal:
        source(text(links, ON_AWS, ON_ALICLOUD), releases="").loaded()
    assert f"stacks/Pulumi.test.yaml:{told}" in str(refusal.value)


def test_in_production_what_a_transit_gateway_drops_alarms_someone():
    whole = text("{between: [jakarta, lion-aws], via: transit}", ON_AWS).replace("tier: staging", "tier: production")
    with pytest.raises(EnvironmentFaults) as refusal:
        source(whole, releases="").loaded()
    told = str(refusal.value)
    for where in ("jakarta", "lion-aws"):
        assert f"sites.{where}.alarms: missing, expected where alarms of its transit gateway go, in production" in told


def test_in_production_what_cen_drops_alarms_someone():
    whole = text("{between: [batam, lion-alicloud]}", ON_ALICLOUD).replace("tier: staging", "tier: production")
    with pytest.raises(EnvironmentFaults, match=r"sites\.batam\.alarms: missing, expected where alarms of its transit router go"):
        source(whole, releases="").loaded()


@pytest.mark.parametrize(
    ("links", "fix"), [("{between: [jakarta, twin], via: transit}", "write via: peering"), ("{hub: jakarta}", "write mesh")]
)
def test_transit_gateways_that_are_peered_are_in_two_regions(links, fix):
    twin = another_site("twin", "aws", 44, region="ap-southeast-3")
    with pytest.raises(EnvironmentFaults) as refusal:
        source(text(links, twin), releases="").loaded()
    told = [str(each) for each in refusal.value.faults]
    assert any(
        "jakarta and twin, both in ap-southeast-3, expected sites in two regions" in each and each.endswith(fix) for each in told
    )
    assert source(text("{between: [jakarta, twin]}", twin), releases="").loaded()


@pytest.mark.parametrize(
    ("links", "fix"), [("{between: [batam, twin], via: transit}", "write via: peering"), ("{hub: batam}", "write mesh")]
)
def test_transit_routers_are_in_two_regions_of_one_account(links, fix):
    twin = another_site("twin", "alicloud", 44, region="ap-southeast-5", account="5999999999999999")
    with pytest.raises(EnvironmentFaults) as refusal:
        source(text(links, twin), releases="").loaded()
    told = str(refusal.value)
    assert (
        f"batam and twin, both in ap-southeast-5, expected sites in two regions for transit, since CEN has one transit router in each; fix: {fix}"
        in told
    )
    assert "batam and twin, in two accounts, expected sites of one account for transit" in told


def test_what_cen_cannot_join_is_peered():
    links = "[{mesh: [batam, near, other], mbps: 500}, {between: [batam, lion-alicloud]}, {between: [near, lion-alicloud], via: peering}]"
    found = plan(
        links, ON_ALICLOUD, NEAR, another_site("other", "alicloud", 46, region="ap-northeast-2", account="5999999999999999")
    )
    assert {each.name: each.inputs["via"] for each in found.of("nusantara:multicloud:Link")} == {
        "batam--lion-alicloud": "transit",
        "batam--near": "peering",
        "batam--other": "peering",
        "lion-alicloud--near": "peering",
        "near--other": "peering",
    }
    asked = {each.name: each.inputs for each in found.of("alicloud:vpc/peerConnection:PeerConnection")}
    assert {name: (each["acceptingAliUid"], each.get("bandwidth")) for name, each in asked.items()} == {
        "batam--near-batam": (5012345678901234, None),
        "batam--other-batam": (5999999999999999, 500),
        "lion-alicloud--near-lion-alicloud": (5012345678901234, 200),
        "near--other-near": (5999999999999999, 500),
    }
    reached = paths(found)
    for one, other in (("batam", "near"), ("near", "other"), ("near", "lion-alicloud")):
        assert reached[one, other] is not None
        assert reached[other, one] is not None
    assert reached["lion-alicloud", "other"] is None


def test_two_sites_of_a_region_have_one_transit_router():
    with pytest.raises(EnvironmentFaults) as refusal:
        source(text("{mesh: [batam, near, lion-alicloud]}", ON_ALICLOUD, NEAR), releases="").loaded()
    assert str(refusal.value).endswith(
        "7:13 links.mesh: transit at batam and near, both in ap-southeast-5, expected transit at one of them, since CEN has one transit router "
        "in a region; fix: write the links of near with via: peering"
    )


def test_an_account_that_is_asked_is_written():
    nobody = NEAR.replace(next(line for line in NEAR.splitlines(keepends=True) if "account:" in line), "")
    with pytest.raises(EnvironmentFaults) as refusal:
        source(text("{between: [batam, near], via: peering}", nobody), releases="").loaded()
    assert "sites.near.account: missing, expected the account of near, which batam asks for a peering by its id" in str(
        refusal.value
    )


@pytest.mark.parametrize(
    ("cloud", "centre", "fix"),
    [
        ("alicloud", "jakarta", "write via: transit"),
        ("aws", "batam", "write a hub on AWS for some of the others, and join it with that alone"),
    ],
)
def test_a_vpn_gateway_has_ten_connections_which_are_five_links(cloud, centre, fix):
    more = [another_site(f"s{block}", cloud, block) for block in (34, 38, 40, 42, 44)]
    others = ["batam" if centre == "jakarta" else "jakarta", *(f"s{block}" for block in (34, 38, 40, 42, 44))]
    pairs = [f"{{between: [{centre}, {other}]}}" for other in others]
    with pytest.raises(EnvironmentFaults) as refusal:
        source(text(f"[{', '.join(pairs)}]", *more), releases="").loaded()
    (told,) = refusal.value.faults
    assert "links[5]: 6 VPNs at " in str(told)
    assert str(told).endswith(f"expected 5 at most: a VPN gateway has ten connections, and a link takes two; fix: {fix}")
    assert source(text(f"[{', '.join(pairs[:5])}]", *more), releases="").loaded()
    by_transit = [pair.replace("]}", "], via: transit}") for pair in pairs]
    if centre == "jakarta":
        assert source(text(f"[{', '.join(by_transit)}]", *more), releases="").loaded()
