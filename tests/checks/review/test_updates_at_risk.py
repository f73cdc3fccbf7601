"""What updates cost though their object stays: what stops, what is thrown away, what may turn out to be a replacement."""

from __future__ import annotations

from typing import Any

import pytest

from checks.plan import Change, Kind, Plan, Standing
from checks.review.model import Tier
from checks.review.risk import risks
from engine.values import UNKNOWN

PREFIX = "urn:pulumi:prod::shop::"
RDS, TABLE = "aws:rds/instance:Instance", "aws:dynamodb/table:Table"


def updated(type_: str, old: Any, new: Any, *inputs: str) -> Plan:
    return Plan((Change(kind=Kind.UPDATED, urn=f"{PREFIX}{type_}::it", old=old, new=new, inputs=inputs),))


def test_an_update_of_a_single_instance_stops_it():
    (found,) = risks(updated(RDS, {"instanceClass": "a"}, {"instanceClass": "b"}, "instanceClass"))
    assert found.tier is Tier.REVERSIBLE
    assert "restarts for instanceClass" in found.downtime
    assert risks(updated(RDS, {}, {"instanceClass": "b", "multiAz": True}, "instanceClass")) == ()
    assert risks(updated(RDS, {}, {"tags": {"a": "b"}}, "tags")) == ()


def test_pods_that_all_end_before_others_start_stop_a_workload():
    def spec(image: str) -> dict[str, Any]:
        return {"spec": {"strategy": {"type": "Recreate"}, "template": {"image": image}}}

    (found,) = risks(updated("kubernetes:apps/v1:Deployment", spec("a"), spec("b"), "spec"))
    assert "Recreate" in found.downtime
    assert risks(updated("kubernetes:apps/v1:Deployment", spec("a"), spec("a"), "metadata")) == ()


RESTARTS = [
    (RDS, {"instanceClass": "a"}, {"instanceClass": "b", "applyImmediately": True}, "it restarts for instanceClass, and no other"),
    (RDS, {"instanceClass": "a"}, {"instanceClass": "b"}, "in its maintenance window, unless applyImmediately is on"),
    (RDS, {"engineVersion": "15"}, {"engineVersion": "16", "multiAz": True}, "a standby with it"),
    (RDS, {"parameterGroupName": "a"}, {"parameterGroupName": "b"}, ""),
    (RDS, {"storageType": "gp2"}, {"storageType": "gp3"}, ""),
    (RDS, {"backupRetentionPeriod": 0}, {"backupRetentionPeriod": 7}, "it restarts for backupRetentionPeriod"),
    (RDS, {"backupRetentionPeriod": 7}, {"backupRetentionPeriod": 14}, ""),
    ("aws:ec2/instance:Instance", {"instanceType": "a"}, {"instanceType": "b"}, "it restarts for instanceType"),
    ("alicloud:rds/instance:Instance", {"instanceType": "a"}, {"instanceType": "b"}, "no other one takes over"),
    ("alicloud:rds/instance:Instance", {"instanceType": "a"}, {"instanceType": "b", "category": "HighAvailability"}, ""),
    ("alicloud:ecs/instance:Instance", {"instanceType": "a"}, {"instanceType": "b"}, "it restarts for instanceType"),
    ("aws:kms/key:Key", {}, {"isEnabled": False}, "nothing that it has encrypted can be read (isEnabled)"),
    ("alicloud:kms/key:Key", {"status": "Disabled"}, {"status": "Disabled", "description": "x"}, ""),
]


@pytest.mark.parametrize(("type_", "old", "new", "expected"), RESTARTS)
def test_what_an_update_of_a_cloud_stops(type_: str, old: Any, new: Any, expected: str):
    found = risks(updated(type_, old, new, *sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))))
    assert [expected in each.downtime for each in found] == ([True] if expected else [])


DEPLOYMENT, STATEFUL = "kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"
ONE_LESS = {"rollingUpdate": {"maxUnavailable": 1, "maxSurge": 0}}
HALF = {"rollingUpdate": {"maxUnavailable": "50%"}}


