"""The canonical table of type tokens, which every URN and every check depends on."""

from __future__ import annotations

import pytest

from components.alicloud.load_balancer import LoadBalancer as AlicloudLoadBalancer
from components.aws.load_balancer import LoadBalancer
from components.kubernetes.autoscaler import Autoscaler
from components.kubernetes.namespace import Namespace
from components.kubernetes.workload import Workload
from components.multicloud.enterprise_network import EnterpriseNetwork
from components.multicloud.link_routes import LinkRoutes
from components.multicloud.transit_gateway import TransitGateway
from tests.support.clouds import ALICLOUD, AWS
from tests.support.clusters import ACK, EKS
from tests.support.zones import ALICLOUD_ZONES, AWS_ZONES

TOKENS = {
    "nusantara:aws:Network": AWS.network.Network,
    "nusantara:aws:Fleet": AWS.fleet.Fleet,
    "nusantara:aws:LoadBalancer": LoadBalancer,
    "nusantara:alicloud:LoadBalancer": AlicloudLoadBalancer,
    "nusantara:alicloud:Network": ALICLOUD.network.Network,
    "nusantara:alicloud:Fleet": ALICLOUD.fleet.Fleet,
    "nusantara:aws:Cluster": EKS.module.Cluster,
    "nusantara:alicloud:Cluster": ACK.module.Cluster,
    "nusantara:aws:PrivateZone": AWS_ZONES.module.PrivateZone,
    "nusantara:alicloud:PrivateZone": ALICLOUD_ZONES.module.PrivateZone,
    "nusantara:multicloud:EnterpriseNetwork": EnterpriseNetwork,
    "nusantara:multicloud:LinkRoutes": LinkRoutes,
    "nusantara:multicloud:TransitGateway": TransitGateway,
    "nusantara:kubernetes:Autoscaler": Autoscaler,
    "nusantara:kubernetes:Namespace": Namespace,
    "nusantara:kubernetes:Workload": Workload,
}

ON_A_CLOUD = {token: component for token, component in TOKENS.items() if token.split(":")[1] in ("aws", "alicloud")}


@pytest.mark.parametrize(("token", "component"), TOKENS.items(), ids=TOKENS)
def test_a_component_keeps_its_type_token(token, component):
    assert token == component.TYPE


@pytest.mark.parametrize("component", ON_A_CLOUD.values(), ids=ON_A_CLOUD)
def test_a_component_says_what_its_cloud_can_do(component):
    assert isinstance(component.capabilities, frozenset)
