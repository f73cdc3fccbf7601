"""What must hold of links: whom they join, by what, and whether both sites have what is joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from components.addressing import TIERS
from components.links.pairs import Pair, hub, mesh, pair
from components.links.tunnels import BANDWIDTHS
from faults import nearest

from ..regions import CLOUDS, NAMES
from . import link_kinds, link_sites, link_ways
from .link import JOINS, USUAL_MBPS, USUAL_TIERS
from .link_ways import clouds_of
from .problems import Cursor, Problem, listed, shown

HANDING_ON = ("transit",)
"""By what a hub is joined with its spokes: a VPN gateway or a peering knows its own two networks alone."""

_KINDS = ("between", "hub", "mesh")


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every rule of links that the environment breaks."""
    yield from link_sites.alarms(environment)
    yield from link_kinds.problems(environment["links"])
    entries = _entries(environment["links"])
    claimed: dict[Pair, Cursor] = {}
    by_vpn: dict[str, list[Cursor]] = {}
    tunnelled: dict[str, list[Cursor]] = {}
    routed: set[str] = set()
    routers: dict[str, Cursor] = {}
    for entry in entries:
        yield from _entry(entry, environment)
        yield from _bandwidth(entry, environment)
        yield from _hub(entry, environment)
        for sites in _pairs(entry, environment):
            if claimed.setdefault(sites, entry) is not entry:
                fix = "remove one, or leave the pair out of the other"
                yield _who(entry).problem(f"{listed_pair(sites)} a second time", "each pair once", fix)
                continue
            yield from _pair(entry, sites, environment)
            if _via(entry, sites, environment) == "transit":
                routed |= {site for site in sites if environment["sites"][site]["cloud"].text == "aws"}
                if clouds_of(sites, environment) == {"alicloud"}:
                    routers |= {site: _where(entry) for site in sites if site not in routers}
            for site in sites if len(clouds_of(sites, environment)) > 1 else ():
                tunnelled.setdefault(site, []).append(entry)
                if _via(entry, sites, environment) == "vpn":
                    by_vpn.setdefault(site, []).append(entry)
    yield from _shared_tiers(by_vpn, environment)
    yield from _shared_bandwidth(tunnelled, environment)
    yield from link_ways.crowded(by_vpn, tunnelled, environment)
    yield from link_ways.alone(dict(sorted(routers.items())), environment)
    yield from link_sites.numbered(tunnelled, environment)
    yield from link_sites.zones(tunnelled, environment)
    yield from link_sites.silent(dict.fromkeys(tunnelled, "tunnels"), environment)
    yield from link_sites.silent(dict.fromkeys(routed - tunnelled.keys(), "transit gateway"), environment)
    yield from link_sites.silent(dict.fromkeys(routers.keys() - tunnelled.keys(), "transit router"), environment)
    yield from _keys(entries)


def listed_pair(sites: Pair) -> str:
    """A pair as messages name it."""
    return " and ".join(sites)


def _entries(setting: Cursor) -> list[Cursor]:
    """Every entry of links, of whatever kind they are written as."""
    if setting.text == "mesh":
        return [Cursor(setting.path, {"mesh": "all"})]
    return [setting] if isinstance(setting.value, dict) else [each for each in setting.each() if isinstance(each.value, dict)]


def _who(entry: Cursor) -> Cursor:
    """What of an entry says who is joined; the entry itself where nothing does."""
    return next((entry[kind] for kind in _KINDS if entry[kind].value is not None), entry)


def _where(entry: Cursor) -> Cursor:
    """What of an entry says by what sites are joined; whom it joins, where nothing does."""
    return entry["via"] if entry["via"].value is not None else _who(entry)


