"""What a network can be told more, on each simulated cloud: turned on and off it replaces nothing, and it stays as it is."""

from __future__ import annotations

from typing import Any

import pytest

from components.addressing import ExtraTier
from components.contracts import Acl, AclRule
from tests.support.clouds import ALICLOUD, AWS, CLOUDS, Cloud
from tests.support.deployed import Deployed, changed

WORLD = ("0.0.0.0/0", "::/0")
USUAL: dict[str, Any] = {"zones": ("a", "b"), "flow_logs": None, "ipv6": True, "tiers": {"cache": ExtraTier(like="data", slot=1)}}
TOLD: dict[str, dict[str, Any]] = {
    "ACLs": {
        "acls": {
            "public": Acl(
                inward=(AclRule(blocks=WORLD, protocol="tcp", ports=(80, "443-444")), AclRule(blocks=WORLD, protocol="icmp")),
                outward=(AclRule(blocks=WORLD, protocol="udp", ports=(53,)),),
                deny=("192.0.2.0/24", "2001:db8::/32"),
            ),
            "cache": Acl(inside=False, inward=(AclRule(blocks=("private", "pods"), protocol="tcp", ports=(6379,)),)),
        }
    },
}
OF_ONE_CLOUD: dict[str, tuple[Cloud, dict[str, Any]]] = {}
CASES = [
    *(pytest.param(cloud, more, id=f"{name} on {cloud}") for name, more in TOLD.items() for cloud in CLOUDS),
    *(pytest.param(cloud, more, id=name) for name, (cloud, more) in OF_ONE_CLOUD.items()),
]
IN_PLACE = {"create", "update", "delete"}
KEPT = {AWS.name: ("Vpc ", "Subnet ", "Eip ", "NatGateway "), ALICLOUD.name: ("Network ", "Switch ", "EipAddress ", "NatGateway ")}


@pytest.mark.parametrize(("cloud", "more"), CASES)
def test_it_is_turned_on_and_off_and_nothing_moves(cloud: Cloud, more: dict[str, Any], tmp_path):
    network = Deployed(cloud, tmp_path / "one", tmp_path / "clouds.sqlite")
    assert network.up(**USUAL).exit_code == 0
    before = {name: kept for name, kept in network.ids().items() if name.startswith(KEPT[cloud.name])}
    for given in ({**USUAL, **more}, USUAL):
        result = network.up(**given)
        assert result.exit_code == 0, network.errors(result)
        assert changed(result)
        assert changed(result).keys() <= IN_PLACE | {"replace", "create-replacement", "delete-replaced"}
        assert network.ids().items() >= before.items()
        assert changed(network.preview(**given)) == {}
    assert network.destroy().exit_code == 0
