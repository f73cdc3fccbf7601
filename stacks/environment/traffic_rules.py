"""What must hold of names that several sites serve, read from raw data that may be wrong anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from components import dns
from components.choices import Policy
from components.traffic.weights import weight_faults
from faults import nearest

from . import traffic_checks, traffic_places
from .placement import known, placed, selection
from .problems import Cursor, Problem, listed, repeated, shown, translated
from .traffic import NAME
from .values import Seconds, parsed

_TTL = range(10, 3601)
_POLICY_FIELDS = {"weights": ("weighted",), "places": ("geo",), "primary": ("failover",), "fallback": ("weighted", "failover")}
_NEEDS = {"weighted": "weights", "geo": "places", "failover": "primary"}
_EXAMPLES = {"weights": "{{{0}: 60, {1}: 40}}", "places": "{{{0}: [ID, default]}}", "primary": "{0}"}


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every rule of such names that the environment breaks."""
    yield from _names(environment)
    for name, told in environment["traffic"].items():
        if isinstance(told.value, dict) and not _misnamed(environment, name):  # of which others tell
            there = sites_of(environment, told)
            yield from _target(environment, name, told)
            yield from _policy(told, there)
            yield from _sites(environment, told, there)
            yield from _fallback(environment, told)
            yield from traffic_places.problems(environment, told, there)
            yield from traffic_checks.problems(environment, name, told, there)


def _misnamed(environment: Cursor, name: str) -> bool:
    return not re.fullmatch(NAME, name) or dns.within(name, environment["domain"].text or name + ".")


def sites_of(environment: Cursor, told: Cursor) -> list[str]:
    """The sites of what serves a name."""
    kind, target = owner(environment, told)
    chosen = selection(environment, target) if kind == "workload" else target["sites"]
    return [site for site, _, _ in placed(environment, chosen)]


def owner(environment: Cursor, told: Cursor) -> tuple[str, Cursor]:
    """What serves a name: whether it is a workload or a fleet, and what is written of it."""
    to = told["to"].text or ""
    kind = "workload" if to in dict(environment["workloads"].items()) else "fleet"
    return kind, environment["workloads" if kind == "workload" else "fleets"][to]


def _names(environment: Cursor) -> Iterator[Problem]:
    """A name that no zone serves, or that stands in the zones already."""
    domain = environment["domain"].text
    taken = {name: "public_dns.records has it" for name, _ in environment["public_dns"]["records"].items()}
    sites = dict(environment["sites"].items())
    for name in dict(environment["traffic"].items()):
        taken[f"sites.{name}"] = f"it is {name} of all sites, which stands in the zone beside a stand-in"
        taken |= {f"{site}.{name}": f"it is {name} of the site {site}" for site in sites}
    unserved = environment["public_dns"].value is None  # of a zone of another domain public_dns tells, once
    for name, told in environment["traffic"].items():
        if domain is not None and dns.within(name, domain):
            fix = f"write {name.removesuffix(domain).rstrip('.') or 'www'}"
            yield told.problem(shown(name), f"a name without {domain}, which is added to it", fix)
        elif name in taken:
            yield told.problem(
                f"the name {shown(name)}", f"one that stands in the zone once, and {taken[name]}", "rename one of them"
            )
        if domain is not None and unserved:
            fix, unserved = "write public_dns: {}", False  # one zone serves every name
            given = f"a name that no zone serves: {dns.full_name(name, domain)}"
            yield told.problem(given, "a zone of the domain", fix, follows=("public_dns",))


def _target(environment: Cursor, name: str, told: Cursor) -> Iterator[Problem]:
    """What serves the name: it must be there, and be reached from the internet under this name."""
    to = told["to"]
    workloads, fleets = ([each for each, _ in environment[kind].items()] for kind in ("workloads", "fleets"))
    if to.text is None:
        return
    if to.text in workloads and to.text in fleets:
        yield to.refused("either a workload or a fleet, and both have this name", "rename one of them")
    elif to.text in workloads:
        yield from _exposed(environment, name, to, environment["workloads"][to.text]["expose"])
    elif to.text in fleets:
        front = environment["fleets"][to.text]["load_balancer"]
        if front.value is None:
            yield to.problem(
                f"{to.text}, which nothing stands in front of", "a fleet behind a load balancer", "write load_balancer there"
            )
        elif isinstance(front.value, dict) and front["public"].value is not True:
            yield to.problem(
                f"{to.text}, whose load balancer is private", "one that the internet reaches", "write public: true there"
            )
    else:
        near = nearest(to.text, [*workloads, *fleets])
        expected = f"a workload or a fleet: {listed([*workloads, *fleets])}" if [*workloads, *fleets] else "a workload or a fleet"
        yield to.refused(expected, f"write {near}" if near else "choose one of them, or declare it", follows=("workloads",))


