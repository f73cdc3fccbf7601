"""The environment that the cases begin with: a site on each cloud, and what usually runs there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from checks.adoption import known
from checks.stackfile import StackFile

STACK: Final = "evolution"
DIGEST: Final = f"@sha256:{'0' * 64}"
NARROW: Final = """\
config:
  nusantara:environment:
    tier: staging
    domain: shop.example
    tags: {owner: platform, cost-centre: id-1041}
    address_space: 10.16.0.0/12
    sites:
      jakarta:
        cloud: aws
        region: ap-southeast-3
        zones: [a, b]
        country: id
        account: {id: "222233334444", role: deploy}
        network: {cidr: 10.16.0.0/16, pods: 10.17.0.0/16, nat: single}
      batam:
        cloud: alicloud
        region: ap-southeast-5
        zones: [a, b]
        country: id
        account: {id: "5023456789012345", role: deploy, resource_group: rg-acfmstag0000001}
        network: {cidr: 10.20.0.0/16, pods: 10.21.0.0/16, nat: single}
    clusters:
      main:
        sites: all
        versions: {aws: "1.35", alicloud: "1.35.7-aliyun.1"}
        pools:
          general:
            capacity: {autoscaled: {min: 2, max: 12}}
            labels: {for: all, shared: "yes"}
            aws: {types: [m7i.xlarge, m6i.xlarge]}
            alicloud: {types: [ecs.g7.xlarge, ecs.g6.xlarge]}
        alicloud: {certificate_authorities: {batam: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t}}
    fleets:
      transcoder:
        sites: [jakarta, batam]
        capacity: {autoscaled: {min: 1, max: 4}}
        ports: [9000, 9443]
        aws: {images: {ap-southeast-3: ami-0a1b2c3d4e5f67890}, types: [c7i.xlarge, c5.xlarge]}
        alicloud: {images: {ap-southeast-5: m-k1a0example0transcoder}, types: [ecs.c7.xlarge]}
    workloads:
      storefront: {cluster: main, sites: [jakarta, batam], namespace: shop, replicas: {min: 2, max: 20}}
      checkout: {cluster: main, sites: all, namespace: shop, replicas: {min: 2, max: 12}}
"""
"""Two zones a site, and one NAT gateway."""
AMBON: Final = """\
      ambon:
        cloud: aws
        region: ap-southeast-1
        zones: [a, b]
        country: sg
        account: {id: "222233334444", role: deploy}
        network: {cidr: 10.24.0.0/16, pods: 10.25.0.0/16}
"""
LION: Final = AMBON.replace("ambon", "lion").replace("/16}\n", "/16, nat: none}\n")
GENERAL: Final = """\
          general:
            capacity: {autoscaled: {min: 2, max: 12}}
            labels: {for: all, shared: "yes"}
            aws: {types: [m7i.xlarge, m6i.xlarge]}
            alicloud: {types: [ecs.g7.xlarge, ecs.g6.xlarge]}
"""
"""Its pool of nodes."""
WORKERS: Final = GENERAL.replace("general", "workers").replace(".xlarge", ".2xlarge")
"""A pool of larger nodes, which is to take the place of that one."""
VERSIONS: Final = 'versions: {aws: "1.35", alicloud: "1.35.7-aliyun.1"}'
NEXT: Final = 'versions: {aws: "1.36", alicloud: "1.36.1-aliyun.1"}'
LABELS: Final = "            labels: {for: all"
HELD: Final = {VERSIONS: NEXT, LABELS: f"            {VERSIONS}\n{LABELS}"}
"""What raises the control planes, and holds the nodes back."""
DATA: Final = """\
          data:
            capacity: {fixed: 1}
            per_zone: true
            spot: 0%
            taints: {dedicated: data:NoSchedule}
            aws: {types: [r7i.large]}
            alicloud: {types: [ecs.r7.large]}
"""
"""A pool that has nodes in each zone."""
STOREFRONT: Final = "storefront: {cluster: main, sites: [jakarta, batam], namespace: shop,"
IDENTITY: Final = "identity: {aws: [AmazonS3ReadOnlyAccess], alicloud: [AliyunOSSReadOnlyAccess]}"
CONFIG: Final = "config: {app.yaml: idr}"
KEPT: Final = {
    **HELD,
    GENERAL.splitlines()[-1]: f"{GENERAL.splitlines()[-1]}\n{DATA.rstrip()}",
    STOREFRONT: f"{STOREFRONT} {IDENTITY}, {CONFIG},",
}
"""Nodes that are held back beside others in each zone, and a workload that is told more."""
ADDED: Final = """\
        addons: {aws: {metrics-server: {version: v0.7.2-eksbuild.1}}, alicloud: {metrics-server: {version: v0.3.9.6}}}
        pools:
"""
"""Add-ons of versions that are told."""
CHARTED: Final = """\
        charts: {external-dns: {version: 1.20.0}, cert-manager: {}, fluent-bit: {}}
        pools:
"""
"""Charts, one of them at a version that is told."""
PODS: Final = "replicas: {min: 2, max: 20}"
READING: Final = {PODS: f"{PODS}, secrets: {{db-password: orders-db/password}}"}
"""What has a workload read a secret of the clouds' stores."""
SHARED: Final = """\
          shop: {quota: {pods: 60, requests.memory: 60Gi}, limits: {max: {memory: 4Gi}}}
"""
"""The namespace of its workloads, with bounds."""
BOUNDED: Final = {"        pools:\n": f"        namespaces:\n{SHARED}        pools:\n"}
"""What declares it."""
EXPOSING: Final = {PODS: f"{PODS}, expose: {{host: www.shop.example}}"}
"""What has a workload be reached from outside."""
SHARES: Final = "weights: {jakarta: 60, batam: 40}"
ANSWERED: Final = f"""\
    public_dns: {{}}
    traffic:
      www: {{to: storefront, {SHARES}, ttl: 30s}}
"""
"""A public name that both sites serve, and the zones of its domain."""
SERVED: Final = {
    PODS: f'{PODS}, expose: {{host: www.shop.example, aliases: ["*.www.shop.example"]}}',
    "    sites:\n      jakarta:": f"{ANSWERED}    sites:\n      jakarta:",
}
"""What has a workload be reached under it."""
EDGE: Final = """\
    edge:
      www:
        clouds: {aws: 60, alicloud: 40}
        certificates: {aws: "arn:aws:acm:us-east-1:222233334444:certificate/5f1d3c0a-0d4b-4c5e-9a51-2a6a0b7c9e11", alicloud: 12345678-ap-southeast-1}
        writes: [/api/*]
"""
"""CDNs of both clouds in front of it."""
ROUTED: Final = {PODS: f"{PODS}, expose: {{host: www.shop.example, via: gateway, certificates: {{batam: shop-tls}}}}"}
"""What has it be reached by the Gateway API."""
OWN: Final = "        priorities: {sale: {value: 5000}}\n        storage_classes: {fast: {reclaim: Retain}}\n        pools:\n"
"""A priority and a storage class of a cluster's own."""
RANKED: Final = {
    "        pools:\n": OWN,
    "replicas: {min: 2, max: 20}": "replicas: {min: 2, max: 20}, kind: StatefulSet, volume: {storage_class: fast}, priority: sale",
}
"""The same, with a workload that names them."""
SALE: Final = """\
    events:
      sale:
        time_zone: Asia/Jakarta
        every: month
        start: "25 00:00"
        end: "1 00:00"
        since: "2026-12-01"
        until: "2027-06-30"
        peak_factor: {transcoder: 1.5x, storefront: 2x}
"""
"""A monthly event, to be added at the end."""
_DRAINED: Final = """\
    migrations:
      transcoder-leaves:
        fleet: transcoder
        step: {step}
        at_most: 50%
        alarms: {{batam: [transcoder-backlog]}}
        steps:
          - {{date: "2027-01-11", capacity: {{jakarta: 50%}}}}
          - {{date: "2027-01-13", capacity: {{jakarta: 0%}}}}
      main-leaves:
        cluster: main
        step: {step}
        time_zone: Asia/Jakarta
        at_most: 50%
        steps:
          - {{date: "2027-01-18", capacity: {{jakarta: 50%}}}}
          - {{date: "2027-01-20", capacity: {{jakarta: 0%}}}}
      checkout-leaves:
        workload: checkout
        step: {step}
        at_most: 75%
        steps:
          - {{date: "2027-01-11", capacity: {{jakarta: 25%}}}}
          - {{date: "2027-01-13", capacity: {{jakarta: 0%}}}}
"""


def drained(step: int) -> str:
    """What drains the first site, to be added at the end."""
    return _DRAINED.format(step=step)


