"""What must hold of CDNs in front of names, read from raw data that may be wrong anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from components import dns
from components.naming import Cloud
from components.traffic.capabilities import ALICLOUD_TIMEOUT
from components.traffic.edge import group_faults, path_faults, rate_faults
from components.traffic.stand_in import page_faults
from components.traffic.timing import TIMEOUTS, Failover, failover_faults
from components.traffic.weights import weight_faults
from faults import nearest

from ..regions import CLOUDS, NAMES
from . import edge_key_rules
from .base import Model
from .edge import EVERY, ORIGIN, PAGE, REQUESTED, Edge, RateLimit
from .problems import Cursor, Problem, Steps, listed, repeated, shown, translated
from .public_dns import providers_of
from .traffic_rules import sites_of
from .values import Seconds, parsed

CHECKED: Mapping[Cloud, Failover] = {
    "aws": Failover(interval=10, threshold=3, ttl=0, timeout=TIMEOUTS["TCP"]),
    "alicloud": Failover(interval=60, threshold=2, ttl=0, timeout=ALICLOUD_TIMEOUT),
}
"""How each provider of DNS finds a lost CDN: by connections that its checkers make to it."""
_ACM = re.compile(r"arn:aws:acm:(?P<region>[a-z0-9-]*):\d{12}:certificate/\S+")
_CAS = re.compile(r"\d+-(cn-hangzhou|ap-southeast-1)")
_EXAMPLES = {"aws": "arn:aws:acm:us-east-1:111122223333:certificate/…", "alicloud": "12345678-ap-southeast-1"}


def problems(environment: Cursor, directory: Path | None) -> Iterator[Problem]:
    """Every rule of CDNs that the environment breaks.

    Args:
        environment: the environment.
        directory: where its file is; None where that is in none.
    """
    names = dict(environment["traffic"].items())
    for name, told in environment["edge"].items():
        if not isinstance(told.value, dict):
            continue
        if name not in names:
            near = nearest(name, names)
            expected = f"a name of traffic: {listed(list(names))}" if names else "a name of traffic, and there is none"
            fix = f"write {near}" if near else f"declare {name} under traffic, or remove it"
            given = f"a CDN in front of {name}, which no site serves"
            if dns.full_name(name, environment["domain"].text or "") not in names:  # else traffic tells of the name
                yield told.problem(given, expected, fix, follows=("traffic",))
            continue
        yield from _taken(environment, name, told)
        yield from _clouds(environment, told)
        yield from _certificates(name, environment["traffic"][name]["certificate"].text == REQUESTED, told)
        yield from _second(environment, name, told)
        yield from _paths(told)
        yield from edge_key_rules.problems(environment, name, told)
        yield from _rates(told)
        yield from _page(told["stand_in"]["page"], directory)
        yield from _countries(told)
        yield from translated(group_faults(_texts(told["aws"]["rule_groups"]), "rule_groups"), _below(told["aws"].path))
        yield from _in_time(environment, told)


def _taken(environment: Cursor, name: str, told: Cursor) -> Iterator[Problem]:
    """Names below the name that the CDNs need, and that something else has."""
    for site in sites_of(environment, environment["traffic"][name]):
        if site in (ORIGIN, *CLOUDS):
            given = f"{site}.{name}, which is {name} of the site {site} too"
            yield told.problem(given, "a name that the CDNs have for themselves", "give the site another name")
    page, label = f"{name.partition('.')[0]}-{PAGE}", "the stand-in page's name"
    for kind in ("traffic", "edge"):
        if page in dict(environment[kind].items()):
            yield environment[kind][page].problem(f"the name {page}", f"another one, since it is {label} of {name}", "rename it")
    if page in dict(environment["public_dns"]["records"].items()):
        there = environment["public_dns"]["records"][page]
        yield there.problem(f"the name {page}", f"another one, since it is {label} of {name}", "rename it")


def _asked(told: Cursor) -> list[Cloud]:
    """The clouds whose CDNs answer."""
    return [cloud for cloud in CLOUDS if cloud in dict(told["clouds"].items())]


def _clouds(environment: Cursor, told: Cursor) -> Iterator[Problem]:
    shares = {cloud: share.number for cloud, share in told["clouds"].items() if share.number is not None}
    if shares and len(shares) == len(list(told["clouds"].items())):
        yield from translated(weight_faults(shares), lambda field: (*told["clouds"].path, *field.split(".")[1:]))
    with_site = {cloud for site in environment["sites"].values() if (cloud := site["cloud"].text)}
    for cloud in _asked(told):
        if with_site and cloud not in with_site:
            expected = f"a cloud that has a site, whose account the CDN is in: {listed(sorted(with_site))}"
            yield told["clouds"][cloud].problem(f"a CDN on {NAMES[cloud]}", expected, "remove it")
    for cloud in CLOUDS:
        if told[cloud].value is not None and cloud not in _asked(told) and told["clouds"].value:
            yield told[cloud].problem(f"what {NAMES[cloud]} is told", "nothing of a cloud whose CDN does not answer", "remove it")


def _certificates(name: str, asked: bool, told: Cursor) -> Iterator[Problem]:
    for cloud in _asked(told):
        written = told["certificates"][cloud]
        if written.value is None:
            expected = f"the certificate that {NAMES[cloud]}'s CDN shows"
            yield written.problem("missing", expected, f'write {cloud}: "{_EXAMPLES[cloud]}" under certificates')
        elif written.text is not None and cloud == "alicloud" and not _CAS.fullmatch(written.text):
            expected = (
                "the id of a certificate of Certificate Management Service in cn-hangzhou or ap-southeast-1, where DCDN looks"
            )
            yield written.refused(expected, f'write "{_EXAMPLES[cloud]}", say')
        elif written.text == REQUESTED and cloud == "aws":
            if not asked:
                expected = "a certificate that is asked for where the name is served"
                fix = "write certificate: requested under traffic, or an ARN here"
                yield written.problem(REQUESTED, expected, fix, follows=("traffic", name, "certificate"))
        elif written.text is not None and cloud == "aws":
            arn = _ACM.fullmatch(written.text)
            if arn is None:
                yield written.refused("the ARN of a certificate of ACM", f'write "{_EXAMPLES[cloud]}"')
            elif arn["region"] != "us-east-1":
                given = f"a certificate in {shown(arn['region'])}"
                yield written.problem(given, "one in us-east-1, where CloudFront looks for them", "ask for one there, and name it")


def _second(environment: Cursor, name: str, told: Cursor) -> Iterator[Problem]:
    """The site that is asked second: it serves the name, there is a first beside it, and writes are none of its business."""
    second, traffic = told["second"], environment["traffic"][name]
    there = sites_of(environment, traffic)
    if second.text is None or second.text == "none":
        return
    if second.text not in there and there:
        near = nearest(second.text, there)
        given = f"{second.text}, which does not serve {name}"
        yield second.problem(given, f"a site that does: {listed(there)}", f"write {near}" if near else "choose one of them")
    elif len(there) == 1:
        expected = f"another site beside it, and {name} has this one alone"
        yield second.problem(f"failover to {second.text}", expected, f"write second: none, or let {name} be served by another site")
    if told["writes"].text == "all":
        expected = "none, since only GET, HEAD and OPTIONS fail over at the edge, and every path takes writes"
        fix = 'name the paths that do, say writes: ["/api/*"], or write second: none'
        yield second.problem(f"failover to {second.text} beside writes: all", expected, fix)


def _paths(told: Cursor) -> Iterator[Problem]:
    writes, cached = told["writes"], told["cached"]
    given = _texts(writes)
    places = {path: (*writes.path, place) for place, path in enumerate(given)}
    for fault in path_faults(given, "writes"):
        yield Problem(places.get(fault.field.partition(".")[2], writes.path), fault.given, fault.expected, fault.fix)
    kept = dict(cached.items())
    yield from translated(path_faults(kept, "cached"), _keyed(cached.path))
    for path, entry in kept.items():
        if path in given or (writes.text == EVERY[0] and path == "/*"):
            fix = "remove it from one of the two"
            yield entry.problem(f"{path}, which takes writes", "a path that is only read, since it is kept for everyone", fix)


def _rates(told: Cursor) -> Iterator[Problem]:
    for rate in told["rate_limits"].values():
        requests, per = rate["requests"].number, _seconds(rate["per"], RateLimit)
        if requests is not None and per is not None:
            for problem in translated(rate_faults(requests, per, _asked(told)), _below(rate.path)):
                yield replace(problem, given=shown(rate["per"].value)) if problem.path == rate["per"].path else problem
        for fault in path_faults([rate["path"].text or "/*"], "path"):
            yield rate["path"].problem(fault.given, fault.expected, fault.fix)
    if told["guard"].text == "none" and told["rate_limits"].value:
        yield told["rate_limits"].problem("rate limits", "none with guard: none, since a firewall counts", "write guard: block")


def _page(page: Cursor, directory: Path | None) -> Iterator[Problem]:
    """A stand-in page of one's own: there, and one that can stand in."""
    if page.text is None or directory is None:
        return
    try:
        text = (directory / page.text).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = "no file" if isinstance(error, FileNotFoundError) else "no text that can be read"
        expected = f"an HTML file beside the environment's, in {directory.name}/"
        yield page.problem(f"{shown(page.text)}, which is {why}", expected, "write the page there, or leave page out for ours")
        return
    for fault in page_faults(text):
        yield page.problem(f"{page.text}: {fault.given}", fault.expected, fault.fix)