def _exposed(environment: Cursor, name: str, to: Cursor, expose: Cursor) -> Iterator[Problem]:
    domain = environment["domain"].text
    if expose.value is None:
        full = dns.full_name(name, domain or "…")
        yield to.problem(
            f"{to.text}, which is not exposed", "a workload that the internet reaches", f"write expose: {{host: {full}}} there"
        )
    elif expose["public"].value is False:
        yield to.problem(
            f"{to.text}, which is exposed privately", "a workload that the internet reaches", "leave out public: false there"
        )
    elif expose["via"].text == "gateway":
        expected = "one that an Ingress exposes, whose load balancer is known by name; a Gateway's is not"
        yield to.problem(f"{to.text}, which a Gateway exposes", expected, "write via: ingress there")
    elif domain is not None and not answers(expose, dns.full_name(name, domain)):
        full = dns.full_name(name, domain)
        yield to.problem(
            f"{to.text}, which is not exposed as {full}", f"one that answers {full}", f"write it among aliases of {to.text}"
        )


def answers(expose: Cursor, host: str) -> bool:
    """Whether a workload is exposed under a name, itself or by a wildcard for one label."""
    written = [each.text for each in (expose["host"], *expose["aliases"].each())]
    return host in written or f"*.{host.partition('.')[2]}" in written


def _policy(told: Cursor, there: list[str]) -> Iterator[Problem]:
    """What a policy needs, and what belongs to another one."""
    policy = "weighted" if told["policy"].value is None else told["policy"].text
    if policy not in get_args(Policy):
        return  # what another policy needs nobody knows
    for field, policies in _POLICY_FIELDS.items():
        if told[field].value is not None and policy is not None and policy not in policies:
            yield told[field].problem(f"{field} with policy {policy}", f"none; they belong to {listed(policies)}", "remove it")
    needed = _NEEDS.get(policy)
    if needed and told[needed].value is None:
        names = [*there, "another-site", "another-site"]
        fix = f"write {needed}: {_EXAMPLES[needed].format(*names)}"
        yield told[needed].problem("missing", f"what {policy} goes by", fix)
    if policy == "failover" and told["fallback"].value is None:
        yield told["fallback"].problem("missing", "the site that is answered once the primary is lost", "name one")


def _sites(environment: Cursor, told: Cursor, there: list[str]) -> Iterator[Problem]:
    """Sites that are named, and do not serve the name."""
    kind, target = owner(environment, told)
    if target.value is not None and there:
        for field in ("weights", "places"):
            yield from known(told[field], "site", there, kind)
    single = [told["primary"], told["fallback"], *told["drained"].each()]
    for each in single:
        if each.text is not None and each.text not in there and there:
            near = nearest(each.text, there)
            yield each.refused(f"a site of the {kind}: {listed(there)}", f"write {near}" if near else "choose one of them")
    weights = {site: share.number for site, share in told["weights"].items() if share.number is not None}
    if weights and len(weights) == len(list(told["weights"].items())):
        yield from translated(weight_faults(weights), lambda field: (*told.path, *field.split(".", 1)))
    drained = [each.text for each in told["drained"].each()]
    yield from repeated(told["drained"].each(), "each site once")
    answered = [site for site, share in weights.items() if share] if weights else there
    if drained and answered and set(answered) <= set(drained):
        yield told["drained"].problem("every site", "one at least that is answered", "leave one out")


def _fallback(environment: Cursor, told: Cursor) -> Iterator[Problem]:
    fallback, stand_in = told["fallback"], told["stand_in"]
    if fallback.text is not None and told["weights"][fallback.text].number:
        yield fallback.problem(
            f"{fallback.text}, which has a weight", "a site that is answered only then", "give it no weight, or name another"
        )
    if fallback.text is not None and fallback.text == told["primary"].text:
        yield fallback.problem(f"{fallback.text}, the primary", "another site", "name another")
    domain = environment["domain"].text
    names = {dns.full_name(name, domain) for name, _ in environment["traffic"].items()} if domain else set()
    if stand_in.text in names:
        expected = "a host that none of these sites serves, since it is answered once none does"
        yield stand_in.refused(expected, "write the name of a page that stands elsewhere")
    if told["all_unhealthy"].text == "stand_in" and stand_in.value is None:
        yield stand_in.problem(
            "missing", "the host that is answered once no site serves", "write stand_in: sorry.shop.example, say"
        )
    if stand_in.value is not None and told["all_unhealthy"].text != "stand_in":
        yield stand_in.problem("a host that is never answered", "none without all_unhealthy: stand_in", "write that beside it")
    ttl = parsed(Seconds, told["ttl"].value)
    if ttl is not None and ttl not in _TTL:
        yield told["ttl"].refused("10s to 1h", "write 60s, say")