SIZED: Final = {
    "autoscaled: {min: 1, max: 4}": "fixed: 2",
    "          general:\n": "          batch:\n            capacity: {fixed: 2}\n            spot: 0%\n            aws: {types: [m7i.large]}\n          general:\n",
    "main:\n        sites: all": "main:\n        sites: [jakarta]",
    "        alicloud: {certificate_authorities: {batam: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t}}\n": "",
    "sites: [jakarta, batam], namespace": "sites: [jakarta], namespace",
    "sites: all, namespace": "sites: [jakarta], namespace",
}
"""What fixes the number of a fleet's machines and of a pool's nodes, beside a pool that scales: of an EKS cluster, since ACK takes no
number of nodes for one that does."""
PROVISIONED: Final = {
    "capacity: {autoscaled: {min: 2, max: 12}}": "capacity: {fixed: 2}",
    "        pools:\n": """\
        aws: {scaler: karpenter}
        pools:
          made:
            capacity: {autoscaled: {min: 0, max: 12}}
            spot: 50%
            aws: {types: [m7i.xlarge, m7i.2xlarge], provisioner: karpenter, release: 1.35.2-20260801}
""",
}
"""What has Karpenter make the nodes of an EKS cluster, beside groups whose numbers stay."""
CACHE: Final = "tiers: {cache: {like: data, slot: 1}}"
WIDENED: Final = {
    "zones: [a, b]": "zones: [a, b, c]",
    "nat: single": "nat: per_zone",
    "pods: 10.17.0.0/16,": f"pods: 10.17.0.0/16, {CACHE},",
    "pods: 10.21.0.0/16,": f"pods: 10.21.0.0/16, {CACHE},",
}
"""What makes it three zones a site, a NAT gateway in each, and a tier beside the usual ones."""
SITES: Final = "    sites:\n      jakarta:"
NAMES: Final = """\
    private_dns:
      zone: internal.shop.example
      records:
        orders-db: {type: CNAME, values: [db.shop.example], ttl: 60s}
        ntp: {type: A, values: [10.16.0.10, 10.20.0.10]}
"""
STORING: Final = f"""\
    replication: {{cluster: main, image: "rclone/rclone{DIGEST}"}}
    buckets:
      media: {{prefixes: {{goods: {{writer: jakarta, replicas: [batam]}}}}}}
"""
"""A bucket at both sites, what is written at the one being pushed to the other."""
CERTIFICATE: Final = '{jakarta: "arn:aws:acm:ap-southeast-3:222233334444:certificate/0a1b2c3d", batam: 12345678-ap-southeast-1}'
UNBALANCED: Final = f"""\
{NARROW[: NARROW.index("    clusters:")]}    fleets:
      shop:
        sites: all
        capacity: {{autoscaled: {{min: 1, max: 4}}}}
        aws: {{images: {{ap-southeast-3: ami-0a1b2c3d4e5f67890}}, types: [c7i.xlarge]}}
        alicloud: {{images: {{ap-southeast-5: m-k1a0example0shop}}, types: [ecs.c7.xlarge]}}
"""
"""Networks, and a fleet with nothing in front of it."""
BALANCED: Final = UNBALANCED.replace(
    "        aws: {images",
    f"""\
        load_balancer:
          listen:
            http: {{redirect: https}}
            https:
              certificates: {CERTIFICATE}
          port: 8080
        scaling: {{requests: {{track: {{metric: requests, value: 80}}}}}}
        aws: {{images""",
)
"""The same behind a load balancer, by whose requests it is scaled."""
RELEASES: Final = ("storefront", "checkout")


def told(aws: str, alicloud: str = "") -> dict[str, str]:
    """What tells the widened networks something: that on AWS, and that on Alibaba Cloud, the same by default."""
    blocks = {f"pods: 10.17.0.0/16, {CACHE}": aws, f"pods: 10.21.0.0/16, {CACHE}": alicloud or aws}
    return {block: f"{block}, {more}" for block, more in blocks.items()}


def edited(text: str, edits: Mapping[str, str]) -> str:
    """A text with pieces of it replaced, wherever they stand.

    Raises:
        ValueError: a piece stands nowhere.
    """
    for old, new in edits.items():
        if old not in text:
            raise ValueError(f"{old!r} stands nowhere in the environment")
        text = text.replace(old, new)
    return text


def file(text: str, *workloads: str) -> StackFile:
    """The stack file of an environment, with a release for each workload."""
    names = (*RELEASES, *workloads) if "workloads:" in text else ()
    releases = "".join(f"{name}: shop/{name}{DIGEST}\n" for name in names)
    return StackFile(
        text=text.encode(),
        shown="environment.yaml",
        beside={f"releases/{STACK}.yaml": releases.encode()},
        addresses=known(text).addresses,
    )
