"""What the operators are told that bring secrets into a cluster."""

from __future__ import annotations

from components.kubernetes import charts
from components.kubernetes.chart_values import Surroundings, values

HERE = Surroundings(cluster="c", region="ap-southeast-5", network="n", owner="o", domain="shop.example")


def test_external_secrets_survives_a_zone_and_serves_each_namespace_by_itself():
    told = values(charts.EXTERNAL_SECRETS, HERE)
    for part, name in ((told, "external-secrets"), (told["webhook"], "external-secrets-webhook")):
        assert (part["replicaCount"], part["podDisruptionBudget"]) == (2, {"enabled": True, "maxUnavailable": 1})
        (apart,) = part["topologySpreadConstraints"]
        assert apart["labelSelector"]["matchLabels"] == {
            "app.kubernetes.io/name": name,
            "app.kubernetes.io/instance": "external-secrets",
        }
    assert told["leaderElect"] is True
    assert {key for key, value in told.items() if value is False} == {
        "processClusterExternalSecret",
        "processClusterGenerator",
        "processClusterPushSecret",
        "processClusterStore",
        "processPushSecret",
    }
    assert "serviceAccount" not in told  # it has no permission in the cloud


def test_ack_secret_manager_reads_in_its_own_region_and_never_as_its_node():
    told = values(charts.KMS_READER, HERE)
    assert told["command"] == {
        "region": "ap-southeast-5",
        "enableWorkerRole": False,
        "enableCrossNamespaceSecretStore": False,
        "enableCrossNamespaceAuthRef": False,
        "cleanupSecretOnFailure": False,
    }
    assert told["replicaCount"] == 2
    (apart,) = told["affinity"]["podAntiAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"]
    assert apart["podAffinityTerm"]["labelSelector"]["matchLabels"]["app.kubernetes.io/name"] == "ack-secret-manager"