def _entry(entry: Cursor, environment: Cursor) -> Iterator[Problem]:
    """What is wrong with an entry by itself."""
    known = [name for name, _ in environment["sites"].items()]
    said = [kind for kind in _KINDS if entry[kind].value is not None]
    if len(said) != 1:
        given = f"both {' and '.join(said)}" if said else "neither between, hub nor mesh"
        yield entry.problem(given, "one of between, hub and mesh", "write between: [jakarta-aws, jakarta-alicloud], say")
    named = [entry["hub"], *entry["between"].each(), *entry["mesh"].each()]
    seen: set[str] = set()
    for site in named:
        if site.text is None:
            continue
        if site.text not in known and known:
            near = nearest(site.text, known)
            yield site.refused(f"a site of this environment: {listed(known)}", f"write {near}" if near else "choose one of them")
        elif site.text in seen:
            yield site.problem(f"{site.text} a second time", "two different sites", "name another site")
        seen.add(site.text)
    yield from _tiers(entry, environment)
    if entry["keys"].value and entry["between"].value is None:
        yield entry["keys"].problem("keys", "none but between two sites, since each link has its own", "write the pair as between")


def _tiers(entry: Cursor, environment: Cursor) -> Iterator[Problem]:
    """A tier that is named twice, or that some of the sites do not have: one fault, however many pairs they are."""
    sites = sorted({site for sites in _pairs(entry, environment) for site in sites})
    own = {site: [*TIERS, *(name for name, _ in environment["sites"][site]["network"]["tiers"].items())] for site in sites}
    seen: set[str] = set()
    for tier in entry["tiers"].each():
        if tier.text is None:
            continue
        if tier.text in seen:
            yield tier.problem(f"{shown(tier.text)} a second time", "each tier once", "remove one")
        elif lacking := [site for site in sites if tier.text not in own[site]]:
            known = [name for name in own[lacking[0]] if all(name in own[site] for site in lacking)]
            near, who = nearest(tier.text, known), " and ".join(lacking)
            expected = f"a tier that {who} {'has' if len(lacking) == 1 else 'have'}: {listed(known)}"
            yield tier.refused(expected, f"write {near}" if near else f"add it to {who}, or leave it out")
        seen.add(tier.text)


def _bandwidth(entry: Cursor, environment: Cursor) -> Iterator[Problem]:
    """What is paid for by the megabit: VPN gateways in steps, and what passes between two regions of CEN."""
    mbps = entry["mbps"]
    joined = {clouds_of(sites, environment) for sites in _pairs(entry, environment)}
    if mbps.number is None or not joined:
        return
    if joined == {frozenset({"aws"})}:
        yield mbps.problem(str(mbps.number), "nothing, since AWS bounds what passes between its regions by nothing", "remove it")
    elif not any(len(clouds) > 1 for clouds in joined):
        if not any(link_ways.bounded(sites, environment) for sites in _pairs(entry, environment)):
            yield mbps.problem(str(mbps.number), "nothing, since nothing bounds what passes within a region", "remove it")
        elif mbps.number < 1:
            yield mbps.refused("what passes between two regions at most, in Mbit/s", f"write {USUAL_MBPS}")
    elif mbps.number > BANDWIDTHS[-1]:
        fix = f"write {BANDWIDTHS[-1]}; a gateway carries no more"
        yield mbps.refused(f"{BANDWIDTHS[-1]} at most, what a VPN gateway on Alibaba Cloud carries", fix)
    elif mbps.number not in BANDWIDTHS:
        near = min(BANDWIDTHS, key=lambda step: (abs(step - (mbps.number or 0)), -step))
        expected = f"a step of VPN gateways on Alibaba Cloud: {listed([str(each) for each in BANDWIDTHS])}"
        yield mbps.refused(expected, f"write {near}")


def _hub(entry: Cursor, environment: Cursor) -> Iterator[Problem]:
    """Whether a hub can hand on what its spokes send each other."""
    centre, pairs = entry["hub"], _pairs(entry, environment)
    if centre.text is None or len(pairs) < 2 or environment["sites"][centre.text]["cloud"].text != "alicloud":
        return
    spokes = [site for sites in pairs for site in sites if environment["sites"][site]["cloud"].text == "aws"]
    if spokes:
        given = f"{shown(centre.text)}, with {', '.join(spokes)} on AWS"
        expected = "a site on AWS: a VPN gateway on Alibaba Cloud hands nothing on to other regions there"
        on_aws = f"write hub: {spokes[0]}, or mesh"
        yield centre.problem(given, expected, on_aws)


