"""The words that arguments are chosen from; pure, so that what reads an environment needs no component for them."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Nat: TypeAlias = Literal["none", "single", "per_zone"]
"""NAT gateways of a network."""
FlowLogTarget: TypeAlias = Literal["logs", "storage", "stream"]
"""Where records of connections go."""
Traffic: TypeAlias = Literal["all", "accepted", "rejected"]
"""Which connections are recorded."""
AclProtocol: TypeAlias = Literal["all", "tcp", "udp", "icmp"]
"""What a rule of a network ACL is about."""
Tenancy: TypeAlias = Literal["default", "dedicated"]
"""Whether hardware is shared with other customers of AWS."""
Endpoint: TypeAlias = Literal["private", "public"]
"""Where a cluster's API is reached."""
Controller: TypeAlias = Literal["Deployment", "StatefulSet"]
"""What runs the pods of a workload, by Kubernetes' own name."""
Plain: TypeAlias = Literal["redirect", "serve", "refuse"]
"""What becomes of plain HTTP in front of workloads."""
Via: TypeAlias = Literal["ingress", "gateway"]
"""By which of Kubernetes' interfaces a workload is exposed."""
Priority: TypeAlias = Literal["urgent", "usual", "batch"]
"""Whose pods go first where room in a cluster is short."""
Concurrency: TypeAlias = Literal["Forbid", "Allow", "Replace"]
"""What becomes of a job's run that is due while the last one goes on, by Kubernetes' own name."""
Every: TypeAlias = Literal["day", "week", "month", "year"]
"""How often an event recurs."""
Island: TypeAlias = Literal["site", "cloud"]
"""What can be lost at once."""
Headroom: TypeAlias = Literal["none", "site", "cloud"]
"""What may be lost while floors carry an event's peak all the same."""
Promotion: TypeAlias = Literal["automatic", "manual"]
"""Who makes a replica the one that is written to, once the primary is gone."""

Policy: TypeAlias = Literal["weighted", "latency", "geo", "failover"]
"""Which of several sites a name is answered with."""
Failover: TypeAlias = Literal["automatic", "manual"]
"""Who takes a site out of the answers: its health check, or a person."""
AllUnhealthy: TypeAlias = Literal["keep", "stand_in"]
"""What a name is answered with once no site serves."""
CheckProtocol: TypeAlias = Literal["https", "http", "tcp"]
"""What a health check of a site asks."""

LoadMetric: TypeAlias = Literal["cpu", "network_in", "network_out", "requests"]
"""What every cloud measures of a fleet by itself."""
Statistic: TypeAlias = Literal["average", "minimum", "maximum", "sum"]
"""How the values of a metric become one."""
InstancePlacement: TypeAlias = Literal["spread", "cluster", "partition"]
"""Where instances stand beside each other: on hardware of their own, near one another, or in groups that share none."""
StepUnit: TypeAlias = Literal["instances", "percent"]
"""What a step of scaling is counted in."""
AcceleratorType: TypeAlias = Literal["gpu", "fpga", "inference"]
"""What else than a CPU computes in an instance."""
AcceleratorMaker: TypeAlias = Literal["nvidia", "amd", "amazon-web-services", "xilinx"]
"""Who made that."""
CpuMaker: TypeAlias = Literal["intel", "amd", "amazon-web-services"]
"""Who made an instance's processor."""
LocalStorage: TypeAlias = Literal["included", "required", "excluded"]
"""Whether instances have disks of their own."""
LocalStorageType: TypeAlias = Literal["ssd", "hdd"]
"""What such disks are."""
SpotAllocation: TypeAlias = Literal["priority", "lowest_price", "price_capacity"]
"""How spot instances are chosen among the types that will do."""
HookPoint: TypeAlias = Literal["launch", "terminate"]
"""When a lifecycle hook holds an instance."""
HookResult: TypeAlias = Literal["continue", "abandon"]
"""What becomes of an instance that nobody spoke for in time."""
HealthSource: TypeAlias = Literal["instance", "load_balancer"]
"""Whose word on an instance's health counts."""
Balancing: TypeAlias = Literal["application", "network"]
"""What a load balancer understands: requests, or connections alone."""
Listening: TypeAlias = Literal["http", "https", "tcp", "tls", "udp"]
"""What a load balancer listens to."""
Serving: TypeAlias = Literal["http", "https", "tcp", "udp"]
"""What the machines behind a load balancer are spoken to in."""
Distribution: TypeAlias = Literal["round_robin", "least_requests"]
"""How a load balancer chooses among machines."""
LinkVia: TypeAlias = Literal["vpn", "peering", "transit"]
"""By what two networks are joined: tunnels between their gateways, a peering of the two, or routers that many networks share."""
Guard: TypeAlias = Literal["block", "count", "none"]
"""What a firewall in front of a name does with what its rules find."""
TlsFloor: TypeAlias = Literal["1.2", "1.3"]
"""The least version of TLS that users may come with."""
ROTATED: Final = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
"""That old versions of a policy make room for new ones: RAM keeps five, and would refuse the fifth change of it.

Source: www.alibabacloud.com/help/en/ram/developer-reference/api-ram-2015-05-01-createpolicyversion (RotateStrategy).
"""
