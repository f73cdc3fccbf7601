"""What the loss of a site or a cloud takes from those that are left, since something they need was there; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from ..choices import Island
from .dependency import Dependency, Need, Needing, Recovery, needs, writing


@dataclass(frozen=True, kw_only=True)
class Promised:
    """A loss that an environment promises to live through.

    Args:
        of: what is lost, as objectives call it.
        lost: the site or the cloud by its name.
    """

    of: Island
    lost: str

    @property
    def without(self) -> str:
        """The loss in a sentence."""
        return f"without {self.lost}" if self.of == "site" else f"without all of {self.lost}"


@dataclass(frozen=True, kw_only=True)
class Stop(Promised):
    """A loss by which those that are left lose what they need.

    Args:
        on: the dependency that is gone with it.
        recovery: how that comes back.
        within: in how many seconds it is promised that what is left serves.
        waiting: what needs it, by kind and name, with the sites where it is left.
    """

    on: Dependency
    recovery: Recovery
    within: int
    waiting: Mapping[tuple[Needing, str], tuple[str, ...]]

    @property
    def who(self) -> str:
        """What waits, in a sentence: "checkout at bali, and shop at bali and solo"."""
        return _who((name, sites) for (_, name), sites in self.waiting.items())


def stops(environment: Mapping[str, Any]) -> Iterator[Stop]:
    """Every such loss, dependency by dependency.

    Args:
        environment: as `stacks.environment.Environment` is written in JSON, without a fault.
    """
    found: dict[str, list[Need]] = {}
    for need in needs(environment):
        if need.kind != "jobs":  # a job serves nobody, so that objectives say nothing of it
            found.setdefault(need.on.name, []).append(need)
    for wanting in found.values():
        on = wanting[0].on
        for of, within in _promised(environment):
            yield from _stop(environment, of, within, on, wanting)


@dataclass(frozen=True, kw_only=True)
class Unwritten(Promised):
    """A loss by which nobody can write some of a bucket until its writer is moved.

    Args:
        bucket: the bucket.
        prefixes: what is written at what is lost, each with its final slash.
        left: the sites that hold a replica of all of it.
        waiting: what says that it writes the bucket, by name, with the sites where it is left.
    """

    bucket: str
    prefixes: tuple[str, ...]
    left: tuple[str, ...]
    waiting: Mapping[str, tuple[str, ...]]

    @property
    def who(self) -> str:
        """What waits, in a sentence."""
        return _who(self.waiting.items())


def unwritten(environment: Mapping[str, Any]) -> Iterator[Unwritten]:
    """Every such loss, bucket by bucket: of workloads, since a job serves nobody.

    Args:
        environment: as `stacks.environment.Environment` is written in JSON, without a fault.
    """
    clouds = _clouds(environment)
    for bucket, said in (environment.get("buckets") or {}).items():
        writers = {told["writer"]: None for told in said["prefixes"].values()}
        for of, _ in _promised(environment):
            for lost in dict.fromkeys(clouds[site] if of == "cloud" else site for site in writers):
                gone = _gone(clouds, of, lost)
                taken = {prefix: told for prefix, told in sorted(said["prefixes"].items()) if told["writer"] in gone}
                copies = [set(told.get("replicas") or ()) - gone for told in taken.values()]
                waiting = {
                    name: left
                    for name, sites in writing(environment, bucket)
                    if gone & set(sites) and (left := tuple(site for site in sites if site not in gone))
                }
                if waiting:
                    held = tuple(sorted(set.intersection(*copies)))
                    prefixes = tuple(f"{prefix}/" for prefix in taken)
                    yield Unwritten(of=of, lost=lost, bucket=bucket, prefixes=prefixes, left=held, waiting=waiting)


def abroad(environment: Mapping[str, Any]) -> Iterator[tuple[Need, tuple[str, ...]]]:
    """What stands where personal data that it needs may not be, with those sites."""
    countries = {name: site.get("country") for name, site in environment["sites"].items()} if "sites" in environment else {}
    for need in needs(environment):
        allowed = need.on.countries(countries.get(need.on.primary))
        outside = tuple(site for site in need.sites if allowed is not None and countries[site] not in allowed)
        if outside:
            yield need, outside


def _promised(environment: Mapping[str, Any]) -> Iterator[tuple[Island, int]]:
    """The losses that objectives promise something after, and how soon."""
    promised = environment.get("objectives") or {}
    for of in get_args(Island):
        if of in promised and int(promised[of]["capacity"]):
            yield of, int(promised[of]["within"])


def _stop(environment: Mapping[str, Any], of: Island, within: int, on: Dependency, wanting: list[Need]) -> Iterator[Stop]:
    clouds = _clouds(environment)
    lost = clouds[on.primary] if of == "cloud" else on.primary
    gone = _gone(clouds, of, lost)
    waiting = {(need.kind, need.name): left for need in wanting if (left := tuple(site for site in need.sites if site not in gone))}
    if waiting and (recovery := on.after(gone)) is not None:
        yield Stop(of=of, lost=lost, on=on, recovery=recovery, within=within, waiting=waiting)


def _clouds(environment: Mapping[str, Any]) -> dict[str, str]:
    return {name: site.get("cloud", "") for name, site in (environment.get("sites") or {}).items()}


def _gone(clouds: Mapping[str, str], of: Island, lost: str) -> set[str]:
    """The sites that go with a site, or with a cloud."""
    return {name for name, cloud in clouds.items() if lost == (cloud if of == "cloud" else name)}


def _who(waiting: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    return ", and ".join(f"{name} at {' and '.join(sites)}" for name, sites in waiting)
