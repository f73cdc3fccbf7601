"""The environment as its file says it: what a reviewer reads, typed; every field has its description.

A site's network, a fleet and a workload, of which there is most to say, are in `network`, `fleet` and `workload`; what only holds
between fields (a zone that its region lacks, networks over one another) in `rules`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from components.naming import Cloud

from .base import Model
from .bucket import Bucket, Pushing
from .cluster import Cluster
from .defaults import Tier
from .dependency import Dependency
from .edge import Edge
from .event import Event
from .fleet import Fleet
from .job import Job
from .link import LinkSetting
from .migration import Migration
from .network import Network
from .private_dns import PrivateDns
from .promises import Accepted, Objectives
from .public_dns import PublicDns
from .traffic import Traffic, TrafficName
from .values import Country, Domain, Key, Text
from .workload import Workload


class Account(Model):
    """The account that a site's resources are made in."""

    id: str = Field(description="the account's id: 12 digits on AWS, 16 on Alibaba Cloud, quoted")
    role: Text = Field(description="the role that deployments assume in the account")
    resource_group: Text | None = Field(
        None, description="Alibaba Cloud only: the resource group, rg-…, of whatever can belong to one"
    )
    boundary: Text | None = Field(
        None, description="AWS only: the policy of the account, by name, that bounds every role made there (see bootstrap/)"
    )
    service_roles: bool = Field(
        default=False,
        description="Alibaba Cloud only: make the roles that ACK acts under, at one of the account's sites; they stay for good",
    )


class Site(Model):
    """One cloud in one region, with its zones."""

    cloud: Cloud = Field(description="the cloud: aws or alicloud")
    region: str = Field(description="the region by the cloud's own name, say ap-southeast-3")
    zones: tuple[str, ...] = Field(description="the letters of the zones in use, say [a, b, c]")
    country: Country = Field(description="the country that data stays in, two letters of ISO 3166")
    account: Account | None = Field(None, description="the account; only in development it may be left to the credentials at hand")
    network: Network = Field(description="the site's network")
    alarms: tuple[Text, ...] = Field(
        (), description="where alarms go: ARNs of SNS topics in the region on AWS, names of contact groups on Alibaba Cloud"
    )
    asn: int | None = Field(
        None, description="the autonomous system number that links announce the network under; by default it follows from cidr"
    )
    link_number: int | None = Field(
        None, ge=0, le=63, description="its number among linked sites; by default the 64th of address_space that cidr begins in"
    )
    link_zones: tuple[str, ...] | None = Field(
        None, description="Alibaba Cloud only: the two zones of its VPN gateway, kept for good; the two lowest letters by default"
    )


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
    split: Literal["site"] | None = Field(
        None, description="site: a stack for each site and one for what joins them, all from this file; else it is one stack"
    )
    private_dns: PrivateDns | None = Field(None, description="names that the networks of every site know alike, and nobody else")
    public_dns: PublicDns | None = Field(None, description="the domain's zones that the whole internet asks, one at each provider")
    sites: dict[Key, Site] = Field(min_length=1, description="sites by name")
    links: LinkSetting | None = Field(
        None, description="encrypted ways between the networks of sites: mesh, or which sites are joined and how"
    )
    buckets: dict[Key, Bucket] = Field(
        default_factory=dict, description="object storage, each in every site that has some of it, by name"
    )
    replication: Pushing | None = Field(None, description="what pushes objects to the other cloud; needed where a replica is there")
    dependencies: dict[Key, Dependency] = Field(
        default_factory=dict, description="systems built elsewhere that something here cannot do without, by name"
    )
    clusters: dict[Key, Cluster] = Field(default_factory=dict, description="clusters by name")
    fleets: dict[Key, Fleet] = Field(default_factory=dict, description="fleets by name")
    unlisted_types: tuple[Text, ...] = Field(
        (), description="instance types that are newer than what is known of them, so that they are not refused"
    )
    workloads: dict[Key, Workload] = Field(default_factory=dict, description="workloads by name")
    jobs: dict[Key, Job] = Field(default_factory=dict, description="work that ends, once or on a schedule, by name")
    traffic: dict[TrafficName, Traffic] = Field(
        default_factory=dict, description="public names that several sites serve, without the environment's domain, say www"
    )
    migrations: dict[Key, Migration] = Field(
        default_factory=dict, description="what moves from some sites to others, in dated steps, by name"
    )
    edge: dict[TrafficName, Edge] = Field(
        default_factory=dict, description="CDNs in front of names of traffic, with what is shown where no site answers"
    )
    events: dict[Key, Event] = Field(default_factory=dict, description="dated windows of expected peak traffic, by name")
    objectives: Objectives | None = Field(None, description="what is still carried when a site or a whole cloud is lost")
    accept: tuple[Accepted, ...] = Field((), description="findings of checks that are known, each with a reason and a last day")
