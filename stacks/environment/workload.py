"""What an environment says of an application in a cluster."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, Tag
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from components.choices import Controller

from .base import Model
from .exposure import Expose
from .secret import Secrets
from .sizes import Port
from .values import MANY, ONE, HttpPath, Key, Matches, Quantity, Seconds, Selection, Text, refuse

SHARE = r"(?:[1-9]\d?|100)%"

Variable: TypeAlias = Annotated[
    str, Matches(r"[A-Za-z_][A-Za-z0-9_]*", "letters, digits and underscores, no digit first", "rename the variable")
]
FileName: TypeAlias = Annotated[
    str, Matches(r"(?!\.\.)[-._a-zA-Z0-9]{1,253}", "letters, digits, hyphens, dots and underscores", "rename the file")
]


class _Disruptions:
    """A number of pods, or a share of them; never none."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_Disruptions._read)

    @staticmethod
    def __get_pydantic_json_schema__(schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": f"^(?:{SHARE})$"}]}

    @staticmethod
    def _read(value: Any) -> int | str:
        number = isinstance(value, int) and not isinstance(value, bool) and value >= 1
        if number or (isinstance(value, str) and re.fullmatch(SHARE, value)):
            return value
        raise refuse("1 or more, or 1% to 100%, so that a node can always be drained", "write 25% or 1, say")


class Peer(Model):
    """Pods or addresses at the other end of connections that are let through."""

    app: Text | None = Field(None, description="the pods of the application so called, where it is no workload of this file")
    namespace: Text | None = Field(None, description="the namespace that they are in; without app all pods there")
    cidr: str | None = Field(None, description="a block instead, say that of a database: 10.32.192.0/20")
    ports: tuple[Port, ...] = Field((), description="TCP ports; a caller's are the workload's own by default, of others every one")


def _name_or_peer(value: Any) -> str:
    """Whether a peer is the name of a workload or job of the same cluster, or said in full."""
    return ONE if isinstance(value, str) else MANY


Peers: TypeAlias = tuple[Annotated[Annotated[str, Tag(ONE)] | Annotated[Peer, Tag(MANY)], Discriminator(_name_or_peer)], ...]


class Identity(Model):
    """What an application may do in its cloud, under a role of its own."""

    aws: tuple[Text, ...] = Field((), description="policies on AWS: names of its own, say AmazonS3ReadOnlyAccess, or ARNs")
    alicloud: tuple[Text, ...] = Field((), description="policies on Alibaba Cloud, say AliyunOSSReadOnlyAccess")


class Pods(Model):
    """What pods of workloads and jobs are told alike; what they run stands in the environment's releases."""

    cluster: str = Field(description="the cluster they run in")
    sites: Selection = Field(description="all the cluster's sites, or a list of them")
    command: tuple[Text, ...] = Field((), description="what the container runs instead of the image's own entry point")
    arguments: tuple[Text, ...] = Field((), description="what that is given")
    cpu: Quantity = Field("250m", description="the CPU that a pod asks for")
    memory: Quantity = Field("512Mi", description="the memory that a pod asks for, and its limit")
    cpu_limit: Quantity | None = Field(None, description="the CPU that a pod has at most; a limit throttles, so none by default")
    grace: Seconds = Field(60, json_schema_extra={"default": "1m"}, description="how long a pod may take to end")
    namespace: Key = Field("default", description="the namespace it runs in")
    user: int = Field(65534, ge=1, le=2**31 - 1, description="number of the user that the container runs as, never root")
    environment: dict[Variable, str] = Field(default_factory=dict, description="environment variables of the container; no secrets")
    config: dict[FileName, str] = Field(
        default_factory=dict, description="files that the container finds under /etc/<workload>, by name; no secrets"
    )
    secrets: dict[FileName, Secrets] = Field(
        default_factory=dict,
        description="files under /run/secrets/<workload>, by name, and what of the cloud's store: db-password: orders-db/password",
    )
    secrets_every: Seconds = Field(
        300, json_schema_extra={"default": "5m"}, description="how often the store is asked for another value, 30s to 24h"
    )
    closed: bool = Field(default=True, description="let it reach, and be reached by, nobody but the peers that are named")
    calls: Peers = Field((), description="whom it may reach: workloads of its cluster by name, or {cidr, ports}, {namespace, app}")
    priority: Key = Field(
        "usual",
        description="who goes first where room is short: urgent pods take that of others, batch pods give way; or another of its "
        "cluster's",
    )
    needs: tuple[Key, ...] = Field((), description="the dependencies that it cannot do without, by name")
    identity: Identity = Field(default_factory=Identity, description="what it may do in its cloud; nothing by default")
    buckets: dict[Key, Literal["read", "write"]] = Field(
        default_factory=dict, description="what it may do with buckets, by name: read, or write what its site writes of them too"
    )
    pool: Key | None = Field(None, description="the pool whose nodes it is kept to, and whose taints it tolerates; any by default")


class Replicas(Model):
    """How many pods of a workload run in each of its sites."""

    min: int = Field(ge=1, description="the lowest number")
    max: int = Field(ge=1, description="the highest number")


class Probe(Model):
    """One question that a container is asked again and again."""

    path: HttpPath | None = Field(None, description="the HTTP path asked; health_path by default")
    period: Seconds | None = Field(None, description="from one question to the next; 5s of readiness, 10s of liveness by default")
    timeout: Seconds | None = Field(None, description="in which it must be answered; 2s and 5s by default")
    failures: int | None = Field(None, ge=1, le=60, description="how many failures in a row count; 2 and 6 by default")


class Probes(Model):
    """How it is found out what a container is able to do."""

    startup: Seconds = Field(120, json_schema_extra={"default": "2m"}, description="how long the start may take")
    readiness: Probe = Field(default_factory=Probe, description="whether it is sent requests")
    liveness: Probe = Field(default_factory=Probe, description="whether it goes on; gives up later than readiness")


class Volume(Model):
    """A disk of its own for each pod of a StatefulSet."""

    size: Quantity = Field("10Gi", description="how large; another size is another StatefulSet")
    path: HttpPath = Field("/data", description="where the container finds it")
    storage_class: Text | None = Field(
        None, description="the cluster's StorageClass; by default one of encrypted disks, made for it"
    )


class Workload(Pods):
    """An application in a cluster."""

    replicas: Replicas = Field(description="how many pods in each site")
    kind: Controller = Field(
        "Deployment", description="Deployment (pods are alike) or StatefulSet (each has a name and, if wanted, a disk of its own)"
    )
    volume: Volume | None = Field(None, description="the disk of each pod of a StatefulSet; it outlives the pod and the workload")
    port: Port = Field(8080, description="the TCP port that the container listens on")
    target_cpu: int = Field(60, ge=10, le=95, description="average CPU utilisation that scaling aims at, in percent of cpu")
    target_memory: int | None = Field(
        None, ge=10, le=95, description="average memory utilisation likewise, in percent of memory; not looked at by default"
    )
    target_rps: int | None = Field(
        None, ge=1, description="requests per second and pod likewise, by the pods' metric http_requests_per_second"
    )
    health_path: HttpPath = Field("/healthz", description="the HTTP path that probes ask")
    probes: Probes = Field(default_factory=Probes, description="how it is found out what a container is able to do")
    callers: Peers = Field((), description="who may reach it; to name a connection at one of its ends is enough")
    expose: Expose | None = Field(None, description="under which name requests from outside of the cluster reach it; nothing does")
    drain: Seconds = Field(
        15, json_schema_extra={"default": "15s"}, description="how long a pod goes on answering once it is to end; less than grace"
    )
    disruptions: Annotated[int | str, _Disruptions] = Field(
        "25%", description="how many pods may be away at a time while nodes are drained: a share or a number, never none"
    )
    pod_rps: int | None = Field(None, ge=1, description="how many requests per second one pod serves, as measured")
