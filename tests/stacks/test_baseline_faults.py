"""Each fault that a cluster's namespaces, priorities and storage classes can have, and what names them, with its exact text."""

from __future__ import annotations

import pytest

from stacks.environment.loading import EnvironmentFaults
from stacks.rehearsal import check
from tests.stacks.test_baseline import edits

FAULTS = {
    "a namespace that does not exist": (
        edits("namespaces: {shop: {}, batch: {}}", "namespace: shpo"),
        [
            (
                '38:75 workloads.storefront.namespace: "shpo", expected a namespace of main: shop or batch; fix: write '
                "shop, or declare shpo under namespaces of main"
            ),
        ],
    ),
    "a peer in a namespace that does not exist": (
        edits("namespaces: {shop: {}}", "namespace: shop, callers: [{namespace: monitoring}], calls: [{namespace: kube-system}]"),
        [
            (
                '38:103 workloads.storefront.callers[0].namespace: "monitoring", expected a namespace of main: shop; fix: '
                "declare monitoring under namespaces of main"
            ),
        ],
    ),
    "access to a namespace that is not declared": (
        edits("namespaces: {shop: {}}\naccess: {team: {aws: team, namespaces: [sohp]}}"),
        [
            (
                '27:49 clusters.main.access.team.namespaces[0]: "sohp", expected a namespace of main: shop; fix: write '
                "shop, or declare sohp under namespaces of main"
            ),
        ],
    ),
    "access to a namespace that no workload is in": (
        edits("access: {team: {aws: team, namespaces: [shop, data]}}"),
        [
            (
                '26:55 clusters.main.access.team.namespaces[1]: "data", expected a namespace of main: default or shop; '
                "fix: declare data under namespaces of main"
            ),
        ],
    ),
    "a workload in a namespace of Kubernetes": (
        edits(workload="namespace: kube-system"),
        [
            (
                '37:75 workloads.storefront.namespace: "kube-system", expected a namespace of your own; fix: choose '
                "another; this one is not for workloads"
            ),
        ],
    ),
    "a namespace that is taken": (
        edits("namespaces: {shop: {}, event-floors: {}}"),
        [
            (
                "26:32 clusters.main.namespaces.event-floors: the name event-floors, expected another one, since what "
                "keeps floors of events has this; fix: rename it"
            ),
        ],
    ),
    "a priority that does not exist": (
        edits("priorities: {sale: {value: 10}}", "priority: sael"),
        [
            ('38:75 workloads.storefront.priority: "sael", expected usual, urgent, batch or sale; fix: write sale'),
        ],
    ),
    "priorities that are known already": (
        edits("priorities: {urgent: {value: 10}, event-floors: {value: 1}}"),
        [
            (
                "26:22 clusters.main.priorities.urgent: the name urgent, expected another one, since this has its value "
                "already; fix: rename it"
            ),
            (
                "26:43 clusters.main.priorities.event-floors: the name event-floors, expected another one, since what "
                "keeps floors of events has this; fix: rename it"
            ),
        ],
    ),
    "a quota of a priority that does not exist": (
        edits("namespaces: {shop: {priority_quotas: {sale: {pods: 9}}}}"),
        [
            (
                "26:47 clusters.main.namespaces.shop.priority_quotas.sale: the priority sale, expected a priority of its "
                "pods: urgent or batch; fix: remove it"
            ),
        ],
    ),
    "a storage class that does not exist": (
        edits("storage_classes: {fast: {}}", "kind: StatefulSet, volume: {storage_class: fats}"),
        [
            (
                '38:103 workloads.storefront.volume.storage_class: "fats", expected a storage class on AWS: encrypted, '
                "fast or gp2; fix: write fast, or declare fats under storage_classes of main"
            ),
        ],
    ),
    "a storage class that the other cloud alone has": (
        edits(workload="kind: StatefulSet, volume: {storage_class: gp2}"),
        [
            (
                '37:103 workloads.storefront.volume.storage_class: "gp2", expected a storage class on Alibaba Cloud: '
                "encrypted, alicloud-disk-essd, alicloud-disk-ssd, alicloud-disk-efficiency, alicloud-disk-available, "
                "alicloud-disk-topology or alicloud-disk-topology-alltype; fix: declare gp2 under storage_classes of main"
            ),
        ],
    ),
    "a storage class of the cloud's own name, and a key at no site": (
        edits("storage_classes: {gp2: {}, fast: {alicloud: {keys: {jakarta: k}}}}"),
        [
            (
                "26:27 clusters.main.storage_classes.gp2: the name gp2, expected another one, since AWS has this class "
                "itself; fix: rename it"
            ),
            (
                "26:61 clusters.main.storage_classes.fast.alicloud.keys.jakarta: the site jakarta, expected a site of the "
                "cluster: batam; fix: remove it"
            ),
        ],
    ),
    "an amount that is none, and a version that is none": (
        edits("namespaces: {shop: {quota: {pods: many}, security_version: newest}}"),
        [
            (
                '26:37 clusters.main.namespaces.shop.quota.pods: "many", expected a number or a Kubernetes quantity; '
                "fix: write it like 500, 250m or 512Mi"
            ),
            (
                '26:50 clusters.main.namespaces.shop.security_version: "newest", expected latest, cluster or a minor '
                'version; fix: write cluster, or "1.35", say'
            ),
        ],
    ),
    "neither a namespace nor none": (
        edits("namespaces: {shop: yes please}"),
        [
            (
                '26:22 clusters.main.namespaces.shop: "yes please", expected a mapping, or none; fix: write {} for it as '
                "it comes, or none where others make it"
            ),
        ],
    ),
}


