"""Each fault that access, add-ons and pools of a cluster can have, with its exact text."""

from __future__ import annotations

import pytest

from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check
from tests.stacks.conftest import FILE

VERSIONS, POOL = '        versions: {aws: "1.35", alicloud: "1.35.7-aliyun.1"}\n', "          general:\n"


def said(text: str) -> dict[str, str]:
    """More that the cluster is told, from line 25 on."""
    return {VERSIONS: f"{VERSIONS}        {text}\n"}


def of_pool(text: str) -> dict[str, str]:
    """More that its pool is told, from line 27 on."""
    return {POOL: f"{POOL}            {text}\n"}


CASES = {
    "nobody gets in": (
        said("access: {shop: {role: edit}}"),
        [
            "26:18 clusters.main.access.shop: nobody, expected an identity on one cloud at least; fix: write aws: with a role's name, or alicloud: with its id"
        ],
    ),
    "a role that there is not": (
        said("access: {shop: {role: editor, aws: shop}}"),
        ['26:25 clusters.main.access.shop.role: "editor", expected admin, edit or view; fix: write edit'],
    ),
    "an ARN where a name stands": (
        said('access: {shop: {aws: "arn:aws:iam::1:role/shop"}}'),
        [
            '26:25 clusters.main.access.shop.aws: "arn:aws:iam::1:role/shop", expected the name of an IAM role, with its path; fix: write its name, not its ARN'
        ],
    ),
    "a name where an id stands": (
        said("access: {shop: {alicloud: shop}}"),
        [
            '26:25 clusters.main.access.shop.alicloud: "shop", expected the id of a RAM role, digits alone; fix: write the id that RAM shows beside its ARN'
        ],
    ),
    "a role of no account": (
        {
            **said("access: {shop: {aws: shop}}"),
            "tier: staging": "tier: development",
            '        account: {id: "111122223333", role: deploy}\n': "",
        },
        [
            '25:25 clusters.main.access.shop.aws: "shop", expected an account of jakarta, which the role is of; fix: write the account of jakarta'
        ],
    ),
    "an add-on that is neither told nor turned off": (
        said("addons: {aws: {coredns: true}}"),
        [
            "26:24 clusters.main.addons.aws.coredns: true, expected a mapping, or none; fix: write {} for it as it comes, or none to leave it out"
        ],
    ),
    "an add-on's name that no cloud spells so": (
        said("addons: {aws: {CoreDNS: {}}}"),
        [
            '26:24 clusters.main.addons.aws.CoreDNS: the name "CoreDNS", expected the name of an add-on as the cloud spells it, say coredns; fix: write it in lower case'
        ],
    ),
    "what is said for a cloud that it has no site on": (
        {
            **said('addons: {alicloud: {loongcollector: {}}}\n        access: {shop: {aws: shop, alicloud: "300123456789012345"}}'),
            "        sites: all\n        versions": "        sites: [jakarta]\n        versions",
            "cluster: main, sites: all": "cluster: main, sites: [jakarta]",
        },
        [
            "26:18 clusters.main.addons.alicloud: what is for Alibaba Cloud alone, expected none, since no site of the cluster is on Alibaba Cloud; fix: remove it",
            "27:36 clusters.main.access.shop.alicloud: what is for Alibaba Cloud alone, expected none, since no site of the cluster is on Alibaba Cloud; fix: remove it",
        ],
    ),
    "a taint that there is not": (
        of_pool("taints: {dedicated: data:Never}"),
        [
            '28:22 clusters.main.pools.general.taints.dedicated: "data:Never", expected what a taint does to pods: NoSchedule, PreferNoSchedule or NoExecute, after a value where it has one; fix: write it like data:NoSchedule'
        ],
    ),
    "a pool that is ahead of its cluster": (
        of_pool('versions: {aws: "1.36"}'),
        [
            '28:24 clusters.main.pools.general.versions.aws: "1.36", expected 1.32 to 1.35, since the cluster is 1.35; fix: raise the cluster\'s version first'
        ],
    ),
    "a pool too far behind, and one spelled as the other cloud does": (
        of_pool('versions: {aws: "1.31", alicloud: "1.35"}'),
        [
            '28:24 clusters.main.pools.general.versions.aws: "1.31", expected 1.32 to 1.35, since the cluster is 1.35; fix: let the pool follow the cluster, or move it up before',
            '28:37 clusters.main.pools.general.versions.alicloud: "1.35", expected a Kubernetes version as alicloud spells it; fix: write "1.35.7-aliyun.1", say',
        ],
    ),
    "a reservation of a region where it has no site, and a repair within no time": (
        {
            "types: [m7i.large]": "types: [m7i.large], reservations: {ap-southeast-1: cr-0a1b2c3d}, repairs: {rules: [{condition: Ready, reason: x, action: Reboot, after: 30s}]}"
        },
        [
            "29:54 clusters.main.pools.general.aws.reservations.ap-southeast-1: the region ap-southeast-1, expected a region of the cluster: ap-southeast-3; fix: write ap-southeast-3",
            '29:148 clusters.main.pools.general.aws.repairs.rules[0].after: "30s", expected a time of at most a day, in minutes; fix: write it like 5m or 2h',
        ],
    ),
    "what is told by site, of one that is elsewhere": (
        said('aws: {secrets_keys: {batam: "arn:aws:kms:x:111122223333:key/1"}, control_plane_zones: {jakrta: [a, b]}}'),
        [
            "26:30 clusters.main.aws.secrets_keys.batam: the site batam, expected a site of the cluster on AWS: jakarta; fix: remove it",
            "26:96 clusters.main.aws.control_plane_zones.jakrta: the site jakrta, expected a site of the cluster on AWS: jakarta; fix: write jakarta",
        ],
    ),
    "a KMS instance of a site that the cluster does not have": (
        said("alicloud: {kms_instances: {jakarta: kst-1}}"),
        [
            "26:36 clusters.main.alicloud.kms_instances.jakarta: the site jakarta, expected a site of the cluster on Alibaba Cloud: batam; fix: remove it"
        ],
    ),
    "roles of pods without an issuer": (
        {
            **said("issuer: false"),
            "{min: 2, max: 4}": "{min: 2, max: 4}, identity: {aws: [AmazonS3ReadOnlyAccess], alicloud: [AliyunOSSReadOnlyAccess]}",
        },
        [
            "38:86 workloads.storefront.identity.aws: a role of its own, expected none in main, which has no OIDC issuer for IRSA; fix: write issuer: true there, or aws: {identity: pod-identity}",
            "38:117 workloads.storefront.identity.alicloud: a role of its own, expected none in main, which has no OIDC issuer for RRSA; fix: write issuer: true there",
        ],
    ),
    "roles of pods without an issuer, where Pod Identity needs none": (
        {
            **said("issuer: false\n        aws: {identity: pod-identity}"),
            "{min: 2, max: 4}": "{min: 2, max: 4}, identity: {aws: [AmazonS3ReadOnlyAccess], alicloud: [AliyunOSSReadOnlyAccess]}",
        },
        [
            "39:117 workloads.storefront.identity.alicloud: a role of its own, expected none in main, which has no OIDC issuer for RRSA; fix: write issuer: true there",
        ],
    ),
    "Karpenter where there is none": (
        said("alicloud: {scaler: karpenter}"),
        ['26:20 clusters.main.alicloud.scaler: "karpenter", expected cluster-autoscaler or goatscaler; fix: choose one of them'],
    ),
    "Karpenter without a way to what it calls": (
        {
            **said("aws: {scaler: karpenter}"),
            "network: {cidr: 10.32.0.0/16": "network: {internet: false, nat: none, cidr: 10.32.0.0/16",
        },
        [
            '26:15 clusters.main.aws.scaler: "karpenter", expected cluster-autoscaler in jakarta, which has no way to the internet; Karpenter needs one to IAM and prices; fix: give jakarta one, or leave it out'
        ],
    ),
    "a maintenance window without its offset": (
        said('alicloud: {maintenance: {start: "02:00", days: [tusday]}}'),
        [
            '26:34 clusters.main.alicloud.maintenance.start: "02:00", expected a time of day with its offset; fix: write it like "02:00+07:00"',
            '26:57 clusters.main.alicloud.maintenance.days[0]: "tusday", expected monday, tuesday, wednesday, thursday, friday, saturday or sunday; fix: write tuesday',
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CASES.values(), ids=CASES)
def test_it_is_told_at_its_place(faults, edits, expected):
    assert faults(edits) == expected


REHEARSED = {
    "an unknown add-on": (
        said("addons: {aws: {core-dns: {}}}"),
        ['26:24 clusters.main.addons.aws.core-dns: "core-dns", expected an add-on that EKS offers; fix: write coredns'],
    ),
    "an add-on without which no node is ready": (
        said("addons: {aws: {vpc-cni: none}}"),
        ["26:24 clusters.main.addons.aws.vpc-cni: false, expected true, since no node is ready without; fix: let it be installed"],
    ),
    "an add-on's version by another spelling": (
        said('addons: {aws: {coredns: {version: "1.13.1"}}}'),
        [
            '26:34 clusters.main.addons.aws.coredns.version: "1.13.1", expected a version as EKS spells it, say v1.13.1-eksbuild.1; fix: see aws eks describe-addon-versions'
        ],
    ),
    "an add-on's version that moves": (
        said("addons: {aws: {coredns: {version: latest}}}"),
        [
            '26:34 clusters.main.addons.aws.coredns.version: "latest", expected one that stays what it is; fix: write the version to run, or leave it out; what is newest would change between two previews'
        ],
    ),
    "one identity twice": (
        said("access: {shop: {aws: shop}, people: {aws: shop}}"),
        [
            '26:46 clusters.main.access.people.aws: "arn:aws:iam::111122223333:role/shop", expected each identity once; shop is the same; fix: give the one entry the role and namespaces of both'
        ],
    ),
    "a role that would be locked out": (
        said("aws: {creator_is_admin: false}"),
        [
            '13:39 sites.jakarta.account.role: "arn:aws:iam::111122223333:role/deploy", expected a role that does everything in the cluster; fix: let it in with the role admin; without that, nobody could apply what stands inside'
        ],
    ),
    "zones that a control plane cannot have": (
        said("aws: {control_plane_zones: {jakarta: [a, x]}}"),
        [
            '26:37 clusters.main.aws.control_plane_zones.jakarta: "a, x", expected two at least of the network\'s zones a, b; fix: write the zones that the control plane was made with'
        ],
    ),
    "an image for another version than that of its nodes": (
        {"types: [m7i.large]": "types: [m7i.large], release: 1.34.2-20260801"},
        [
            '29:39 clusters.main.pools.general.aws.release: "1.34.2-20260801", expected a release for 1.35, which its nodes run; fix: write one that begins with 1.35., or leave it out'
        ],
    ),
    "a block that may reach the API, and is none": (
        said("aws: {reached_from: [10.0.0.1]}"),
        [
            '26:30 clusters.main.aws.reached_from[0]: "10.0.0.1", expected an IPv4 block; fix: write its first address and size, say 203.0.113.0/24'
        ],
    ),
    "IRSA without an issuer": (
        said("issuer: false"),
        [
            "26:9 clusters.main.issuer: false, expected true, since the Cluster Autoscaler has its role by it; fix: write issuer: true, or identity: pod-identity, which needs no issuer"
        ],
    ),
    "Pod Identity without its agent": (
        said("aws: {identity: pod-identity}\n        addons: {aws: {eks-pod-identity-agent: none}}"),
        [
            "27:24 clusters.main.addons.aws.eks-pod-identity-agent: false, expected true, since it gives vpc-cni and aws-ebs-csi-driver a role; fix: let it be installed",
        ],
    ),
    "taints on every pool": (
        of_pool("taints: {dedicated: NoSchedule}"),
        [
            '26:9 clusters.main.pools: "general", expected one pool at least without a taint; fix: take the taints from one, or add a pool; DNS tolerates none'
        ],
    ),
    "an image for other processors": (
        {"types: [m7i.large]}": "types: [m7i.large], image: BOTTLEROCKET_ARM_64}"},
        [
            '29:39 clusters.main.pools.general.aws.image: "BOTTLEROCKET_ARM_64", expected an image for x86_64, as the types need; fix: choose one, or leave it out'
        ],
    ),
    "GPUs without a type that has them": (
        of_pool("gpu: true"),
        [
            '30:27 clusters.main.pools.general.aws.types[0]: "m7i.large", expected a type with GPUs, since the pool is said to have them; fix: choose one of a family with GPUs, or leave gpu out',
            '31:32 clusters.main.pools.general.alicloud.types[0]: "ecs.g7.large", expected a type with GPUs, since the pool is said to have them; fix: choose one of a family with GPUs, or leave gpu out',
        ],
    ),
    "none of its nodes at a time": (
        of_pool("unavailable: 0%"),
        ["28:13 clusters.main.pools.general.unavailable: 0, expected a whole number, 1 to 100; fix: choose a number between them"],
    ),
    "nodes that Karpenter cannot keep": (
        {
            **said("aws: {scaler: karpenter}"),
            "types: [m7i.large]": "types: [m7i.large], provisioner: karpenter, expire_after: 30d",
        },
        [
            "29:37 clusters.main.pools.general.capacity.autoscaled.min: 2, expected 0, since Karpenter makes nodes for pods alone; fix: write min: 0; for nodes that always run, leave provisioner out, since EKS keeps a number in a node group",
            '30:13 clusters.main.pools.general.aws.release: nothing, expected the version of an image that Karpenter has a name for; what is newest would replace nodes on a day of its own; fix: write one like "1.35.2-20260801", of Bottlerocket like "1.48.0-a7a1a9a4", and no image for FIPS',
            '30:63 clusters.main.pools.general.aws.expire_after: "30d", expected a time in hours, minutes and seconds, or Never; fix: write it like 720h, or 1h30m',
        ],
    ),
    "a pool of Karpenter's without Karpenter": (
        {
            "autoscaled: {min: 2, max: 6}": "autoscaled: {min: 0, max: 6}",
            "types: [m7i.large]": "types: [m7i.large], provisioner: karpenter, release: 1.35.2-20260801",
        },
        [
            '29:39 clusters.main.pools.general.aws.provisioner: "karpenter", expected node-group, since the cluster has no Karpenter; fix: write scaler: karpenter for the cluster, or leave it out'
        ],
    ),
    "Karpenter with nowhere to run, and a group that nobody moves": (
        said("aws: {scaler: karpenter, karpenter_version: 1.12.0}"),
        [
            '26:34 clusters.main.aws.karpenter_version: "1.12.0", expected 1.13 or newer, as Kubernetes 1.35 and what is written here need; fix: write one like 1.14.1',
            '29:13 clusters.main.pools.general.capacity: "2 to 6 nodes", expected a fixed number, or nodes that Karpenter makes, since nobody else moves them in this cluster; fix: write fixed, or provisioner: karpenter',
        ],
    ),
    "an edition that encrypts nothing": (
        said("alicloud: {spec: ack.standard}"),
        [
            '26:9 clusters.main.alicloud.encrypt_secrets: true, expected false with ack.standard; fix: write encrypt_secrets: false, or the spec "ack.pro.small"'
        ],
    ),
    "an issuer-less ACK told of the webhook": (
        said("issuer: false\n        aws: {identity: pod-identity}\n        addons: {alicloud: {ack-pod-identity-webhook: {}}}"),
        [
            '28:29 clusters.main.addons.alicloud.ack-pod-identity-webhook: "ack-pod-identity-webhook", expected none on a cluster without an issuer; fix: remove it, or let the cluster have an issuer'
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), REHEARSED.values(), ids=REHEARSED)
def test_what_a_component_refuses_is_told_at_its_place(loaded, edits, expected):
    with pytest.raises(EnvironmentFaults) as error:
        check(loaded(edits))
    assert str(error.value).replace(f"{FILE}:", "").split("\n") == expected
