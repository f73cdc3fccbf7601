"""What the ACL of a tier comes to, packet by packet, and what none can be made from."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.addressing import ExtraTier, subnets
from components.contracts import Acl, AclRule, Dhcp, NetworkArgs
from components.contracts.acl_entries import EPHEMERAL, Entry, acl_entries, most_entries
from components.errors import ArgumentsError

CIDR, PODS = "10.32.0.0/16", "10.33.0.0/16"
WORLD = "0.0.0.0/0"


def network(**changes: Any) -> NetworkArgs:
    usual: dict[str, Any] = {"region": "ap-southeast-3", "zones": ("a", "b"), "cidr": CIDR, "pods": PODS}
    return NetworkArgs(**{**usual, **changes})


def entries(acl: Acl, **changes: Any) -> tuple[Entry, ...]:
    return acl_entries(network(**changes), acl, always={})


def passes(found: tuple[Entry, ...], peer: str, protocol: str, port: int, *, inward: bool) -> bool:
    """Whether one packet does: of the entries for its direction, the first that fits decides."""
    for entry in found:
        fits = entry.inward == inward and entry.protocol in ("all", protocol) and entry.peer.block is not None
        if fits and ip_address(peer) in ip_network(entry.peer.block or "") and _in(entry.ports, port):
            return entry.allow
    return False


def _in(ports: tuple[int, int] | None, port: int) -> bool:
    return ports is None or ports[0] <= port <= ports[1]


def connects(
    found: tuple[Entry, ...], peer: str, port: int, *, inward: bool, protocol: str = "tcp", asks_from: int = 50000
) -> bool:
    """Whether a connection does: the question, and the answer to where it was asked from."""
    question = passes(found, peer, protocol, port, inward=inward)
    return question and passes(found, peer, protocol, asks_from, inward=not inward)


RULES = st.builds(
    AclRule,
    blocks=st.lists(st.integers(0, 7).map(lambda number: f"10.{40 + number}.0.0/16"), min_size=1, max_size=3).map(tuple),
    protocol=st.sampled_from(["all", "tcp", "udp"]),
).flatmap(
    lambda rule: (
        st.just(rule)
        if rule.protocol == "all"
        else st.lists(st.integers(1, 900), max_size=2).map(
            lambda ports: AclRule(blocks=rule.blocks, protocol=rule.protocol, ports=tuple(ports))
        )
    )
)


class TestWhatPasses:
    @given(
        st.builds(Acl, inward=st.lists(RULES, max_size=3).map(tuple), outward=st.lists(RULES, max_size=3).map(tuple)),
        st.integers(0, 8),
        st.integers(1, 900),
        st.sampled_from(["tcp", "udp"]),
        st.integers(*EPHEMERAL),
        st.booleans(),
    )
    def test_a_connection_passes_where_a_rule_opens_it_and_nowhere_else(self, acl, number, port, protocol, asks_from, inward):
        def names(rule: AclRule) -> bool:
            block = f"10.{40 + number}.0.0/16" in rule.blocks
            return block and rule.protocol in ("all", protocol) and any(_in(ports, port) for ports in rule.port_ranges)

        both = [rule for rule in (*acl.inward, *acl.outward) if rule.protocol == "all"]
        opened = any(names(rule) for rule in (*(acl.inward if inward else acl.outward), *both))
        found = entries(acl)
        assert connects(found, f"10.{40 + number}.1.2", port, inward=inward, protocol=protocol, asks_from=asks_from) == opened

    def test_who_may_be_asked_may_not_ask(self):
        found = entries(Acl(outward=(AclRule(blocks=(WORLD,), protocol="tcp", ports=(443,)),)))
        assert connects(found, "203.0.113.9", 443, inward=False)
        assert not connects(found, "203.0.113.9", 443, inward=True)

    def test_the_network_itself_passes_unless_it_is_ruled_too(self):
        assert connects(entries(Acl()), "10.33.4.5", 5432, inward=True)
        database = Acl(inside=False, inward=(AclRule(blocks=("private",), protocol="tcp", ports=("5432-5433",)),))
        found = entries(database)
        private = subnets(("a", "b"), cidr=CIDR, pods=PODS)["private"]
        for block in private.values():
            host = str(ip_network(block)[9])
            assert connects(found, host, 5433, inward=True)
            assert not connects(found, host, 6379, inward=True)
        assert not connects(found, "10.33.4.5", 5432, inward=True)

    def test_what_is_denied_passes_in_no_direction_whatever_is_opened(self):
        found = entries(Acl(inward=(AclRule(blocks=(WORLD,)),), deny=("198.51.100.0/24",)))
        assert connects(found, "198.51.101.1", 80, inward=True)
        assert not passes(found, "198.51.100.1", "tcp", 80, inward=True)
        assert not passes(found, "198.51.100.1", "tcp", 50000, inward=False)

    def test_name_servers_elsewhere_answer(self):
        servers = Dhcp(name_servers=("192.168.10.2", "10.32.0.2"))
        found = entries(Acl(), dhcp=servers)
        assert connects(found, "192.168.10.2", 53, inward=False, protocol="udp")
        assert [entry.key for entry in found if "dns" in entry.key] == ["from-dns-192-168-10-2-32", "to-dns-192-168-10-2-32"]

    def test_ipv6_is_the_networks_own_or_what_is_written(self):
        found = entries(Acl(inward=(AclRule(blocks=("data", "::/0", "2001:DB8::/32"), protocol="icmp"),)), ipv6=True, zones=("a",))
        peers = {entry.peer.key: entry.peer for entry in found}
        assert {key for key, peer in peers.items() if peer.ipv6} == {"ipv6", "ipv6-subnet-2", "ipv6-0", "ipv6-2001-db8-32"}
        assert (peers["ipv6"].block, peers["ipv6-subnet-2"].index) == (None, 2)


class TestKeys:
    RULE = AclRule(blocks=("10.40.0.0/16", "private", WORLD), protocol="tcp", ports=(80, "443-444"))

    def test_the_order_of_rules_blocks_and_ports_says_nothing(self):
        other = AclRule(blocks=("pods",))
        one = Acl(inward=(self.RULE, other), deny=("192.0.2.0/24", "198.51.100.0/24"))
        turned = AclRule(blocks=self.RULE.blocks[::-1], protocol="tcp", ports=self.RULE.ports[::-1])
        two = Acl(inward=(other, turned), deny=one.deny[::-1])
        assert set(entries(one)) == set(entries(two))

    def test_a_rule_more_leaves_the_others_their_keys(self):
        one, two = entries(Acl(inward=(self.RULE,))), entries(Acl(inward=(AclRule(blocks=("10.39.0.0/16",)), self.RULE)))
        assert set(one) < set(two)

    def test_a_renamed_tier_is_the_same_blocks(self):
        before = {"cache": ExtraTier(like="data", slot=1)}
        after = {"queue": ExtraTier(like="data", slot=1, was=("cache",))}
        rules = {name: Acl(inward=(AclRule(blocks=(name,)),)) for name in ("cache", "queue")}
        assert entries(rules["cache"], tiers=before) == entries(rules["queue"], tiers=after)

    def test_entries_are_counted_by_direction_and_version(self):
        found = entries(Acl(inward=(AclRule(blocks=(WORLD,), protocol="tcp", ports=(80, 443)),)), ipv6=True)
        assert most_entries(found) == 4  # in: cidr, pods, 80, 443
        assert most_entries(()) == 0


class TestGuards:
    def test_an_acl_stands_before_the_tiers_that_are_like_its_own(self):
        tiers = {name: ExtraTier(like="data", slot=slot) for slot, name in enumerate(("cache", "queue"), start=1)}
        args = network(tiers=tiers, acls={"queue": Acl(), "public": Acl()})
        assert {guard: args.guarded(guard) for guard in args.guards} == {
            "data": ("data", "cache"),
            "queue": ("queue",),
            "public": ("public",),
        }

    def test_what_is_written_of_data_takes_the_place_of_the_short_form(self):
        written = Acl(inside=False)
        assert network(acls={"data": written}).guards == {"data": ()}
        assert network(data_acl=False).guards == {}


@pytest.mark.parametrize(
    ("acl", "field", "said"),
    [
        ({"inward": (AclRule(blocks=()),)}, "inward.0.blocks", "nothing, expected a block or a tier at least"),
        ({"outward": (AclRule(blocks=("10.0.0.1/8",)),)}, "outward.0.blocks.0", '"10.0.0.1/8", expected an IPv4 block'),
        ({"outward": (AclRule(blocks=("2001:db8::1/32",)),)}, "outward.0.blocks.0", "expected an IPv6 block"),
        ({"inward": (AclRule(blocks=(WORLD,), ports=(80,)),)}, "inward.0.ports", '"80", expected none but with tcp or udp'),
        ({"inward": (AclRule(blocks=(WORLD,), protocol="tcp", ports=(0,)),)}, "inward.0.ports.0", "a range of ports, 1 to 65535"),
        ({"inward": (AclRule(blocks=(WORLD,), protocol="udp", ports=("9-7",)),)}, "inward.0.ports.0", '"9-7"'),
        ({"inward": (AclRule(blocks=(WORLD,), protocol="udp", ports=("http",)),)}, "inward.0.ports.0", '"http"'),
        ({"inward": (AclRule(blocks=(WORLD,), protocol="gre"),)}, "inward.0.protocol", "expected one of all, tcp, udp, icmp"),  # ty: ignore[invalid-argument-type] - what is refused
        ({"deny": ("private",)}, "deny.0", '"private", expected a block'),
    ],
)
def test_what_no_acl_can_be_made_from(acl, field, said):
    with pytest.raises(ArgumentsError) as caught:
        Acl(**acl)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert said in str(caught.value.faults[0])


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"acls": {"cache": Acl()}}, "acls.cache", '"cache", expected a tier of this network: public, private, data, pods'),
        (
            {"acls": {"data": Acl(inward=(AclRule(blocks=("cache",)),))}},
            "acls.data.inward.0.blocks.0",
            '"cache", expected a block, or a tier of this network',
        ),
        ({"acls": {"data": Acl(deny=("::/0",))}}, "acls.data.deny.0", "expected IPv4 blocks alone without ipv6"),
        ({"acls": {"data": Acl()}, "data_from": ("10.40.0.0/16",)}, "data_from", "expected none beside acls.data"),
    ],
)
def test_what_a_network_refuses(changes, field, said):
    with pytest.raises(ArgumentsError) as caught:
        network(**changes)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert said in str(caught.value.faults[0])