@pytest.mark.parametrize(
    ("type_", "spec", "expected"),
    [
        (DEPLOYMENT, {"replicas": 1}, ""),
        (DEPLOYMENT, {"replicas": 1, "strategy": ONE_LESS}, "every pod may end before a new one is ready"),
        (DEPLOYMENT, {"replicas": 3, "strategy": ONE_LESS}, ""),
        (DEPLOYMENT, {"replicas": 1, "strategy": HALF}, ""),
        (DEPLOYMENT, {"replicas": 2, "strategy": HALF}, ""),
        (DEPLOYMENT, {"replicas": 0}, "no pod of it is left (replicas: 0)"),
        (DEPLOYMENT, {"strategy": ONE_LESS}, "every pod may end before a new one is ready"),
        (STATEFUL, {"replicas": 1}, "its only pod ends before the new one starts"),
        (STATEFUL, {}, "its only pod ends before the new one starts"),
        (STATEFUL, {"replicas": 3}, ""),
        (STATEFUL, {"replicas": 1, "updateStrategy": {"type": "OnDelete"}}, ""),
    ],
)
def test_what_other_pods_of_a_workload_stop(type_: str, spec: dict[str, Any], expected: str):
    old, new = ({"spec": {"replicas": 3, **spec, "template": {"image": image}}} for image in ("a", "b"))
    old["spec"]["replicas"] = 3
    if "replicas" not in spec:
        del new["spec"]["replicas"]
    found = risks(updated(type_, old, new, "spec"))
    assert [each.downtime.startswith(expected) for each in found] == ([True] if expected else [])


def test_how_many_pods_an_autoscaler_has_is_not_known_here():
    scaler = {"metadata": {"name": "s"}, "spec": {"scaleTargetRef": {"kind": "StatefulSet", "name": "db"}}}
    of = f"{PREFIX}kubernetes:autoscaling/v2:HorizontalPodAutoscaler::scaler"
    old, new = ({"metadata": {"name": "db"}, "spec": {"template": {"image": image}}} for image in "ab")
    changes = updated(STATEFUL, old, new, "spec").changes
    assert risks(Plan(changes))
    assert risks(Plan(changes, standing={of: Standing(inputs=scaler)})) == ()


LOGS = "aws:cloudwatch/logGroup:LogGroup"


@pytest.mark.parametrize(
    ("type_", "old", "new", "expected"),
    [
        (LOGS, {"retentionInDays": 365}, {"retentionInDays": 30}, (Tier.LOST, "records older than 30 days go for good")),
        (LOGS, {"retentionInDays": 0}, {"retentionInDays": 30}, (Tier.LOST, "records older than 30 days go for good")),
        (LOGS, {"retentionInDays": 30}, {"retentionInDays": 0}, None),
        (LOGS, {"retentionInDays": 30}, {"retentionInDays": UNKNOWN}, None),
        (RDS, {"backupRetentionPeriod": 30}, {"backupRetentionPeriod": 7}, (Tier.LOST, "automated backups older than 7 days")),
        (RDS, {"backupRetentionPeriod": 30}, {"backupRetentionPeriod": 0}, (Tier.LOST, "automated backups go for good")),
        (TABLE, {"pointInTimeRecovery": {"enabled": True}}, {}, (Tier.LOST, "its restore points go")),
        ("alicloud:log/store:Store", {"retentionPeriod": 3650}, {}, (Tier.LOST, "records older than 30 days")),
        ("alicloud:ecs/instance:Instance", {"imageId": "a"}, {"imageId": "b"}, (Tier.LOST, "its system disk is made anew")),
        ("kubernetes:core/v1:Service", {"spec": {"type": "LoadBalancer"}}, {"spec": {}}, (Tier.EFFORT, "its load balancer goes")),
        (
            STATEFUL,
            {"spec": {"replicas": 3}},
            {
                "spec": {
                    "replicas": 1,
                    "volumeClaimTemplates": [{}],
                    "persistentVolumeClaimRetentionPolicy": {"whenScaled": "Delete"},
                }
            },
            (Tier.LOST, "2 pods' claims are deleted"),
        ),
        (STATEFUL, {"spec": {"replicas": 3}}, {"spec": {"replicas": 1, "volumeClaimTemplates": [{}]}}, None),
    ],
)
def test_what_an_update_throws_away(type_: str, old: Any, new: Any, expected: tuple[Tier, str] | None):
    found = risks(updated(type_, old, new, *sorted(old.keys() | new.keys())))
    told = [(each.tier, each.because) for each in found if each.tier is not Tier.REVERSIBLE]
    assert [tier for tier, _ in told] == ([expected[0]] if expected else [])
    assert all(because.startswith(expected[1]) for _, because in told if expected)
