"""What is called of Alibaba Cloud DNS to put addresses into GTM's pools, and pools behind a name; pure.

The provider makes pools, addresses and names of GTM 3.0, but has nothing that joins them. Each of these calls replaces all that was
joined before, so calling it again changes nothing.

Sources: help.aliyun.com/zh/dns/api-alidns-2015-01-09-replacecloudgtmaddresspooladdress,
api-alidns-2015-01-09-replacecloudgtminstanceconfigaddresspool, api-alidns-2015-01-09-updatecloudgtminstanceconfigalert;
www.alibabacloud.com/help/doc-detail/120838.html (ACS::ExecuteAPI).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

_ALERTS = ("addr_alert", "addr_resume", "addr_pool_unavailable", "addr_pool_available")


def template(pools: Sequence[str], *, alerts: bool) -> str:
    """The text of an OOS template that fills pools, then puts them behind a name, then says who is told.

    What it is told when it runs: `Pool<n>` and `Addresses<n>` for each pool in its order, `InstanceId`, `ConfigId`, `Pools`, and
    `Groups` where somebody is told.

    Args:
        pools: what each pool is called in the text.
        alerts: whether anybody is told.
    """
    ids = {"InstanceId": "{{ InstanceId }}", "ConfigId": "{{ ConfigId }}"}
    tasks = [
        _call(
            f"fill-{pool}",
            "ReplaceCloudGtmAddressPoolAddress",
            AddressPoolId=f"{{{{ Pool{n} }}}}",
            Addresses=f"{{{{ Addresses{n} }}}}",
        )
        for n, pool in enumerate(pools)
    ]
    tasks.append(_call("answer", "ReplaceCloudGtmInstanceConfigAddressPool", **ids, AddressPools="{{ Pools }}"))
    kinds = {**{f"Pool{n}": "String" for n, _ in enumerate(pools)}, **{f"Addresses{n}": "Json" for n, _ in enumerate(pools)}}
    kinds |= {"InstanceId": "String", "ConfigId": "String", "Pools": "Json"}
    if alerts:
        told = [{"NoticeType": each, "EmailNotice": True} for each in _ALERTS]
        groups = {"AlertMode": "instance_config", "AlertGroup": "{{ Groups }}", "AlertConfig": told}
        tasks.append(_call("tell", "UpdateCloudGtmInstanceConfigAlert", **ids, **groups))
        kinds["Groups"] = "Json"
    whole = {
        "FormatVersion": "OOS-2019-06-01",
        "Description": "Puts addresses into the pools of a name, and pools behind it",
        "Parameters": {name: {"Type": kind} for name, kind in sorted(kinds.items())},
        "Tasks": tasks,
    }
    return json.dumps(whole, indent=2)


def _call(name: str, api: str, **parameters: Any) -> dict[str, Any]:
    return {
        "Name": name,
        "Action": "ACS::ExecuteAPI",
        "Properties": {"Service": "alidns", "API": api, "Parameters": parameters},
    }


def member(id_key: str, id_: Any, position: int, *, weight: int = 0, sources: Sequence[str] = ()) -> dict[str, Any]:
    """An address of a pool, or a pool of a name, as those calls take it.

    Args:
        id_key: AddressId or AddressPoolId.
        id_: its id, which may not be known yet.
        position: its place in a sequence, from 1.
        weight: its share, 1 to 100; none where nothing is weighed, which the service writes as 1.
        sources: the lines of whoever it is for; "default" is everybody.
    """
    return {id_key: id_, "SerialNumber": position, "WeightValue": weight or 1, "RequestSource": list(sources) or ["default"]}


def digest(told: Mapping[str, Any]) -> str:
    """What tells one joining from another: a run is never changed, so another joining is another run."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:8]
