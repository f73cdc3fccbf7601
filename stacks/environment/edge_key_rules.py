"""What must hold where load balancers are to ask for what CDNs send, read from raw data that may be wrong anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from components import dns

from .placement import placed, selection
from .problems import Cursor, Problem, listed
from .traffic_rules import owner

_CLOSED = "closed"
_MOST_CHECKED = 5
"""Paths of checks that are let through, each by a rule of its own."""


def problems(environment: Cursor, name: str, told: Cursor) -> Iterator[Problem]:
    """Every such rule that the CDNs of a name break.

    Args:
        environment: the environment.
        name: the name.
        told: what is written of its CDNs.
    """
    key, accepts = told["key"], told["accepts"]
    if key.value is None:
        for field in ("accepts", "origins"):
            if told[field].value is not None and told[field].text != "open":
                expected = "key beside it: the configuration key of the secret that the CDNs send"
                yield told[field].problem(f"{field} without key", expected, "write key, or remove it")
        return
    if accepts.text is not None and accepts.text == key.text:
        yield accepts.refused("another configuration key than key, which is taken anyway", "remove it, or name the other secret")
    if not _asks(told):
        return
    traffic = environment["traffic"][name]
    if len(_paths(traffic)) > _MOST_CHECKED:
        expected = f"{_MOST_CHECKED} at most, which load balancers let through without the key of {name}'s CDNs"
        yield traffic["check"]["paths"].problem(f"{len(_paths(traffic))} paths", expected, "let one path tell what several do")
    kind, target = owner(environment, traffic)
    if kind == "workload":
        yield from _workload(environment, name, key, target)
    else:
        yield from _fleet(environment, name, told, target)


def _asks(told: Cursor) -> bool:
    return told["key"].value is not None and (told["origins"].text or _CLOSED) == _CLOSED


def _workload(environment: Cursor, name: str, key: Cursor, target: Cursor) -> Iterator[Problem]:
    expose, domain = target["expose"], environment["domain"].text
    if not isinstance(expose.value, dict) or domain is None:
        return  # told of already
    full, called = dns.full_name(name, domain), environment["traffic"][name]["to"].text
    if full not in [each.text for each in (expose["host"], *expose["aliases"].each())]:
        given = f"{called}, which is exposed as {full} by a wildcard alone"
        expected = "one that is exposed under the name itself, since a wildcard's rules are for other names too"
        yield key.problem(given, expected, f"write {full} among aliases of {called}, or origins: open")
    cluster = environment["clusters"][target["cluster"].text or ""]
    on_ack = [site for site, cloud, _ in placed(environment, selection(environment, target)) if cloud == "alicloud"]
    if on_ack and cluster["load_balancers"]["public"]["alicloud"]["edition"].text == "basic":
        given = f"a load balancer in edition basic in front of {called} in {listed(on_ack)}"
        yield key.problem(given, "edition standard or waf, since basic refuses nobody", _edition(cluster))


def _edition(cluster: Cursor) -> str:
    return f"write edition: standard below {'.'.join(map(str, cluster.path))}.load_balancers.public.alicloud, or origins: open"


def _fleet(environment: Cursor, name: str, told: Cursor, target: Cursor) -> Iterator[Problem]:
    key, to = told["key"], environment["traffic"][name]["to"].text
    if target["load_balancer"]["kind"].text == "network":
        given, expected = f"{to} behind a network load balancer", "an application one, since a network one reads no headers"
        yield key.problem(given, expected, f"write kind: application below load_balancer of {to}, or origins: open")
    for other, traffic in environment["traffic"].items():
        if other == name or traffic["to"].text != to:
            continue
        edge = environment["edge"][other]
        alike = all(edge[field].text == told[field].text for field in ("key", "accepts")) and _asks(edge)
        same = _paths(traffic) == _paths(environment["traffic"][name])
        if not alike or not same:
            what = "the same key" if not alike else "checks of the same paths"
            given = f"{to}, which {other} leads to too, without {what}"
            expected = f"{what} for every name that leads there, since one load balancer asks them alike"
            yield key.problem(given, expected, f"write the same for {other}, give it a fleet of its own, or write origins: open")


def _paths(traffic: Cursor) -> list[str | None]:
    return [each.text for each in traffic["check"]["paths"].each()]
