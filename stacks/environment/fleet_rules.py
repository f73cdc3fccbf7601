"""What must hold between the fields of a fleet, read from raw data that may be wrong anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from . import load_balancer_rules
from .placement import known, placed
from .problems import Cursor, Problem

KINDS = ("track", "step", "predict")
_BY_REGION = {
    "aws": ("kms_keys", "reservations", "termination_functions"),
    "alicloud": ("kms_keys", "earlier_images", "cancelled_images"),
}
_BY_SITE = {"alicloud": ("databases", "notify")}


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every rule that a fleet of the environment breaks."""
    for fleet in environment["fleets"].values():
        for name, policy in fleet["scaling"].items():
            yield from _policy(name, policy)
        yield from _units(environment, fleet)
        yield from load_balancer_rules.problems(environment, fleet)
        sites = {name: region for name, _, region in placed(environment, fleet["sites"])}
        for hook in fleet["hooks"].values():
            yield from known(hook["notify"], "site", list(sites))
        for cloud, by_region in _BY_REGION.items():
            here = [(name, region) for name, each, region in placed(environment, fleet["sites"]) if each == cloud]
            regions = dict.fromkeys(region for _, region in here if region)
            for field in by_region:
                yield from known(fleet[cloud][field], "region", list(regions))
            for field in _BY_SITE.get(cloud, ()):
                yield from known(fleet[cloud][field], "site", [name for name, _ in here])


def _units(environment: Cursor, fleet: Cursor) -> Iterator[Problem]:
    """Where the fleet's numbers would mean one thing on one cloud and another on the other, or machines are told too much."""
    clouds = {cloud for _, cloud, _ in placed(environment, fleet["sites"])}
    weights = {cloud: [each.number or 1 for each in fleet[cloud]["weights"].values()] for cloud in clouds}
    counted = fleet["aws"]["counted_in"]
    described = "aws" in clouds and counted.text in ("vcpus", "memory_mib")
    in_units = {cloud for cloud, each in weights.items() if each} | ({"aws"} if described else set())
    for cloud in sorted(in_units) if in_units != clouds else ():
        (other,) = clouds - in_units
        said = counted if cloud == "aws" and described else fleet[cloud]["weights"]
        yield said.problem(
            "machines that count as more than one",
            f"{other}.weights beside it, since capacity and instance_rps would count machines there, and units here",
            f"weigh the types on {other} too; 1 for those that are one unit",
        )
    serves = fleet["instance_rps"].number
    if serves is None or described:
        return
    most = serves * max((weight for each in weights.values() for weight in each), default=1)
    for policy in fleet["scaling"].values():
        track = policy["track"]
        aim = track["value"].value
        if track["metric"].text == "requests" and isinstance(aim, int | float) and aim > most:
            expected = f"{most} at most, which is what one machine serves by instance_rps"
            yield track["value"].refused(expected, "aim at less, or correct instance_rps")


def _policy(name: str, policy: Cursor) -> Iterator[Problem]:
    if name == "cpu":
        yield policy.problem(
            "the name cpu", "a name of its own, since target.cpu makes the policy cpu", "rename it, or write target"
        )
    if not isinstance(policy.value, dict):
        return
    kinds = [kind for kind in KINDS if kind in policy.value]
    if len(kinds) != 1:
        given = " and ".join(kinds) if kinds else "none of track, step and predict"
        yield policy.problem(given, "one of track, step and predict", "write a policy for each")
    for kind in KINDS:
        told = policy[kind].value
        if isinstance(told, dict) and told.keys() >= {"metric", "custom"}:
            yield policy[kind]["metric"].problem("metric beside custom", "one of them", "remove one of the two")
    for field in ("custom", "load", "capacity"):
        yield from _series(policy["predict"][field])


def _series(series: Cursor) -> Iterator[Problem]:
    """What is wrong with a metric of one's own that may be a formula instead."""
    said = series.value
    if not isinstance(said, dict):
        return
    whole = {"namespace", "name"}
    if "expression" not in said and not whole <= said.keys():
        yield series.problem("neither namespace and name nor expression", "one of the two", "write namespace and name")
    if "expression" not in said and "metrics" in said:
        yield series["metrics"].problem("metrics without a formula", "expression beside them", "write it, or remove them")
    for field in sorted((whole | {"dimensions", "statistic"}) & said.keys()) if "expression" in said else ():
        yield series[field].problem(f"{field} beside expression", "it below metrics", "move it, or remove one of the two")
