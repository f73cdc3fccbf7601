"""The environment as its file says it: what a reviewer reads, typed; every field has its description.

A site's network, a fleet and a workload, of which there is most to say, are in `network`, `fleet` and `workload`; what only holds
between fields (a zone that its region lacks, networks over one another) in `rules`.
"""

from __future__ import annotations

from pydantic import Field

from components.choices import Endpoint
from components.naming import Cloud

from .base import Model
from .defaults import Tier
from .event import Event
from .fleet import Fleet
from .job import Job
from .network import Network
from .private_dns import PrivateDns
from .promises import Accepted, Objectives
from .sizes import Size, Types
from .values import Country, Domain, Key, Percent, Seconds, Selection, Text
from .workload import Workload


class Account(Model):
    """The account that a site's resources are made in."""

    id: str = Field(description="the account's id: 12 digits on AWS, 16 on Alibaba Cloud, quoted")
    role: Text = Field(description="the role that deployments assume in the account")
    resource_group: Text | None = Field(
        None, description="Alibaba Cloud only: the resource group, rg-…, of whatever can belong to one"
    )


class Site(Model):
    """One cloud in one region, with its zones."""

    cloud: Cloud = Field(description="the cloud: aws or alicloud")
    region: str = Field(description="the region by the cloud's own name, say ap-southeast-3")
    zones: tuple[str, ...] = Field(description="the letters of the zones in use, say [a, b, c]")
    country: Country = Field(description="the country that data stays in, two letters of ISO 3166")
    account: Account | None = Field(None, description="the account; only in development it may be left to the credentials at hand")
    network: Network = Field(description="the site's network")


class Versions(Model):
    """A cluster's Kubernetes version in each cloud's own spelling, quoted."""

    aws: str | None = Field(None, description='the version on EKS, say "1.35"')
    alicloud: str | None = Field(None, description='the version on ACK, say "1.35.7-aliyun.1"')


class Pool(Model):
    """A group of equal nodes of a cluster, in each of its sites."""

    capacity: Size = Field(description="how many nodes in each site")
    spot: Percent = Field(description="the share of nodes bought on the spot market, say 40%")
    disk_gib: int = Field(ge=20, le=2048, description="the encrypted system disk in GiB")
    labels: dict[str, str] = Field(default_factory=dict, description="node labels")
    aws: Types | None = Field(None, description="instance types on AWS; needed where a site is there")
    alicloud: Types | None = Field(None, description="instance types on Alibaba Cloud; needed where a site is there")


class AwsCluster(Model):
    """What a cluster is told on AWS alone."""

    autoscaler_image: Text | None = Field(
        None, description="the Cluster Autoscaler by digest, of the cluster's minor version; by default the one known for it"
    )


class AlicloudCluster(Model):
    """What a cluster is told on Alibaba Cloud alone."""

    certificate_authorities: dict[Key, Text] = Field(
        default_factory=dict,
        description="by site, certificate-authority-data of its kubeconfig, known once it exists; until then nothing runs inside",
    )
    secrets_keys: dict[Key, Text] = Field(
        default_factory=dict,
        description="by site, the KMS key of its Secrets; by default the region's default master key, which one cluster can have",
    )


class EventFloors(Model):
    """How a cluster keeps the floors that events raise; it does where an event names a workload of it."""

    image: Text | None = Field(
        None, description="what keeps them, by digest: any image with Python 3.11 or newer; by default one from a public registry"
    )
    lead: Seconds = Field(
        900,
        json_schema_extra={"default": "15m"},
        description="how long before a floor rises placeholder pods ask for its nodes, up to 1h; 0s for none",
    )


class Cluster(Model):
    """A Kubernetes cluster in each of its sites."""

    sites: Selection = Field(description="all, or a list of sites")
    versions: Versions = Field(description="the Kubernetes version on each cloud")
    endpoint: Endpoint = Field("private", description="where the API is reached: private (from the network alone) or public (too)")
    public_cidrs: tuple[str, ...] = Field((), description="the blocks that may reach a public endpoint; needed with it")
    service_cidr: str = Field("172.20.0.0/16", description="the block of Services' virtual addresses, never to be changed")
    pools: dict[Key, Pool] = Field(min_length=1, description="node pools by name")
    event_floors: EventFloors = Field(default_factory=EventFloors, description="how the floors that events raise are kept")
    aws: AwsCluster = Field(default_factory=AwsCluster, description="what it is told on AWS alone")
    alicloud: AlicloudCluster = Field(default_factory=AlicloudCluster, description="what it is told on Alibaba Cloud alone")


class Environment(Model):
    """Sites, and what runs in them."""

    tier: Tier = Field(description="how much is at stake, which decides defaults: development, staging or production")
    domain: Domain = Field(description="the DNS name under which users come")
    tags: dict[str, str] = Field(default_factory=dict, description="tags of everything that can carry tags")
    address_space: str = Field(
        description="the block that all networks lie in, one of its own in each environment, say 10.32.0.0/12"
    )
    peers: dict[Key, str] = Field(
        default_factory=dict,
        description="ranges elsewhere that no network here may lie over, by name: an office, a data centre, say 192.168.10.0/24",
    )
    deletion_protection: bool = Field(description="refuse deletion of clusters, fleets and what cannot be made again")
    log_retention_days: int = Field(description="how many days logs are kept")
    private_dns: PrivateDns | None = Field(None, description="names that the networks of every site know alike, and nobody else")
    sites: dict[Key, Site] = Field(min_length=1, description="sites by name")
    clusters: dict[Key, Cluster] = Field(default_factory=dict, description="clusters by name")
    fleets: dict[Key, Fleet] = Field(default_factory=dict, description="fleets by name")
    unlisted_types: tuple[Text, ...] = Field(
        (), description="instance types that are newer than what is known of them, so that they are not refused"
    )
    workloads: dict[Key, Workload] = Field(default_factory=dict, description="workloads by name")
    jobs: dict[Key, Job] = Field(default_factory=dict, description="work that ends, once or on a schedule, by name")
    events: dict[Key, Event] = Field(default_factory=dict, description="dated windows of expected peak traffic, by name")
    objectives: Objectives | None = Field(None, description="what is still carried when a site or a whole cloud is lost")
    accept: tuple[Accepted, ...] = Field((), description="findings of checks that are known, each with a reason and a last day")
