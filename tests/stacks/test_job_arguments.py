"""What an environment says of a job, as its component is given it; and what of it is refused, at its line."""

from __future__ import annotations

import pytest

from components import contracts
from stacks.arguments import SiteArguments
from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check
from tests.stacks.conftest import RELEASES

LINE = "      storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}\n"
IMAGE = f"shop/reindex@sha256:{'1' * 64}"
RELEASED = f"{RELEASES}reindex: {IMAGE}\n"


def with_job(said: str, name: str = "reindex") -> dict[str, str]:
    return {LINE: f"{LINE}    jobs:\n      {name}: {{{said}}}\n"}


def test_everything_that_is_said_reaches_the_component(loaded):
    said = (
        'cluster: main, sites: [jakarta], namespace: batch, schedule: "30 2 * * *", time_zone: Asia/Jakarta, concurrency: Replace,'
        ' deadline: 2h, retries: 1, parallelism: 2, keep: 1h, suspended: true, cpu: "1", memory: 1Gi, pool: general, command: [/run]'
    )
    arguments = SiteArguments(loaded(with_job(said), releases=RELEASED), "jakarta")
    assert list(arguments.jobs("main")) == ["reindex"]
    assert arguments.job("reindex", "batch") == contracts.JobArgs(
        image=IMAGE,
        app="reindex",
        namespace="batch",
        schedule="30 2 * * *",
        time_zone="Asia/Jakarta",
        concurrency="Replace",
        deadline=7200,
        retries=1,
        parallelism=2,
        keep=3600,
        suspended=True,
        cpu="1",
        memory="1Gi",
        pool="general",
        command=("/run",),
    )
    assert list(SiteArguments(arguments.loaded, "batam").jobs("main")) == []


FAULTS = {
    "a cluster that there is not": (
        ("cluster: mian, sites: all",),
        '39:17 jobs.reindex.cluster: "mian", expected main; fix: write main',
    ),
    "a pool that the cluster lacks": (
        ("cluster: main, sites: all, pool: genral",),
        '39:44 jobs.reindex.pool: "genral", expected a pool of its cluster: general; fix: write general',
    ),
    "a word of no choice": (
        ("cluster: main, sites: all, concurrency: Maybe",),
        '39:44 jobs.reindex.concurrency: "Maybe", expected Forbid, Allow or Replace; fix: choose one of them',
    ),
}


@pytest.mark.parametrize(("said", "fault"), FAULTS.values(), ids=FAULTS)
def test_what_the_file_refuses(faults, said, fault):
    assert faults(with_job(*said), releases=RELEASED) == [fault]


def test_a_job_needs_a_release_and_a_name_of_its_own(faults):
    assert faults(with_job("cluster: main, sites: all")) == [
        (
            "39:7 jobs.reindex: no release, expected its image by digest in stacks/releases/test.yaml; "
            "fix: add reindex: repository@sha256:… there"
        )
    ]
    assert faults(with_job("cluster: main, sites: all", "storefront")) == [
        (
            '39:7 jobs.storefront: the name "storefront", expected a name of its own, and a workload has this one; '
            "fix: rename the job"
        )
    ]


REFUSED = {
    "a schedule that is none": (
        'schedule: "61 2 * * *"',
        (
            "39:44 jobs.reindex.schedule: \"61 2 * * *\", expected a schedule of five fields ('61' is no minute: expected 0 to 59, lists, "
            'ranges and steps of them); fix: write "30 2 * * *", say: 02:30 every day'
        ),
    ),
    "a day that never comes": (
        'schedule: "0 0 31 4,6 *"',
        (
            '39:44 jobs.reindex.schedule: "0 0 31 4,6 *", expected a day that there is; '
            "fix: choose a day that each of its months has, or the 1st of the next"
        ),
    ),
    "a time zone that there is not": (
        'schedule: "1 2 * * *", time_zone: Asia/Jakatra',
        (
            '39:67 jobs.reindex.time_zone: "Asia/Jakatra", expected a time zone of the IANA database; '
            "fix: write Asia/Jakarta or Etc/UTC, say"
        ),
    ),
    "more than the largest node has": (
        'cpu: "3"',
        (
            "39:44 jobs.reindex.cpu: a pod that asks for 3 vCPUs, expected at most what the largest node of main has on aws, 2; "
            "fix: ask for less, or choose larger types for a pool"
        ),
    ),
    "more than the pool's largest node has": (
        'pool: general, cpu: "3"',
        (
            "39:59 jobs.reindex.cpu: a pod that asks for 3 vCPUs, expected at most what the largest node of pool general of main has on "
            "aws, 2; fix: ask for less, or choose larger types for a pool"
        ),
    ),
}


@pytest.mark.parametrize(("more", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_run_is_told_at_its_place(loaded, more, fault):
    environment = loaded(with_job(f"cluster: main, sites: all, {more}"), releases=RELEASED)
    with pytest.raises(EnvironmentFaults) as error:
        check(environment)
    assert str(error.value).replace("stacks/Pulumi.test.yaml:", "").split("\n") == [fault]
