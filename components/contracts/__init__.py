"""What every cloud promises: frozen arguments and output Protocols, equal on AWS and Alibaba Cloud.

A Protocol promises outcomes (subnets by tier and zone, egress addresses, capacity, a Kubernetes provider), never how a cloud
brings them about. Cloud-only settings sit in a subclass of the arguments beside that cloud's component, and what a cloud lacks
is absent from the class's `capabilities`.
"""

from ..addressing import Tier
from ..capacity import Capacity
from .cluster import Cluster, ClusterArgs, Endpoint, Pool
from .fleet import Fleet, FleetArgs, Refresh
from .network import Nat, Network, NetworkArgs
from .workload import WorkloadArgs

__all__ = [
    "Capacity",
    "Cluster",
    "ClusterArgs",
    "Endpoint",
    "Fleet",
    "FleetArgs",
    "Nat",
    "Network",
    "NetworkArgs",
    "Pool",
    "Refresh",
    "Tier",
    "WorkloadArgs",
]
