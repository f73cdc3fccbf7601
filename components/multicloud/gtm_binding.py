"""What joins addresses, pools and names of GTM 3.0, which the provider makes apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_alicloud as alicloud
from pulumi_alicloud import alidnscloudgtmaddress as gtm

from .. import contracts
from ..traffic.gtm_calls import digest, member, template
from ..traffic.places import line


@dataclass(frozen=True, kw_only=True)
class Pool:
    """A pool and what is to be in it.

    Args:
        key: what it is called in the plan.
        made: what it is in GTM.
        members: by name the id of an address, and its share in percent, 0 where nothing is weighed.
        places: whom it is for; everybody where nothing is said.
    """

    key: str
    made: gtm.Pool
    members: dict[str, tuple[pulumi.Output[str], int]]
    places: tuple[str, ...]


def bind(
    name: str,
    args: contracts.TrafficArgs,
    pools: list[Pool],
    instance: alicloud.alidnscloudgtm.InstanceConfig,
    opts: pulumi.ResourceOptions,
) -> None:
    """Join a name's pools and addresses by a run of CloudOps Orchestration Service, under the rights of whoever deploys.

    A run is never changed: its name ends in a digest of what it joins, so that other weights are another run. Nothing that answers
    is replaced, and nothing is unjoined by the going of the earlier one. Its record stays with OOS until the template goes, since
    the provider fails where it is to delete one that is not there any more (resource_alicloud_oos_execution.go).

    The provider takes a run that has failed for one that is there, so the program looks at how it ended.

    Args:
        name: the stable name that each resource's begins with.
        args: what the name is made from.
        pools: its pools, in their sequence.
        instance: the name in GTM.
        opts: options of each resource.
    """
    alerts = bool(args.alarms) and args.decides is not None
    content = template([pool.key for pool in pools], alerts=alerts)
    written = alicloud.oos.Template(
        f"{name}-join",
        template_name=_called(args.answered),
        content=content,
        auto_delete_executions=True,
        tags=args.tags,
        opts=opts,
    )
    told: dict[str, Any] = {"InstanceId": instance.instance_id, "ConfigId": instance.config_id}
    told["Pools"] = [
        member("AddressPoolId", pool.made.id, place, sources=[line(each) for each in pool.places])
        for place, pool in enumerate(pools, 1)
    ]
    for number, pool in enumerate(pools):
        told[f"Pool{number}"] = pool.made.id
        told[f"Addresses{number}"] = [
            member("AddressId", address, place, weight=weight) for place, (address, weight) in enumerate(pool.members.values(), 1)
        ]
    if alerts:
        told["Groups"] = list(args.alarms)
    run = alicloud.oos.Execution(
        f"{name}-join-{digest(_shape(args, pools, content))}",
        template_name=written.template_name,
        parameters=pulumi.Output.json_dumps(told, sort_keys=True),
        safety_check="Skip",
        # A run is over once it was made: other tags would have it run anew, and are nothing to anybody.
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(ignore_changes=["tags"], retain_on_delete=True)),
    )
    pulumi.Output.all(run.status, run.status_message, run.urn).apply(lambda ended: look(args.answered, *ended))


def _shape(args: contracts.TrafficArgs, pools: list[Pool], content: str) -> dict[str, Any]:
    """What is joined, as far as the plan knows it: everything but ids."""
    members = {
        pool.key: {"places": pool.places, "members": {key: share for key, (_, share) in pool.members.items()}} for pool in pools
    }
    return {"pools": members, "order": [pool.key for pool in pools], "content": content, "alarms": list(args.alarms)}


def look(name: str, status: str | None, message: str | None, urn: str) -> None:
    """Stop an update whose run failed, which is not run again by itself, since it is there; a preview shows all the rest.

    Args:
        name: the whole name that is answered.
        status: how the run ended; None where it has not run yet.
        message: what it said.
        urn: the run's.

    Raises:
        RunError: in an update.
    """
    if status not in {"Failed", "Cancelled"}:
        return
    ended = f"{name}: GTM's pools were not joined; the run of CloudOps Orchestration Service ended as {status}: {message}"
    told = f"{ended}; fix: mend that, then run it again by nusa up --replace {urn}"
    if not pulumi.runtime.is_dry_run():
        raise pulumi.RunError(told)
    pulumi.log.warn(told)


def _called(name: str) -> str:
    """The name of a template: letters, digits, hyphens and underscores."""
    return f"gtm-{name.replace('.', '-')}"
