"""What must hold of health checks of names that several sites serve, and of how soon a lost site is no longer answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from components import dns
from components.naming import Cloud
from components.traffic.capabilities import ALICLOUD_TIMEOUT, CHECKERS, FAILING, INTERVALS, LEAST_CHECKERS
from components.traffic.timing import TIMEOUTS, Failover, failover_faults
from faults import nearest

from .base import Model
from .dns_records import at
from .problems import Cursor, Problem, listed, repeated, shown, translated
from .public_dns import providers_of
from .traffic import AlicloudCheck, Check, Traffic
from .values import NONE, Percent, Seconds, parsed

_CHECKS: Mapping[Cloud, type[Model]] = {"aws": Check, "alicloud": AlicloudCheck}
"""By provider, what says its times, and which hold where nothing is written."""
_PROVIDERS: Mapping[Cloud, str] = {"aws": "Route 53", "alicloud": "Alibaba Cloud's GTM"}
_SPELLED = {10: "10s", 30: "30s", 15: "15s", 60: "1m", 300: "5m"}


def problems(environment: Cursor, name: str, told: Cursor, there: list[str]) -> Iterator[Problem]:
    """Every such rule that a name breaks.

    Args:
        environment: the environment.
        name: the name.
        told: what is written of it.
        there: the sites that serve it.
    """
    check = told["check"]
    if told["stand_in"].value is not None and (told["failover"].text == "manual" or check.value == NONE):
        why = "failover: manual" if told["failover"].text == "manual" else "check: none"
        expected = f"none with {why}, where nothing finds out that no site serves"
        yield told["stand_in"].problem("a host that is never answered", expected, "remove it, or let a check decide")
    if told["failover"].text == "manual":
        if told["fallback"].value is not None:
            expected = "none with failover: manual, where nobody but a person takes a site out"
            yield told["fallback"].problem("a fallback", expected, "remove it, or write failover: automatic")
    elif check.value == NONE and len(there) > 1:
        yield check.problem(
            "failover without a health check",
            "a check, by which a lost site is found",
            "leave check out, or write failover: manual",
        )
    if check.value == NONE:
        return
    yield from _asked(environment, name, told, there)
    yield from _checkers(check)
    if told["failover"].text != "manual":
        yield from _in_time(environment, told)


def _asked(environment: Cursor, name: str, told: Cursor, there: list[str]) -> Iterator[Problem]:
    """What is asked: by HTTP a load balancer is asked under the site's own name, which it must know."""
    check, protocol = told["check"], told["check"]["protocol"].text or "https"
    if protocol == "tcp":
        for field in ("paths", "contains"):
            if check[field].value is not None:
                yield check[field].problem(f"{field} with tcp", "none, since tcp asks for nothing", "remove it, or write https")
        return
    yield from repeated(check["paths"].each(), "each path once")
    expose = environment["workloads"][told["to"].text or ""]["expose"]
    domain = environment["domain"].text
    if not isinstance(expose.value, dict) or domain is None:
        return
    full = dns.full_name(name, domain)
    written = [each.text for each in (expose["host"], *expose["aliases"].each())]
    if full not in written and f"*.{domain}" not in written:
        return  # told of already
    unknown = [f"{site}.{full}" for site in there if f"{site}.{full}" not in written and f"*.{full}" not in written]
    if unknown:
        expected = f"one that checks reach at {unknown[0]}, the name of one site alone"
        fix = f'write aliases: ["*.{full}"] below expose, or check: {{protocol: tcp}}'
        yield told["to"].problem(f"{told['to'].text}, which is not exposed as *.{full}", expected, fix)


def _checkers(check: Cursor) -> Iterator[Problem]:
    regions, seen = check["regions"], set[str]()
    for region in regions.each():
        if region.text is None:
            continue
        if region.text not in CHECKERS:
            near = nearest(region.text, CHECKERS)
            yield region.refused(
                f"a region that Route 53 asks from: {listed(CHECKERS)}", f"write {near}" if near else "choose one of them"
            )
        elif region.text in seen:
            yield region.problem(f"{shown(region.text)} a second time", "each region once", "remove one")
        seen.add(region.text)
    if isinstance(regions.value, list) and len(seen) < LEAST_CHECKERS:
        more = next(each for each in CHECKERS if each not in seen)
        yield regions.problem(f"{len(seen)} regions", f"{LEAST_CHECKERS} at least, as Route 53 has it", f"add {more}, say")
    for cloud, where in (("aws", check), ("alicloud", check["alicloud"])):
        interval, allowed = parsed(Seconds, where["interval"].value), INTERVALS[cloud]
        if interval is not None and interval not in allowed:
            near_ = min(allowed, key=lambda each: abs(each - interval))
            yield where["interval"].refused(listed([_SPELLED[each] for each in allowed]), f"write {_SPELLED[near_]}")
    failing = parsed(Percent, check["alicloud"]["failing"].value)
    if failing is not None and failing not in FAILING:
        yield check["alicloud"]["failing"].refused(listed([f"{each}%" for each in FAILING]), "write 50%")


def _in_time(environment: Cursor, told: Cursor) -> Iterator[Problem]:
    """How long a lost site is still answered by each provider, against what is promised."""
    promised, objective = told["within"], f"traffic.{told.path[-1]}.within"
    if promised.value is None:
        promised, objective = environment["objectives"]["site"]["within"], "objectives.site.within"
    within = parsed(Seconds, promised.value)
    if within is None:
        return
    takes = {_PROVIDERS[cloud]: found for cloud in providers_of(environment) if (found := _takes(told, cloud)) is not None}
    path = told.path if told["ttl"].value is None else told["ttl"].path
    yield from translated(failover_faults(takes, within, objective=objective), at(path))


def _takes(told: Cursor, cloud: Cloud) -> Failover | None:
    """How long that takes a provider; None where what is written is no time."""
    check = told["check"]
    where, usual = check if cloud == "aws" else check["alicloud"], _CHECKS[cloud].model_fields
    interval = _or(Seconds, where["interval"], usual["interval"].default)
    ttl = _or(Seconds, told["ttl"], Traffic.model_fields["ttl"].default)
    if interval is None or ttl is None:
        return None
    threshold = where["threshold"].number or usual["threshold"].default
    return Failover(interval=interval, threshold=threshold, ttl=ttl, timeout=_timeout(check, cloud), intervals=INTERVALS[cloud])


def _timeout(check: Cursor, cloud: Cloud) -> int:
    if cloud == "alicloud":
        return ALICLOUD_TIMEOUT
    protocol = (check["protocol"].text or "https").upper()
    kind = f"{protocol}_STR_MATCH" if check["contains"].value is not None else protocol
    return TIMEOUTS.get(kind, 0)


def _or(kind: Any, value: Cursor, usual: int) -> int | None:
    """What is written; what holds where nothing is; None for what is no such value."""
    return usual if value.value is None else parsed(kind, value.value)
