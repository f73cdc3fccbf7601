"""Resources of networks made by hand, as a preview has them: what will be created has no id, and refers by dependencies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import urn
from engine.resource import Resource
from engine.values import UNKNOWN

STACK = urn.make("dev", "shop", "", urn.ROOT_STACK_TYPE, "shop-dev")


class Plan:
    """The resources of one site, children of a component named as it is.

    Args:
        site: the site's name.
        region: what its provider is configured with.
        package: aws or alicloud.
    """

    def __init__(self, site: str = "jakarta", *, region: str = "ap-southeast-3", package: str = "aws") -> None:
        self.site, self.resources = site, list[Resource]()
        self._component = self.add(f"nusantara:{package}:Network", site, parent=STACK)
        provider = self.add(f"pulumi:providers:{package}", site, parent=STACK, identity="p-1", region=region)
        self._provider = f"{provider.urn}::p-1"

    def add(self, type_: str, name: str, *, parent: str = "", identity: str = "", outputs: Any = None, **inputs: Any) -> Resource:
        """A resource; a resource or a list of them as an input is a reference to something that has no id yet."""
        needs: dict[str, tuple[str, ...]] = {}
        known: dict[str, Any] = {}
        for key, value in inputs.items():
            targets = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
            if all(isinstance(each, Resource) for each in targets):
                needs[key], known[key] = tuple(each.urn for each in targets), UNKNOWN
            else:
                known[key] = value
        parent = parent or self._component.urn
        made = Resource(
            urn=urn.make("dev", "shop", "" if parent == STACK else self._component.type, type_, name),
            type=type_,
            id=identity,
            parent=parent,
            custom=not type_.startswith("nusantara:"),
            provider=getattr(self, "_provider", "") if not type_.startswith(("nusantara:", "pulumi:")) else "",
            inputs=known,
            outputs=outputs or {},
            property_dependencies=needs,
        )
        self.resources.append(made)
        return made

    def aws(self, kind: str, part: str, **inputs: Any) -> Resource:
        """A resource of aws.ec2, by its class, and its part of the name."""
        return self.add(f"aws:ec2/{kind[:1].lower()}{kind[1:]}:{kind}", f"{self.site}-{part}", **inputs)

    def subnet(self, vpc: Any, tier: str, zone: str, block: str, table: Resource | None = None, **inputs: Any) -> Resource:
        """A subnet of AWS, following a route table if one is given."""
        place = f"ap-southeast-3{zone}"
        made = self.aws("Subnet", f"{tier}-{zone}", vpcId=vpc, cidrBlock=block, availabilityZone=place, **inputs)
        if table is not None:
            self.aws("RouteTableAssociation", f"{tier}-{zone}", subnetId=made, routeTableId=table)
        return made


def everything() -> Plan:
    """A network on AWS with all that a picture knows, in two zones that are not alike."""
    plan = Plan()
    vpc = plan.aws("Vpc", "vpc", cidrBlock="10.32.0.0/16", assignGeneratedIpv6CidrBlock=True)
    pods = plan.aws("VpcIpv4CidrBlockAssociation", "pods", vpcId=vpc, cidrBlock="10.33.0.0/16")
    internet = plan.aws("InternetGateway", "internet", vpcId=vpc)
    outward = plan.aws("EgressOnlyInternetGateway", "outward", vpcId=vpc)
    office = plan.aws("CarrierGateway", "office", vpcId=vpc)
    plan.aws("FlowLog", "flow-logs", vpcId=vpc, logDestinationType="s3")
    public = plan.aws("RouteTable", "public", vpcId=vpc)
    plan.aws("Route", "public-out", routeTableId=public, gatewayId=internet, destinationCidrBlock="0.0.0.0/0")
    plan.aws("Route", "public-out-ipv6", routeTableId=public, gatewayId=internet, destinationIpv6CidrBlock="::/0")
    data = plan.aws("RouteTable", "data", vpcId=vpc)
    blocks = {
        "a": ("10.32.16.0/22", "10.32.0.0/20", "10.33.0.0/19", "10.32.20.0/22"),
        "b": ("10.32.48.0/22", "10.32.32.0/20", "10.33.32.0/19", "10.32.52.0/22"),
    }
    private, hosts, guarded = {}, [], []
    for zone, (of_public, of_private, of_pods, of_data) in blocks.items():
        subnet = plan.subnet(vpc, "public", zone, of_public, public, ipv6CidrBlock=UNKNOWN)
        gateway = plan.aws("NatGateway", f"nat-{zone}", subnetId=subnet, allocationId="eipalloc-0kept" if zone == "a" else UNKNOWN)
        private[zone] = plan.aws("RouteTable", f"private-{zone}", vpcId=vpc)
        way: dict[str, Any] = {"routeTableId": private[zone]}
        plan.aws("Route", f"private-{zone}-out", **way, natGatewayId=gateway, destinationCidrBlock="0.0.0.0/0")
        plan.aws("Route", f"private-{zone}-out-ipv6", **way, egressOnlyGatewayId=outward, destinationIpv6CidrBlock="::/0")
        hosts.append(plan.subnet(vpc, "private", zone, of_private, private[zone], ipv6CidrBlock="2001:db8:0:1::/64"))
        plan.subnet(pods, "pods", zone, of_pods, private[zone])  # its network is that of the block
        guarded.append(plan.subnet(vpc, "data", zone, of_data, data))
    plan.aws("Route", "private-a-office", routeTableId=private["a"], gatewayId=office, destinationCidrBlock="192.168.10.0/24")
    plan.aws("NetworkAcl", "data", vpcId=vpc, subnetIds=guarded)
    service = "com.amazonaws.ap-southeast-3"
    tables = [*private.values(), data]
    plan.aws("VpcEndpoint", "s3", vpcId=vpc, vpcEndpointType="Gateway", serviceName=f"{service}.s3", routeTableIds=tables)
    table = plan.aws("VpcEndpoint", "dynamodb", vpcId=vpc, serviceName=f"{service}.dynamodb")
    plan.aws("VpcEndpointRouteTableAssociation", "dynamodb-a", vpcEndpointId=table, routeTableId=private["a"])
    for name in ("ecr.api", "sts"):
        plan.aws("VpcEndpoint", name, vpcId=vpc, vpcEndpointType="Interface", serviceName=f"{service}.{name}", subnetIds=hosts)
    return plan
