"""Karpenter on EKS: its queue, its roles, its charts, and the nodes that it makes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.aws.karpenter import Karpenter
from components.capacity import autoscaled, fixed
from components.contracts import IDENTITY_ANNOTATION, Taint
from tests.support.clusters import EKS, altered
from tests.support.karpenter import CLUSTER, made_pool, recorded
from tests.support.mocks import Recording, changes

QUEUE = "main-karpenter-queue.arn"
CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"
POOL = "kubernetes:karpenter.sh/v1:NodePool"
RELEASE = "kubernetes:helm.sh/v3:Release"


def pools(found: Recording) -> dict[str, dict[str, Any]]:
    """What Karpenter reads of each of its pools."""
    return {each.inputs["metadata"]["name"]: each.inputs["spec"] for each in found.of(POOL)}


def only(**told: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The class and the pool of a cluster whose one pool of Karpenter's is told this."""
    found = recorded(pools={"system": EKS.pool(capacity=fixed(2)), "general": made_pool(**told)})
    return found.one(CLASS).inputs["spec"], found.one(POOL).inputs["spec"]


def wanted(spec: dict[str, Any]) -> dict[str, list[str]]:
    """What a pool's nodes must be."""
    requirements = spec["template"]["spec"]["requirements"]
    assert {each["operator"] for each in requirements} == {"In"}
    return {each["key"]: each["values"] for each in requirements}


