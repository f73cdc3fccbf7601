"""Makes the arguments of every component before the first resource is made: what one refuses is told at its place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from components.errors import ArgumentFault, ArgumentsError
from components.naming import Cloud

from . import edge, edge_keys
from .arguments import SiteArguments
from .baseline import BASELINE, baseline_place
from .buckets import buckets
from .clusters import cluster_place
from .environment import Loaded
from .environment.problems import Problem, Steps
from .exposures import front_place, lacking_gateways
from .fleets import fleet_place
from .links import lacking_keys, rehearsed_links
from .load_balancers import load_balancer_place
from .namespace_room import crowded
from .networks import lacking, network_place
from .nodes import lacking_nodes
from .traffic import rehearsed_names


def check(loaded: Loaded) -> None:
    """Make the arguments of every component.

    Raises:
        EnvironmentFaults: with every fault that a component finds in its arguments, what is asked of a cloud that lacks it, and
            pods that no node of their cluster, or no namespace, has room for.
    """
    problems = [*lacking_nodes(loaded.environment), *crowded(loaded.environment), *lacking_keys(loaded), *edge_keys.lacking(loaded)]
    for site in loaded.environment.sites:
        lacks = [*lacking(loaded.environment, site), *lacking_gateways(loaded.environment, site)]
        told = {problem.path for problem in lacks}
        refused = (problem for problem in _refused(SiteArguments(loaded, site)) if problem.path not in told)
        problems += [*lacks, *refused]
    if not problems:
        problems += _unjoined(loaded)
    if problems:
        raise loaded.refused(problems)


def _unjoined(loaded: Loaded) -> Iterator[Problem]:
    """What gateways, links, zones, names and CDNs refuse, once the sites that they join are sound."""
    for path, make in (*rehearsed_links(loaded), *rehearsed_names(loaded), *edge.rehearsed(loaded)):
        try:
            make()
        except ArgumentsError as error:
            yield from (Problem(path, fault.given, fault.expected, fault.fix) for fault in error.faults)


def _refused(arguments: SiteArguments) -> Iterator[Problem]:
    site, cloud = arguments.name, arguments.loaded.environment.sites[arguments.name].cloud
    refused: set[Steps] = set()
    stored: Iterable[tuple[Steps, Callable[[], object]]] = (
        (("buckets", name), make) for name, make in buckets(arguments.loaded, site).items()
    )
    for path, make in (*arguments.rehearsed(), *stored):
        if any(inner[: len(path)] == path for inner in refused):
            continue  # a part of it was refused: a cluster's pool, a network's flow logs
        try:
            make()
        except ArgumentsError as error:
            refused.add(path)
            for fault in error.faults:
                yield Problem(_place(fault, path, site, cloud), fault.given, fault.expected, fault.fix)


def _place(fault: ArgumentFault, path: Steps, site: str, cloud: Cloud) -> Steps:
    """Where the environment says what a component refuses, which may be under another name, or of its site."""
    steps: Steps = tuple(int(step) if step.isdecimal() else step for step in fault.field.split("."))
    if path[0] == "sites":
        return network_place(path, steps, cloud)
    if path[0] == "fleets" and "load_balancer" in path:
        return load_balancer_place(path, steps, site, cloud)
    if path[0] == "fleets":
        return fleet_place(path, steps, cloud)
    if path[-1] == "event_floors":
        return (*path, *steps)
    if path[0] == "clusters" and path[2:3] and path[2] in BASELINE:
        return baseline_place(path, fault.field, site)
    if path[0] == "clusters" and "load_balancers" in path:
        return front_place(path, steps, cloud, site)
    if path[0] == "clusters":
        return cluster_place(path, steps, cloud, site)
    return (*path, *steps)
