"""What every cloud promises: frozen arguments and output Protocols, equal on AWS and Alibaba Cloud.

A Protocol promises outcomes (subnets by tier and zone, egress addresses, capacity, a Kubernetes provider), never how a cloud
brings them about. Cloud-only settings sit in a subclass of the arguments beside that cloud's component, and what a cloud lacks
is absent from the class's `capabilities`.
"""

from ..addressing import ExtraTier, Tier
from ..capacity import Capacity
from ..choices import AclProtocol, Endpoint, FlowLogTarget, LinkVia, Nat, Traffic
from .access import Access
from .acl import Acl, AclRule
from .addon import Addon
from .adoption import Adoption, AdoptionError
from .baseline import Limits, Quota
from .bucket import Bucket, BucketArgs, BucketUse
from .cluster import Cluster, ClusterArgs
from .delivery import ClassParameters, CustomObject, Delivery, Disks, Health, Route
from .dhcp import Dhcp
from .edge import Edge, EdgeArgs, RateLimit
from .edge_key import EdgeKey, Fronted
from .entries import Entry
from .expose import Expose
from .fleet import Fleet, FleetArgs
from .floors import KEEPER_NAMESPACE, FloorKeeperArgs, FloorKeeping, Floors
from .flow_logs import FlowLogs
from .front import Entrance, Front
from .identity import IDENTITY_ANNOTATION, granted, rolling
from .instances import Attributes
from .job import JobArgs
from .lifecycle import LifecycleHook, Refresh
from .link import End, Link, LinkArgs
from .listeners import Listener
from .load_balancer import LoadBalancer, LoadBalancerArgs
from .metrics import EXPRESSION, Formula, Metric, Series
from .network import Network, NetworkArgs
from .peer import Peer
from .pods import PodArgs
from .pool import Pool, Taint
from .private_zone import PrivateZone, PrivateZoneArgs
from .public_zone import PublicZone, PublicZoneArgs
from .records import Record
from .route_tables import tables_of
from .scaling import PredictiveScaling, ScalingPolicy, Step, StepScaling, TargetTracking, by_cpu
from .scope import scope
from .secret import Reader, Secret
from .targets import HealthCheck, Target, TargetGroup
from .traffic import GtmCheck, ServedName, Serving, SiteCheck, TrafficArgs
from .workload import WorkloadArgs
from .workload_parts import Probe, Probes, Volume

__all__ = [
    "EXPRESSION",
    "IDENTITY_ANNOTATION",
    "KEEPER_NAMESPACE",
    "Access",
    "Acl",
    "AclProtocol",
    "AclRule",
    "Addon",
    "Adoption",
    "AdoptionError",
    "Attributes",
    "Bucket",
    "BucketArgs",
    "BucketUse",
    "Capacity",
    "ClassParameters",
    "Cluster",
    "ClusterArgs",
    "CustomObject",
    "Delivery",
    "Dhcp",
    "Disks",
    "Edge",
    "EdgeArgs",
    "EdgeKey",
    "End",
    "Endpoint",
    "Entrance",
    "Entry",
    "Expose",
    "ExtraTier",
    "Fleet",
    "FleetArgs",
    "FloorKeeperArgs",
    "FloorKeeping",
    "Floors",
    "FlowLogTarget",
    "FlowLogs",
    "Formula",
    "Front",
    "Fronted",
    "GtmCheck",
    "Health",
    "HealthCheck",
    "JobArgs",
    "LifecycleHook",
    "Limits",
    "Link",
    "LinkArgs",
    "LinkVia",
    "Listener",
    "LoadBalancer",
    "LoadBalancerArgs",
    "Metric",
    "Nat",
    "Network",
    "NetworkArgs",
    "Peer",
    "PodArgs",
    "Pool",
    "PredictiveScaling",
    "PrivateZone",
    "PrivateZoneArgs",
    "Probe",
    "Probes",
    "PublicZone",
    "PublicZoneArgs",
    "Quota",
    "RateLimit",
    "Reader",
    "Record",
    "Refresh",
    "Route",
    "ScalingPolicy",
    "Secret",
    "Series",
    "ServedName",
    "Serving",
    "SiteCheck",
    "Step",
    "StepScaling",
    "Taint",
    "Target",
    "TargetGroup",
    "TargetTracking",
    "Tier",
    "Traffic",
    "TrafficArgs",
    "Volume",
    "WorkloadArgs",
    "by_cpu",
    "granted",
    "rolling",
    "scope",
    "tables_of",
]