def _pairs(entry: Cursor, environment: Cursor) -> tuple[Pair, ...]:
    """The pairs that an entry joins, of those sites that there are."""
    known = [name for name, _ in environment["sites"].items()]
    between = [site.text for site in entry["between"].each()]
    if len(between) == 2:
        one, other = between
        return (pair(one, other),) if one in known and other in known and one != other else ()
    if entry["hub"].text is not None:
        return hub(entry["hub"].text, known) if entry["hub"].text in known else ()
    if entry["mesh"].text == "all":
        return mesh(known)
    return mesh(site.text for site in entry["mesh"].each() if site.text in known)


def _via(entry: Cursor, sites: Pair, environment: Cursor) -> str | None:
    if entry["via"].text is not None:
        return entry["via"].text
    if entry["hub"].text is not None:
        return HANDING_ON[0]
    return next(iter(link_ways.ways(sites, environment)), None)


def _pair(entry: Cursor, sites: Pair, environment: Cursor) -> Iterator[Problem]:
    """What is wrong with a pair that an entry joins."""
    via, clouds = _via(entry, sites, environment), clouds_of(sites, environment)
    where = _where(entry)
    if entry["hub"].text is not None and via not in (*HANDING_ON, None):
        expected = f"{listed(HANDING_ON)}, since what two spokes send each other passes through the hub"
        yield where.problem(f"{via} with a hub", expected, f"write via: {HANDING_ON[0]}, or mesh")
    elif clouds in JOINS and via not in JOINS[clouds]:
        both = " and ".join(NAMES[cloud] for cloud in CLOUDS if cloud in clouds)
        known = JOINS[clouds]
        expected = f"{listed(known)}, which {'join' if len(known) > 1 else 'joins'} two sites on {both}"
        fix = f"write via: {known[0]}" if entry["between"].value is not None else "leave via out: each pair then has what is usual"
        yield where.problem(f"{via} between {listed_pair(sites)}", expected, fix)
    elif via == "transit" and len(clouds) == 1:
        yield from link_ways.routed(where, entry["hub"].text is not None, sites, environment)
    elif via == "peering" and clouds == {"alicloud"}:
        yield from link_ways.accepting(sites, environment)
    if entry["keys"].value and len(clouds) == 1:
        yield entry["keys"].problem("keys", "none, since the link has no tunnels", "remove them")


def _shared_tiers(by_vpn: Mapping[str, list[Cursor]], environment: Cursor) -> Iterator[Problem]:
    """A virtual private gateway gives what it learns to route tables whole, so the VPNs of a site on AWS have the same tiers."""
    for site, (first, *others) in by_vpn.items():
        if environment["sites"][site]["cloud"].text != "aws":
            continue
        for entry in others:
            here, there = _named(entry), _named(first)
            if set(here) != set(there):
                expected = f"{', '.join(there)}, as the other VPN of {site} has, since the two share a gateway"
                yield entry["tiers"].problem(", ".join(here), expected, "name the same tiers, or write via: transit")


def _shared_bandwidth(tunnelled: Mapping[str, list[Cursor]], environment: Cursor) -> Iterator[Problem]:
    """A VPN gateway on Alibaba Cloud carries so much for all its links, and another bandwidth is another gateway."""
    for site, (first, *others) in tunnelled.items():
        if environment["sites"][site]["cloud"].text != "alicloud":
            continue
        for entry in others:
            here, there = _mbps(entry), _mbps(first)
            if here in BANDWIDTHS and there in BANDWIDTHS and here != there:
                expected = f"{there}, as the other VPN of {site} has, since the two share a gateway"
                yield entry["mbps"].problem(f"{here}", expected, "write the same at both; it is what the gateway carries for all")


def _mbps(entry: Cursor) -> int | None:
    return USUAL_MBPS if entry["mbps"].value is None else entry["mbps"].number


def _named(entry: Cursor) -> tuple[str, ...]:
    return tuple(tier.text for tier in entry["tiers"].each() if tier.text is not None) or USUAL_TIERS


def _keys(entries: list[Cursor]) -> Iterator[Problem]:
    """One secret for two tunnels would change both at once."""
    first: dict[str, Cursor] = {}
    for entry in entries:
        for key in entry["keys"].values():
            if key.text is not None and first.setdefault(key.text, key) is not key:
                yield key.problem(f"{shown(key.text)} a second time", "a secret for each tunnel", "name another key")
