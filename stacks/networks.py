"""From a site's network in the environment to the arguments of its component."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from components import contracts
from components.naming import Cloud

from . import clouds
from .environment.link import passing_ranges
from .environment.model import Environment, Site
from .environment.network import Acl, AlicloudNetwork, AwsNetwork, Network
from .environment.problems import Cursor, Problem, Steps
from .environment.values import NONE
from .regions import NAMES


def network_args(environment: Environment, name: str, tags: Mapping[str, str], **placed: Any) -> contracts.NetworkArgs:
    """What the network of a site is made from.

    Args:
        environment: the environment, whose log retention and deletion protection decide where the network says nothing, and whose
            links say which other sites its ACLs let pass.
        name: the site.
        tags: the site's tags.
        placed: what follows from the site's account.

    Raises:
        ArgumentsError: with every fault that the component finds; those of a part alone are found first.
    """
    site = environment.sites[name]
    network, linked = site.network, passing_ranges(environment, name)
    return clouds.network(site.cloud).args(
        region=site.region,
        zones=site.zones,
        cidr=network.cidr,
        pods=network.pods,
        tiers={name: contracts.ExtraTier(**tier.model_dump()) for name, tier in network.tiers.items()},
        pinned=network.pinned,
        adopt=_adoption(network),
        nat=network.nat,
        nat_zone=network.nat_zone,
        nat_addresses=network.nat_addresses,
        ipv6=network.ipv6,
        flow_logs=_flow_logs(network, environment),
        internet=network.internet,
        endpoint_tiers=network.endpoint_tiers,
        tier_tags=network.tier_tags,
        acls={tier: _opened(_acl(acl), _behind(tier, network, linked)) for tier, acl in network.acls.items()},
        data_acl=network.data_acl,
        data_from=_data_from(network, linked),
        dhcp=_dhcp(network),
        tags=tags,
        **_special(network, site.cloud),
        **placed,
    )


def network_parts(environment: Environment, site: Site) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """The arguments that a network's own hold, as calls that make them, with their paths below the network."""
    network = site.network
    yield ("adopt",), lambda: _adoption(network)
    yield ("flow_logs",), lambda: _flow_logs(network, environment)
    yield ("dhcp",), lambda: _dhcp(network)
    for tier, acl in network.acls.items():
        yield ("acls", tier), lambda acl=acl: _acl(acl)


_SPECIAL: Mapping[Cloud, type[AwsNetwork | AlicloudNetwork]] = {"aws": AwsNetwork, "alicloud": AlicloudNetwork}


class Need(NamedTuple):
    """What a value of a network's field asks of its cloud: a capability of the component, or else the value beside it."""

    field: tuple[str, ...]
    value: str
    capability: str
    instead: str


NEEDS = (
    Need(("flow_logs", "to"), "storage", "flow-logs-to-storage", "logs"),
    Need(("flow_logs", "to"), "stream", "flow-logs-to-stream", "logs"),
)


def lacking(environment: Environment, name: str) -> Iterator[Problem]:
    """What a site's network asks for and its cloud lacks, by the capabilities of the component's class."""
    site = environment.sites[name]
    network, capabilities = site.network.model_dump(), clouds.network(site.cloud).component.capabilities
    for need in NEEDS:
        given = Cursor(("sites", name, "network"), network)
        for step in need.field:
            given = given[step]
        if given.value == need.value and need.capability not in capabilities:
            yield given.refused(f"{need.instead}, since {NAMES[site.cloud]} has no {need.capability}", f"write {need.instead}")


def network_place(path: Steps, field: Steps, cloud: Cloud) -> Steps:
    """Where the environment says what a network, or a part of it, refuses.

    Args:
        path: where what was made stands: `sites.<name>.network`, or a part below it.
        field: the field that the fault names.
        cloud: the cloud of the site.
    """
    match field:
        case ("region" | "zones", *_):
            return (*path[:2], field[0])
        case ("resource_group", *_):
            return (*path[:2], "account", *field)
        case ("tags", *_):
            return field
        case (str() as name, *_) if len(path) == 3 and name in _SPECIAL[cloud].model_fields:
            return (*path, cloud, *field)
        case _:
            return (*path, *field)


def _adoption(network: Network) -> contracts.Adoption | None:
    return contracts.Adoption(**network.adopt.model_dump()) if network.adopt else None


def _flow_logs(network: Network, environment: Environment) -> contracts.FlowLogs | None:
    logs = network.flow_logs
    if logs == NONE:
        return None
    keep = environment.deletion_protection if logs.keep is None else logs.keep
    return contracts.FlowLogs(to=logs.to, days=logs.days or environment.log_retention_days, traffic=logs.traffic, keep=keep)


def _dhcp(network: Network) -> contracts.Dhcp | None:
    return contracts.Dhcp(**network.dhcp.model_dump()) if network.dhcp else None


def _acl(acl: Acl) -> contracts.Acl:
    inward, outward = (tuple(contracts.AclRule(**rule.model_dump()) for rule in rules) for rules in (acl.inward, acl.outward))
    return contracts.Acl(inside=acl.inside, inward=inward, outward=outward, deny=acl.deny)


def _behind(guard: str, network: Network, linked: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The ranges of other sites that are to reach what stands behind an ACL: its tier, and those like it without their own."""
    like = {tier: network.tiers[tier].like if tier in network.tiers else tier for tier in linked}
    guarded = [tier for tier in linked if tier == guard or (tier not in network.acls and like[tier] == guard)]
    return tuple(dict.fromkeys(block for tier in guarded for block in linked[tier]))


def _opened(acl: contracts.Acl, ranges: tuple[str, ...]) -> contracts.Acl:
    """An ACL that lets linked sites pass as it lets the network itself; one that does not is opened by its own rules alone."""
    if not ranges or not acl.inside:
        return acl
    return replace(acl, inward=(*acl.inward, contracts.AclRule(blocks=ranges)))


def _data_from(network: Network, linked: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What reaches the data tier by the ACL that every network has: what is written, and what is linked with it."""
    if not network.data_acl or "data" in network.acls:
        return network.data_from
    return tuple(dict.fromkeys((*network.data_from, *_behind("data", network, linked))))


def _special(network: Network, cloud: Cloud) -> dict[str, Any]:
    """What the network is told on its cloud alone."""
    told = getattr(network, cloud) or _SPECIAL[cloud]()
    return {name: getattr(told, name) for name in _SPECIAL[cloud].model_fields}
