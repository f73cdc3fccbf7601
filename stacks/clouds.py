"""The components of each cloud, imported when a site of that cloud asks for them: a program pays for no SDK it does not use."""

from __future__ import annotations

from typing import Any, NamedTuple

from components.contracts import Delivery
from components.naming import Cloud


class Kind(NamedTuple):
    """A component and the class of its arguments."""

    component: type[Any]
    args: type[Any]


def network(cloud: Cloud) -> Kind:
    """A cloud's network."""
    match cloud:
        case "aws":
            from components.aws.network import Network, NetworkArgs

            return Kind(Network, NetworkArgs)
        case "alicloud":
            from components.alicloud import network as alicloud

            return Kind(alicloud.Network, alicloud.NetworkArgs)


def fleet(cloud: Cloud) -> Kind:
    """A cloud's fleet."""
    match cloud:
        case "aws":
            from components.aws.fleet import Fleet, FleetArgs

            return Kind(Fleet, FleetArgs)
        case "alicloud":
            from components.alicloud import fleet as alicloud

            return Kind(alicloud.Fleet, alicloud.FleetArgs)


def load_balancer(cloud: Cloud) -> Kind:
    """A cloud's load balancer."""
    match cloud:
        case "aws":
            from components.aws.load_balancer import LoadBalancer, LoadBalancerArgs

            return Kind(LoadBalancer, LoadBalancerArgs)
        case "alicloud":
            from components.alicloud import load_balancer as alicloud

            return Kind(alicloud.LoadBalancer, alicloud.LoadBalancerArgs)


def cluster(cloud: Cloud) -> Kind:
    """A cloud's cluster."""
    match cloud:
        case "aws":
            from components.aws.cluster import Cluster, ClusterArgs

            return Kind(Cluster, ClusterArgs)
        case "alicloud":
            from components.alicloud import cluster as alicloud

            return Kind(alicloud.Cluster, alicloud.ClusterArgs)


def pool(cloud: Cloud) -> type[Any]:
    """The arguments of a cloud's node pools."""
    match cloud:
        case "aws":
            from components.aws.pool_args import Pool

            return Pool
        case "alicloud":
            from components.alicloud import pool_args as alicloud

            return alicloud.Pool


def addon(cloud: Cloud) -> type[Any]:
    """What an add-on of a cloud's clusters is told."""
    match cloud:
        case "aws":
            from components.aws.cluster_addons import Addon

            return Addon
        case "alicloud":
            from components import contracts

            return contracts.Addon


def delivery(cloud: Cloud) -> Delivery:
    """How a cloud brings requests to pods."""
    match cloud:
        case "aws":
            from components.kubernetes.on_eks import OnEks

            return OnEks()
        case "alicloud":
            from components.kubernetes.on_ack import OnAck

            return OnAck()


def disks(cloud: Cloud) -> type[Any]:
    """What a storage class of a cloud's clusters is told of its disks."""
    match cloud:
        case "aws":
            from components.kubernetes.ebs_disks import EbsDisks

            return EbsDisks
        case "alicloud":
            from components.kubernetes.alicloud_disks import AlicloudDisks

            return AlicloudDisks


def chart_access(cloud: Cloud) -> Kind | None:
    """What charts have in a cloud; None where none of them calls it."""
    if cloud == "alicloud":
        return None
    from components.aws.chart_access import ChartAccess, ChartAccessArgs

    return Kind(ChartAccess, ChartAccessArgs)


def private_zone(cloud: Cloud) -> Kind:
    """A cloud's private DNS zone."""
    match cloud:
        case "aws":
            from components.aws.private_zone import PrivateZone, PrivateZoneArgs

            return Kind(PrivateZone, PrivateZoneArgs)
        case "alicloud":
            from components.alicloud import private_zone as alicloud

            return Kind(alicloud.PrivateZone, alicloud.PrivateZoneArgs)


def bucket(cloud: Cloud) -> Kind:
    """A cloud's bucket."""
    match cloud:
        case "aws":
            from components.aws.bucket import Bucket, BucketArgs

            return Kind(Bucket, BucketArgs)
        case "alicloud":
            from components.alicloud import bucket as alicloud

            return Kind(alicloud.Bucket, alicloud.BucketArgs)


def service_roles(cloud: Cloud) -> Kind | None:
    """The roles that a cloud's clusters need of an account; None where they need none."""
    if cloud == "aws":
        return None
    from components.alicloud.service_roles import ServiceRoles, ServiceRolesArgs

    return Kind(ServiceRoles, ServiceRolesArgs)


def public_zone(cloud: Cloud) -> Kind:
    """A provider's public DNS zone."""
    match cloud:
        case "aws":
            from components.contracts import PublicZoneArgs
            from components.multicloud.route53_zone import Route53Zone

            return Kind(Route53Zone, PublicZoneArgs)
        case "alicloud":
            from components.multicloud.alidns_zone import AlidnsZone, AlidnsZoneArgs

            return Kind(AlidnsZone, AlidnsZoneArgs)


def traffic(cloud: Cloud) -> Kind:
    """A provider's answers for a name that several sites serve."""
    from components.contracts import TrafficArgs

    match cloud:
        case "aws":
            from components.multicloud.route53_traffic import Route53Traffic

            return Kind(Route53Traffic, TrafficArgs)
        case "alicloud":
            from components.multicloud.gtm_traffic import GtmTraffic

            return Kind(GtmTraffic, TrafficArgs)


def edge(cloud: Cloud) -> Kind:
    """A cloud's CDN."""
    match cloud:
        case "aws":
            from components.multicloud.edge_aws import CloudFront, CloudFrontArgs

            return Kind(CloudFront, CloudFrontArgs)
        case "alicloud":
            from components.multicloud.edge_alicloud import Dcdn, DcdnArgs

            return Kind(Dcdn, DcdnArgs)


def names(cloud: Cloud) -> Kind:
    """Names beside one that a CDN stands in front of, at a provider of DNS."""
    from components.multicloud.edge_names import AlidnsNames, NamesArgs, Route53Names

    return Kind(Route53Names if cloud == "aws" else AlidnsNames, NamesArgs)
