"""What every cloud promises: frozen arguments and output Protocols, equal on AWS and Alibaba Cloud.

A Protocol promises outcomes (subnets by tier and zone, egress addresses, capacity, a Kubernetes provider), never how a cloud
brings them about. Cloud-only settings sit in a subclass of the arguments beside that cloud's component, and what a cloud lacks
is absent from the class's `capabilities`.
"""

from ..addressing import ExtraTier, Tier
from ..capacity import Capacity
from ..choices import Endpoint, FlowLogTarget, Nat, Traffic
from .adoption import Adoption, AdoptionError
from .cluster import Cluster, ClusterArgs, Pool
from .fleet import Fleet, FleetArgs, Refresh
from .network import Dhcp, FlowLogs, Network, NetworkArgs
from .private_zone import PrivateZone, PrivateZoneArgs, Record
from .workload import WorkloadArgs

__all__ = [
    "Adoption",
    "AdoptionError",
    "Capacity",
    "Cluster",
    "ClusterArgs",
    "Dhcp",
    "Endpoint",
    "ExtraTier",
    "Fleet",
    "FleetArgs",
    "FlowLogTarget",
    "FlowLogs",
    "Nat",
    "Network",
    "NetworkArgs",
    "Pool",
    "PrivateZone",
    "PrivateZoneArgs",
    "Record",
    "Refresh",
    "Tier",
    "Traffic",
    "WorkloadArgs",
]
