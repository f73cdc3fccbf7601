"""What must hold of buckets, and of who uses them, read from raw data that may be wrong anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from components.data.flows import SOONEST, overlapping
from faults import nearest

from .dependency_rules import consented, site
from .placement import placed, selection
from .problems import Cursor, Problem, listed, shown, translated
from .values import Seconds, parsed

_EXAMPLE = "write replication: {cluster: main, image: rclone/rclone@sha256:…}"


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every such rule that is broken."""
    for bucket in environment["buckets"].values():
        yield from _prefixes(bucket, environment)
        yield from _times(bucket, environment)
        yield from _locked(bucket)
        homes = [(prefix["writer"], list(prefix["replicas"].each())) for _, prefix in bucket["prefixes"].items()]
        yield from consented(bucket, homes, environment)
    yield from _pushing(environment)
    yield from _alarmed(environment)
    for kind in ("workloads", "jobs"):
        for owner in environment[kind].values():
            yield from _used(owner, environment)


def _prefixes(bucket: Cursor, environment: Cursor) -> Iterator[Problem]:
    """One writer for each object: sites that exist, none that is its own replica, no prefix inside another."""
    prefixes = dict(bucket["prefixes"].items())
    for prefix in prefixes.values():
        yield from site(prefix["writer"], environment)
        seen: set[str] = set()
        for replica in prefix["replicas"].each():
            yield from site(replica, environment)
            if replica.text is not None and replica.text == prefix["writer"].text:
                expected = "another site, since an object has one writer"
                yield replica.problem(f"the writer's own site {replica.text}", expected, "name another site, or remove it")
            elif replica.text in seen:
                yield replica.problem(f"{shown(replica.text)} a second time", "each site once", "remove one")
            seen.add(replica.text or "")
    writers = {name: prefix["writer"].text or "" for name, prefix in prefixes.items()}
    yield from translated(overlapping(writers), lambda field: prefixes[field].path)


def _times(bucket: Cursor, environment: Cursor) -> Iterator[Problem]:
    """What each way can promise, and what one account's own replication takes."""
    within, clouds = bucket["within"], _clouds(environment)
    ways = set(_ways(bucket, clouds))
    soonest = max((SOONEST["s3"] if one == other else SOONEST["push"] for one, other in ways), default=0)
    if (seconds := parsed(Seconds, within.value)) is not None and seconds < soonest:
        same = next(iter(sorted(one for one, other in ways if one == other)), None)
        why = f", since replicas of one cloud ({same}) promise no less" if same else ""
        yield within.refused(f"{soonest // 60}m or more{why}", f"write {soonest // 60}m")
    for prefix in bucket["prefixes"].values():
        home = environment["sites"][prefix["writer"].text or ""]
        for replica in prefix["replicas"].each():
            there = environment["sites"][replica.text or ""]
            accounts = home["account"]["id"].text, there["account"]["id"].text
            if home["cloud"].text == there["cloud"].text and None not in accounts and accounts[0] != accounts[1]:
                expected = f"a site of the writer's account {accounts[0]}, since clouds replicate within an account here"
                yield replica.problem(f"{replica.text}, in account {accounts[1]}", expected, "choose another site, or remove it")


def _locked(bucket: Cursor) -> Iterator[Problem]:
    lock, expire = bucket["lock_days"], bucket["expire_days"]
    if lock.number is None:
        return
    if expire.number is not None and expire.number < lock.number:
        yield expire.refused(f"{lock.number} or more, for which nothing can be deleted", f"write {lock.number}")
    if bucket["deletions"].value is True:
        yield bucket["deletions"].problem("true", "false, since nothing can be deleted while it is locked", "remove it")