def _countries(told: Cursor) -> Iterator[Problem]:
    if told["only"].value and told["never"].value:
        yield told["never"].problem("both only and never", "one of the two", "remove one")
    for kind in ("only", "never"):
        yield from repeated(told[kind].each(), "each country once")


def _in_time(environment: Cursor, told: Cursor) -> Iterator[Problem]:
    """How long a lost CDN is still answered, against what is promised of a lost cloud."""
    ttl = _seconds(told["ttl"], Edge)
    within = parsed(Seconds, environment["objectives"]["cloud"]["within"].value)
    if ttl is None or within is None or len(_asked(told)) < 2:
        return
    at = told["ttl"].path if told["ttl"].value is not None else told.path
    takes = {
        f"by the DNS of {NAMES[provider]} a lost CDN": replace(CHECKED[provider], ttl=ttl) for provider in providers_of(environment)
    }
    for fault in failover_faults(takes, within, objective="objectives.cloud.within"):
        yield Problem(at, fault.given, fault.expected, fault.fix)


def _seconds(written: Cursor, model: type[Model]) -> int | None:
    """A time in a field of a model; the usual one where nothing is written."""
    return model.model_fields[str(written.path[-1])].default if written.value is None else parsed(Seconds, written.value)


def _texts(entries: Cursor) -> list[str]:
    return [each.text for each in entries.each() if each.text is not None]


def _below(path: Steps) -> Callable[[str], Steps]:
    return lambda field: (*path, *(int(step) if step.isdecimal() else step for step in field.split(".")))


def _keyed(path: Steps) -> Callable[[str], Steps]:
    """The place of an entry whose key has dots of its own."""
    return lambda field: (*path, field.partition(".")[2]) if "." in field else path