@pytest.mark.parametrize(("changed", "told"), FAULTS.values(), ids=FAULTS)
def test_a_fault(faults, changed, told):
    assert faults(changed) == told


REFUSED = {
    "what no quota counts": (
        "namespaces: {shop: {quota: {cpus: 9}, priority_quotas: {urgent: {services: 9}}}}",
        [
            ('26:37 clusters.main.namespaces.shop.quota.cpus: "cpus", expected what a quota counts; fix: write cpu'),
            (
                '26:74 clusters.main.namespaces.shop.priority_quotas.urgent.services: "services", expected what a quota of '
                "a priority counts: cpu, limits.cpu, limits.memory, memory, pods, requests.cpu, requests.memory; fix: let "
                "the quota of all pods bound it"
            ),
        ],
    ),
    "limits that fall": (
        "namespaces: {shop: {limits: {min: {cpu: '1'}, max: {cpu: 500m}, volume: {min: 2Gi, max: 1Gi}}}}",
        [
            ('26:44 clusters.main.namespaces.shop.limits.min.cpu: "1", expected at most max, which is 500m; fix: lower it'),
            ('26:82 clusters.main.namespaces.shop.limits.volume.min: "2Gi", expected at most the largest, 1Gi; fix: lower it'),
        ],
    ),
    "disks that cannot be": (
        "storage_classes: {fast: {encrypted: false, aws: {throughput: 5000, keys: {jakarta: k}}, alicloud: {iops: 500}}}",
        [
            (
                "26:58 clusters.main.storage_classes.fast.aws.throughput: 5000, expected a whole number, 125 to 750; fix: "
                "choose a number between them"
            ),
            (
                '26:83 clusters.main.storage_classes.fast.aws.keys.jakarta: "a key", expected none for disks that are not '
                "encrypted; fix: leave it out, or write encrypted: true"
            ),
            (
                "26:108 clusters.main.storage_classes.fast.alicloud.iops: 500, expected none with cloud_essd; fix: leave "
                "it out, or write type: cloud_auto"
            ),
        ],
    ),
    "two defaults": (
        "priorities: {one: {value: 1, default: true}, two: {value: 2, default: true}}",
        [
            (
                "26:70 clusters.main.priorities.two.default: true, expected one default, which one is; fix: take it out of "
                "one of them"
            ),
        ],
    ),
    "a namespace that Kubernetes makes": (
        "namespaces: {shop: {}, kube-public: {}}",
        [
            (
                '26:32 clusters.main.namespaces.kube-public: "kube-public", expected none of default, kube-system, '
                "kube-public, kube-node-lease; fix: choose a namespace of your own; Kubernetes makes these itself"
            ),
        ],
    ),
}


@pytest.mark.parametrize(("declared", "told"), REFUSED.values(), ids=REFUSED)
def test_what_a_component_refuses_is_told_at_its_place(loaded, declared, told):
    with pytest.raises(EnvironmentFaults) as error:
        check(loaded(edits(declared)))
    assert str(error.value).replace("stacks/Pulumi.test.yaml:", "").split("\n") == told