def _pushing(environment: Cursor) -> Iterator[Problem]:
    """What pushes from one cloud to the other: a cluster with an issuer at each site that writes, and accounts to trust it."""
    told, clouds = environment["replication"], _clouds(environment)
    pushed = list(dict.fromkeys(_pushed(environment, clouds)))
    if not pushed:
        return
    writers = list(dict.fromkeys(writer for writer, _ in pushed))
    if told.value is None:
        yield told.problem("missing", f"what pushes objects of {' and '.join(writers)} to the other cloud", _EXAMPLE)
        return
    clusters = [name for name, _ in environment["clusters"].items()]
    named = told["cluster"]
    if named.text is not None and named.text not in clusters:
        near = nearest(named.text, clusters)
        yield named.refused(
            f"a cluster: {listed(clusters)}" if clusters else "a cluster", f"write {near}" if near else "declare it"
        )
    elif named.text is not None:
        cluster = environment["clusters"][named.text]
        there = [name for name, _, _ in placed(environment, cluster["sites"])]
        for writer in writers:
            if writer not in there:
                yield named.problem(
                    f"{named.text}, which is not at {writer}", "a cluster at each site that writes", f"add {writer} to it"
                )
        if cluster["issuer"].value is False:
            expected = "a cluster with an issuer, which the other cloud trusts"
            yield named.problem(f"{named.text}, which has no issuer", expected, "write issuer: true there")
    for name in dict.fromkeys(name for pair in pushed for name in pair):
        account = environment["sites"][name]["account"]
        if account.value is None:
            yield account.problem("missing", "the account whose roles trust the other cloud's clusters", "write its id and role")


def _alarmed(environment: Cursor) -> Iterator[Problem]:
    """In production what can break at night alarms someone: where it is measured how far behind a replica is."""
    if environment["tier"].text != "production":
        return
    clouds, measured = _clouds(environment), dict[str, None]()
    for bucket in environment["buckets"].values():
        for prefix in bucket["prefixes"].values():
            for replica in prefix["replicas"].each():
                ends = [replica.text or "", prefix["writer"].text or ""]
                measured.update(dict.fromkeys([site for site in ends if clouds.get(site) == "aws"][:1]))
    for name in measured:
        alarms = environment["sites"][name]["alarms"]
        if alarms.value in (None, []):
            expected = f"where alarms of replicas go that are measured at {name}, in production"
            yield alarms.problem("missing", expected, "write alarms: [an SNS topic of the region]")


def _used(owner: Cursor, environment: Cursor) -> Iterator[Problem]:
    """Buckets that are there where it runs, and a writer where it writes."""
    known = [name for name, _ in environment["buckets"].items()]
    sites = [name for name, _, _ in placed(environment, selection(environment, owner))]
    for name, use in owner["buckets"].items():
        if name not in known:
            near = nearest(name, known)
            expected = f"a bucket: {listed(known)}" if known else "a bucket, and the environment declares none"
            yield use.problem(f"the bucket {name}", expected, f"write {near}" if near else "declare it under buckets")
            continue
        prefixes = environment["buckets"][name]["prefixes"]
        if any(prefix["writer"].text is None for prefix in prefixes.values()):
            continue  # where it is nobody knows
        writers = {prefix["writer"].text for prefix in prefixes.values()}
        having = writers | {replica.text for prefix in prefixes.values() for replica in prefix["replicas"].each()}
        without = [each for each in sites if each not in having]
        if without:
            expected = f"a bucket at each of its sites; {name} is not at {' and '.join(without)}"
            fix = f"add {' and '.join(without)} to replicas of a prefix"
            yield use.problem(f"{name} at {' and '.join(sites)}", expected, fix, follows=prefixes.path)
        if use.text == "write" and sites and not writers & set(sites):
            expected = f"read, since none of its sites writes {name}"
            yield use.refused(expected, "write read, or let a prefix be written where it runs")


def _clouds(environment: Cursor) -> Mapping[str, str | None]:
    return {name: each["cloud"].text for name, each in environment["sites"].items()}


def _ways(bucket: Cursor, clouds: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    for prefix in bucket["prefixes"].values():
        for replica in prefix["replicas"].each():
            one, other = clouds.get(prefix["writer"].text or ""), clouds.get(replica.text or "")
            if one and other:
                yield one, other


def _pushed(environment: Cursor, clouds: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Writer and replica of whatever goes from one cloud to the other."""
    for bucket in environment["buckets"].values():
        for prefix in bucket["prefixes"].values():
            for replica in prefix["replicas"].each():
                writer, there = prefix["writer"].text or "", replica.text or ""
                if clouds.get(writer) and clouds.get(there) and clouds[writer] != clouds[there]:
                    yield writer, there
