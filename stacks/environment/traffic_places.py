"""What must hold of names that are answered by where who asks is, read from raw data that may be wrong anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from components.naming import Cloud
from components.traffic.capabilities import CAPABILITIES
from components.traffic.places import CONTINENTS, COUNTRIES, DEFAULT, PLACES

from ..regions import NAMES
from .problems import Cursor, Problem, listed, shown
from .public_dns import providers_of

_POLICIES = ("weighted", "latency", "geo", "failover")


def problems(environment: Cursor, told: Cursor, there: list[str]) -> Iterator[Problem]:
    """Every such rule that a name breaks.

    Args:
        environment: the environment.
        told: what is written of the name.
        there: the sites that serve it.
    """
    providers = providers_of(environment)
    yield from _lacking(providers, told)
    if told["policy"].text == "latency" and all("latency" in CAPABILITIES[cloud] for cloud in providers):
        yield from _regions(environment, told, there)
    yield from _places(told)


def _lacking(providers: list[Cloud], told: Cursor) -> Iterator[Problem]:
    """What is asked of a provider that lacks it, since every zone has equal records."""
    for cloud in providers:
        policy = told["policy"]
        if policy.text in _POLICIES and policy.text not in CAPABILITIES[cloud]:
            can = [each for each in _POLICIES if each in CAPABILITIES[cloud]]
            expected = f"{listed(can)}, since {NAMES[cloud]}'s DNS serves the zone too and has no {policy.text}"
            yield policy.refused(expected, "write geo, or leave that provider out of public_dns.providers")
        if policy.text == "geo" and cloud == "alicloud" and told["stand_in"].value is not None:
            expected = f"none with geo, since {NAMES[cloud]}'s DNS has no later pool there and would answer it beside the sites"
            yield told["stand_in"].problem("a host that stands in", expected, "remove it, or write weighted")
        text = told["check"]["contains"]
        if text.value is not None and "answered-text" not in CAPABILITIES[cloud]:
            expected = f"none, since {NAMES[cloud]}'s checks, which decide there, look for no text"
            yield text.problem("a text that answers hold", expected, "let the path answer with 5xx instead")


def _turned(written: Cursor) -> dict[str, list[str]] | None:
    """The places of each site, where they are written the other way round; None where they are not."""
    found = dict[str, list[str]]()
    for place, site in written.items():
        if place not in PLACES:
            return None
        for each in (site, *site.each()):
            if each.text is not None:
                found.setdefault(each.text, []).append(place)
    return found or None


def _regions(environment: Cursor, told: Cursor, there: list[str]) -> Iterator[Problem]:
    """Route 53 has one latency record of a region (API_ResourceRecordSet.html, Region)."""
    seen: dict[str, str] = {}
    for site in there:
        cloud, region = (environment["sites"][site][key].text for key in ("cloud", "region"))
        if cloud == "alicloud" or region is None:
            expected = "sites of AWS alone, since latency is measured to AWS' regions"
            yield told["policy"].problem(f"latency to {site}, on Alibaba Cloud", expected, "write weighted or geo")
        elif (first := seen.setdefault(region, site)) != site:
            given = f"latency to {first} and {site}, both in {region}"
            yield told["policy"].problem(given, "one site in each region", "write weighted")


def _places(told: Cursor) -> Iterator[Problem]:
    if (sites := _turned(told["places"])) is not None:
        meant = ", ".join(f"{site}: [{', '.join(places)}]" for site, places in sites.items())
        expected = "by site the places that it answers"
        yield replace(told["places"].problem("sites by place", expected, f"write {{{meant}}}"), whole=True)
        return
    taken = dict[str, str]()
    for site, places in told["places"].items():
        for place in places.each():
            if place.text is None:
                continue
            if place.text not in PLACES:
                near = place.text.upper() if place.text.upper() in PLACES else None
                expected = f"a place that both DNS know: {DEFAULT}, {', '.join(CONTINENTS)}, or of countries {', '.join(COUNTRIES)}"
                fix = f"write {near}" if near else "write the continent, or leave it to default"
                yield place.refused(expected, fix)
            elif (first := taken.setdefault(place.text, site)) != site:
                yield place.problem(f"{shown(place.text)}, which is for {first} already", "each place once", "remove one")
    if isinstance(told["places"].value, dict) and told["places"].value and DEFAULT not in taken:
        expected = "default at one site, or whoever is elsewhere gets no answer"
        yield told["places"].problem("no default", expected, f"write {DEFAULT} at one site")
