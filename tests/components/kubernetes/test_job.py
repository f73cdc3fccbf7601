"""Work that ends: once, or on a schedule."""

from __future__ import annotations

from typing import Any

import pytest

from components.contracts import JobArgs, Taint
from components.errors import ArgumentsError
from components.kubernetes.job import Job
from tests.support.clusters import IMAGE, altered
from tests.support.mocks import Recording, record

JOB = "kubernetes:batch/v1:Job"
CRON_JOB = "kubernetes:batch/v1:CronJob"


def job_args(**changes: Any) -> JobArgs:
    usual: dict[str, Any] = {"image": IMAGE, "app": "reindex"}
    return JobArgs(**{**usual, **changes})


def job(**options: Any) -> Recording:
    return record(lambda: Job("main-reindex", job_args(**options)))


def faults(**options: Any) -> list[str]:
    with pytest.raises(ArgumentsError) as error:
        job_args(**options)
    return str(error.value).split("\n")


def test_exactly_these_resources_are_made():
    found = job(config={"a": "b"})
    assert sorted((child.type, child.name) for child in found.children(found.one(Job.TYPE))) == [
        (JOB, "main-reindex-job"),
        ("kubernetes:core/v1:ConfigMap", "main-reindex-config"),
        ("kubernetes:core/v1:ServiceAccount", "main-reindex-account"),
        ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "main-reindex-policy"),
    ]
    assert found.one(Job.TYPE).outputs == {"name": "reindex"}


def test_it_runs_once_and_is_waited_for_beyond_its_deadline():
    made = job(deadline=600, retries=1, parallelism=4).one(JOB)
    spec = {key: value for key, value in made.inputs["spec"].items() if key != "template"}
    assert spec == {
        "parallelism": 4,
        "completions": 4,
        "backoffLimit": 1,
        "activeDeadlineSeconds": 600,
        "podFailurePolicy": {"rules": [{"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]}]},
    }
    assert made.timeouts == {"create": "900s", "update": "900s"}


def test_a_schedule_runs_in_its_own_time_zone_and_never_beside_itself():
    spec = job(schedule="30 2 * * *", time_zone="Asia/Jakarta").one(CRON_JOB).inputs["spec"]
    run = spec.pop("jobTemplate")
    assert spec == {
        "schedule": "30 2 * * *",
        "timeZone": "Asia/Jakarta",
        "concurrencyPolicy": "Forbid",
        "suspend": False,
        "successfulJobsHistoryLimit": 3,
        "failedJobsHistoryLimit": 3,
    }
    assert run["spec"]["ttlSecondsAfterFinished"] == 86_400
    assert run["spec"]["template"]["spec"]["restartPolicy"] == "Never"


def test_its_pods_keep_to_the_rules_of_every_pod():
    taint = Taint(key="dedicated", value="batch")
    pod = job(cpu="2", memory="4Gi", pool="batch", tolerations=(taint,), user=1000).one(JOB).inputs["spec"]["template"]["spec"]
    assert pod["serviceAccountName"] == "reindex"
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsUser"] == 1000
    assert (pod["nodeSelector"], len(pod["tolerations"])) == ({"nusantara/pool": "batch"}, 1)
    (container,) = pod["containers"]
    assert container["resources"] == {"requests": {"cpu": "2", "memory": "4Gi"}, "limits": {"memory": "4Gi"}}
    assert {"ports", "readinessProbe", "livenessProbe", "lifecycle"}.isdisjoint(container)


def test_another_schedule_changes_the_cron_job_alone():
    before, after = job(schedule="30 2 * * *"), job(schedule="30 3 * * *")
    assert altered(before, after) == {"CronJob main-reindex-job": {"spec"}}


def test_every_fault_at_once():
    assert faults(
        app="a" * 53, schedule="30 25 * *", time_zone="Asia/Jakatra", concurrency="Maybe", deadline=0, retries=-1, parallelism=0
    ) == [
        (
            "JobArgs.schedule: \"30 25 * *\", expected a schedule of five fields (given '30 25 * *', which has 4 fields, expected 5); "
            'fix: write "30 2 * * *", say: 02:30 every day'
        ),
        'JobArgs.time_zone: "Asia/Jakatra", expected a time zone of the IANA database; fix: write Asia/Jakarta or Etc/UTC, say',
        f'JobArgs.app: "{"a" * 53}", expected at most 52 characters with a schedule; fix: shorten the name',
        'JobArgs.concurrency: "Maybe", expected one of Forbid, Allow, Replace; fix: choose one of them',
        "JobArgs.deadline: 0, expected a whole number, 1 to 604800; fix: choose a number between them",
        "JobArgs.retries: -1, expected a whole number, 0 to 100; fix: choose a number between them",
        "JobArgs.parallelism: 0, expected a whole number, 1 to 1000; fix: choose a number between them",
    ]


def test_only_a_schedule_can_be_held():
    assert faults(suspended=True) == [
        "JobArgs.suspended: true, expected a schedule to hold; fix: write a schedule, or take the job away"
    ]