class TestQueue:
    def test_it_keeps_warnings_for_as_long_as_they_are_of_use_and_encrypts_them(self):
        queue = recorded().one("aws:sqs/queue:Queue").inputs
        assert (queue["messageRetentionSeconds"], queue["sqsManagedSseEnabled"]) == (300, True)

    def test_only_aws_sends_to_it_and_only_over_tls(self):
        policy = recorded().one("aws:sqs/queuePolicy:QueuePolicy").inputs
        assert policy["queueUrl"] == "main-karpenter-queue.url"
        assert json.loads(policy["policy"])["Statement"] == [
            {
                "Sid": "TakeEvents",
                "Effect": "Allow",
                "Principal": {"Service": ["events.amazonaws.com", "sqs.amazonaws.com"]},
                "Action": "sqs:SendMessage",
                "Resource": QUEUE,
            },
            {
                "Sid": "RefusePlainText",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sqs:*",
                "Resource": QUEUE,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
        ]

    def test_five_rules_fill_it(self):
        found = recorded()
        rules = {each.name: json.loads(each.inputs["eventPattern"]) for each in found.of("aws:cloudwatch/eventRule:EventRule")}
        assert rules == {
            "main-karpenter-health": {"source": ["aws.health"], "detail-type": ["AWS Health Event"]},
            "main-karpenter-spot": {"source": ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"]},
            "main-karpenter-rebalance": {"source": ["aws.ec2"], "detail-type": ["EC2 Instance Rebalance Recommendation"]},
            "main-karpenter-state": {"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"]},
            "main-karpenter-reservation": {
                "source": ["aws.ec2"],
                "detail-type": ["EC2 Capacity Reservation Instance Interruption Warning"],
            },
        }
        targets = {each.name: each.inputs for each in found.of("aws:cloudwatch/eventTarget:EventTarget")}
        assert {name: (each["rule"], each["arn"]) for name, each in targets.items()} == {
            name: (f"{name}.name", QUEUE) for name in rules
        }

    def test_a_long_name_leaves_room_for_what_aws_appends(self):
        found = recorded(name="a-site-with-quite-a-long-name-and-a-cluster")
        prefixes = {each.inputs["namePrefix"] for each in found.of("aws:cloudwatch/eventRule:EventRule")}
        assert len(prefixes) == 5
        assert max(map(len, prefixes)) <= 38


class TestIdentity:
    def test_its_account_has_the_three_policies(self):
        found = recorded()
        attached = {
            each.inputs["policyArn"]
            for each in found.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
            if each.inputs["role"] == "main-karpenter-bind-controller.name"
        }
        assert attached == {f"main-karpenter-{key}.arn" for key in ("nodes", "profiles", "reads")}
        (trust,) = json.loads(found.one("aws:iam/role:Role", "main-karpenter-bind-controller").inputs["assumeRolePolicy"])[
            "Statement"
        ]
        assert "system:serviceaccount:kube-system:karpenter" in trust["Condition"]["StringEquals"].values()
        reads = json.loads(found.one("aws:iam/policy:Policy", "main-karpenter-reads").inputs["policy"])["Statement"]
        assert [CLUSTER] in [statement["Resource"] for statement in reads]

    @pytest.mark.parametrize(("identity", "known"), [("irsa", ".arn"), ("pod-identity", "-identity.associationArn")])
    def test_its_pods_start_again_when_their_role_comes(self, identity, known):
        values = recorded(identity=identity).one(RELEASE, "main-karpenter-chart-karpenter-release").inputs["values"]
        carried, named = values["podAnnotations"], f"main-karpenter-bind-controller{known}"
        irsa = {"eks.amazonaws.com/role-arn": named} if identity == "irsa" else {}
        assert (carried, values["serviceAccount"]["annotations"]) == ({IDENTITY_ANNOTATION: named}, {**irsa, **carried})

    def test_its_nodes_join_under_a_role_of_their_own(self):
        found = recorded()
        entry = found.one("aws:eks/accessEntry:AccessEntry", "main-karpenter-nodes").inputs
        assert (entry["principalArn"], entry["type"]) == ("main-karpenter-nodes.arn", "EC2_LINUX")
        assert found.one(CLASS).inputs["spec"]["role"] == "main-karpenter-nodes.name"
        groups = {each.inputs["nodeRoleArn"] for each in found.of(EKS.types["pool"])}
        assert groups == {"main-nodes.arn"}


class TestCharts:
    def test_its_kinds_come_first_and_both_at_one_version(self):
        releases = {each.inputs["chart"]: each.inputs for each in recorded().of(RELEASE)}
        assert {(each["version"], each["namespace"]) for each in releases.values()} == {("1.14.1", "kube-system")}
        assert list(releases) == [f"oci://public.ecr.aws/karpenter/{chart}" for chart in ("karpenter-crd", "karpenter")]

    def test_it_runs_twice_and_knows_its_cluster_and_its_queue(self):
        values = recorded().one(RELEASE, "main-karpenter-chart-karpenter-release").inputs["values"]
        assert (values["replicas"], values["dnsPolicy"]) == (2, "Default")
        assert values["settings"] == {
            "clusterName": "nusantara-test-main",
            "clusterEndpoint": "main-control-plane.endpoint",
            "eksControlPlane": True,
            "interruptionQueue": "main-karpenter-queue.name",
            "reservedENIs": "1",
            "enableZonalShift": True,
            "featureGates": {"nodeRepair": True},
        }

    def test_what_a_team_says_is_laid_over_what_the_cluster_does(self):
        found = recorded(
            karpenter_version="1.15.0", karpenter_values={"logLevel": "debug", "settings": {"batchIdleDuration": "2s"}}
        )
        release = found.one(RELEASE, "main-karpenter-chart-karpenter-release").inputs
        assert (release["version"], release["values"]["logLevel"]) == ("1.15.0", "debug")
        assert release["values"]["settings"]["batchIdleDuration"] == "2s"
        assert release["values"]["settings"]["interruptionQueue"] == "main-karpenter-queue.name"

    def test_nodes_that_are_not_to_be_mended_are_left(self):
        found = recorded(pools={"system": EKS.pool(capacity=fixed(2)), "general": made_pool(repair=False)})
        values = found.one(RELEASE, "main-karpenter-chart-karpenter-release").inputs["values"]
        assert values["settings"]["featureGates"] == {"nodeRepair": False}


class TestNodes:
    def test_they_start_from_a_release_that_is_written_with_encrypted_disks_and_metadata_kept_from_pods(self):
        made, _ = only()
        assert made["amiSelectorTerms"] == [{"alias": "al2023@v20260801"}]
        assert made["metadataOptions"] == {
            "httpEndpoint": "enabled",
            "httpProtocolIPv6": "disabled",
            "httpPutResponseHopLimit": 1,
            "httpTokens": "required",
        }
        assert made["blockDeviceMappings"] == [
            {
                "deviceName": "/dev/xvda",
                "ebs": {"volumeType": "gp3", "volumeSize": "80Gi", "encrypted": True, "deleteOnTermination": True},
            }
        ]
        assert made["tags"] == {"owner": "platform", "Name": "main-karpenter-general"}

    def test_their_disks_have_the_key_that_is_named(self):
        key = "arn:aws:kms:ap-southeast-3:111122223333:key/1"
        made, _ = only(kms_key=key)
        assert [disk["ebs"]["kmsKeyID"] for disk in made["blockDeviceMappings"]] == [key]

    def test_they_stand_where_ids_say_and_not_where_tags_do(self):
        made, _ = only()
        assert made["subnetSelectorTerms"] == [{"id": f"id-of-net-private-{zone}"} for zone in "abc"]
        assert [list(term) for term in made["securityGroupSelectorTerms"]] == [["id"]]

    def test_bottlerocket_has_its_second_disk_and_its_own_versions(self):
        made, _ = only(image="BOTTLEROCKET_x86_64", release="1.48.0-a7a1a9a4", disk_gib=200, iops=4000)
        assert made["amiSelectorTerms"] == [{"alias": "bottlerocket@v1.48.0"}]
        sizes = {disk["deviceName"]: (disk["ebs"]["volumeSize"], disk["ebs"].get("iops")) for disk in made["blockDeviceMappings"]}
        assert sizes == {"/dev/xvda": ("4Gi", None), "/dev/xvdb": ("200Gi", 4000)}

    @pytest.mark.parametrize(
        ("types", "pods"), [(("m7i.2xlarge",), 110), (("m7i.8xlarge", "m7i.xlarge"), 110), (("m7i.8xlarge",), 250)]
    )
    def test_they_take_as_many_pods_as_whole_blocks_of_addresses_allow(self, types, pods):
        assert only(types=types)[0]["kubelet"] == {"maxPods": pods}


class TestPools:
    def test_a_pool_is_of_its_types_and_has_at_most_its_number_of_nodes(self):
        _, spec = only()
        assert wanted(spec) == {
            "karpenter.sh/capacity-type": ["on-demand"],
            "kubernetes.io/arch": ["amd64"],
            "node.kubernetes.io/instance-type": list(EKS.instances),
            "topology.kubernetes.io/zone": [f"ap-southeast-3{zone}" for zone in "abc"],
        }
        assert spec["limits"] == {"nodes": "9"}
        assert spec["template"]["metadata"] == {"labels": {"nusantara/pool": "general"}}
        assert spec["template"]["spec"]["nodeClassRef"] == {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "general"}

    def test_its_share_on_the_spot_market_is_a_pool_of_its_own_that_is_filled_first(self):
        found = pools(recorded(pools={"system": EKS.pool(capacity=fixed(2)), "general": made_pool(spot=40)}))
        assert {name: (wanted(spec)["karpenter.sh/capacity-type"], spec["limits"]["nodes"]) for name, spec in found.items()} == {
            "general": (["on-demand"], "6"),
            "general-spot": (["spot"], "3"),
        }
        assert found["general-spot"]["weight"] > found["general"]["weight"]

    def test_one_in_each_zone_has_its_bound_in_each(self):
        found = pools(recorded(pools={"system": EKS.pool(capacity=fixed(2)), "data": made_pool(per_zone=True)}))
        assert {name: (wanted(spec)["topology.kubernetes.io/zone"], spec["limits"]["nodes"]) for name, spec in found.items()} == {
            f"data-{zone}": ([f"ap-southeast-3{zone}"], "9") for zone in "abc"
        }

    def test_labels_taints_and_architecture_are_the_pools(self):
        arm = {"types": ("m7g.2xlarge",), "labels": {"tier": "batch"}, "taints": (Taint(key="batch", effect="NoExecute"),)}
        template = only(**arm)[1]["template"]
        assert template["metadata"]["labels"] == {"tier": "batch", "nusantara/pool": "general"}
        assert template["spec"]["taints"] == [{"key": "batch", "effect": "NoExecute"}]
        assert {"key": "kubernetes.io/arch", "operator": "In", "values": ["arm64"]} in template["spec"]["requirements"]

    def test_gpus_keep_off_what_asks_for_none(self):
        made, spec = only(types=("g6.xlarge",), gpu=True)
        assert spec["template"]["spec"]["taints"] == [{"key": "nvidia.com/gpu", "value": "present", "effect": "NoSchedule"}]
        assert made["amiSelectorTerms"] == [{"alias": "al2023@v20260801"}], "the family has images with drivers for such types"

    def test_nodes_are_taken_for_money_age_and_newer_images_a_share_at_a_time(self):
        assert only()[1]["disruption"] == {
            "consolidationPolicy": "WhenEmptyOrUnderutilized",
            "consolidateAfter": "1m",
            "budgets": [{"nodes": "25%"}],
        }
        _, spec = only(unavailable=10, consolidation="WhenEmpty", consolidate_after="10m", expire_after="336h")
        assert spec["disruption"] == {"consolidationPolicy": "WhenEmpty", "consolidateAfter": "10m", "budgets": [{"nodes": "10%"}]}
        assert spec["template"]["spec"]["expireAfter"] == "336h"

    def test_there_is_no_group_and_no_template_of_it(self):
        found = recorded()
        assert list(EKS.pools(found)) == ["system"]
        assert [each.name for each in found.of("aws:ec2/launchTemplate:LaunchTemplate")] == ["main-pool-system"]


class TestOrder:
    def test_everything_is_below_its_own_component(self):
        found = recorded()
        below = found.children(found.one(Karpenter.TYPE))
        assert {each.name for each in found.values() if each.name.startswith("main-karpenter")} == {
            "main-karpenter",
            *(each.name for each in below),
        }

    def test_it_loses_no_permission_no_queue_and_no_way_to_join_while_it_runs(self):
        found = recorded()
        needed = {
            dependency.rpartition("::")[2]
            for dependency in found.one("nusantara:kubernetes:Chart", "main-karpenter-chart-karpenter").dependencies
        }
        assert {f"main-karpenter-bind-controller-{key}" for key in ("nodes", "profiles", "reads")} <= needed
        assert {f"main-karpenter-{key}" for key in ("queue", "health", "spot", "rebalance", "state", "reservation")} <= needed
        assert {"main-karpenter-nodes", "main-karpenter-nodes-AmazonEKSWorkerNodePolicy"} <= needed
        pools = found.one("nusantara:kubernetes:KarpenterPools")
        assert "main-karpenter-chart-karpenter-release" in {dependency.rpartition("::")[2] for dependency in pools.dependencies}

    def test_the_cluster_autoscaler_is_not_beside_it(self):
        before = EKS.record()
        after = recorded()
        _, removed, _ = changes(before, after)
        assert {"Deployment main-autoscaler-deployment", "Role main-bind-autoscaler"} <= removed
        assert not {name for name in removed if "control-plane" in name or "Provider" in name}

    def test_in_a_preview_what_is_not_known_yet_is_left_open(self):
        assert recorded(preview=True).one(POOL).inputs["spec"]["limits"] == {"nodes": "9"}

    @pytest.mark.parametrize(
        ("general", "changed"),
        [
            ({"capacity": autoscaled(min=0, max=12)}, {"NodePool main-karpenter-pool-general"}),
            ({"types": ("m7i.4xlarge",)}, {"NodePool main-karpenter-pool-general"}),
            ({"unavailable": 10, "labels": {"tier": "web"}}, {"NodePool main-karpenter-pool-general"}),
            ({"release": "1.35.4-20261001"}, {"EC2NodeClass main-karpenter-class-general"}),
            ({"disk_gib": 200}, {"EC2NodeClass main-karpenter-class-general"}),
        ],
        ids=lambda value: ",".join(sorted(value)),
    )
    def test_a_pool_is_changed_where_it_stands(self, general, changed):
        """Karpenter itself then replaces the nodes that cannot become what they should."""
        before, after = recorded(), recorded(pools={"system": EKS.pool(capacity=fixed(2)), "general": made_pool(**general)})
        assert changes(before, after)[:2] == (set(), set())
        assert altered(before, after) == {name: {"spec"} for name in changed}
