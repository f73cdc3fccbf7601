"""Rules of dependencies: what no number of pods survives is told, by the losses that objectives name."""

from __future__ import annotations

from typing import Any, Final

import pytest

from checks.finding import Severity

from ..shop import SHOP, found, plan, sale, shop

SITES: Final = {
    "java": {"cloud": "aws", "country": "id"},
    "bali": {"cloud": "alicloud", "country": "id"},
    "temasek": {"cloud": "aws", "country": "sg"},
}
OBJECTIVES: Final[dict[str, Any]] = {"site": {"capacity": 100.0, "within": 300.0}, "cloud": {"capacity": 70.0, "within": 900.0}}
ORDERS: Final[dict[str, Any]] = {
    "primary": "java", "replica": "bali", "rpo": 30.0, "rto": 300.0, "promotion": "manual", "personal_data": False, "abroad": [],
}  # fmt: skip


def environment(**said: Any) -> dict[str, Any]:
    """The shop with an orders' database that its storefront needs, some of it otherwise."""
    changes = {key: said.pop(key) for key in ("objectives", "sites", "events") if key in said}
    needing = {**SHOP["workloads"]["storefront"], "needs": ["orders-db"], **said.pop("workload", {})}
    return shop(
        sites=SITES,
        dependencies={"orders-db": {**ORDERS, **said}},
        workloads={**SHOP["workloads"], "storefront": needing},
        **{"objectives": OBJECTIVES, **changes},
    )


def told(rule: str, **said: Any) -> list[tuple[str, str, str]]:
    """What a rule finds in it: of what, why, and what to do."""
    return [(each.resource, each.reason, each.fix) for each in found(rule, plan(new=environment(**said)), None)]


def test_who_waits_for_a_promotion_by_hand_is_told_once_for_all_losses():
    assert told("single-writer") == [
        (
            "dependencies.orders-db",
            (
                "without java nobody can write to it until somebody promotes bali (5m; the last 30s may be lost), and storefront at bali and "
                "temasek cannot do without it"
            ),
            "have the replica promoted automatically, or drill it and accept this in the environment",
        )
    ]
    assert told("slow-recovery") == told("no-replica") == told("data-abroad") == []


def test_a_recovery_later_than_promised_is_held_to_each_promise():
    late = told("slow-recovery", rto=1200.0, promotion="automatic")
    assert [reason for _, reason, _ in late] == [
        "its rto is 20m, and objectives.cloud promises what is left without all of aws within 15m: storefront at bali cannot do without it",
        "its rto is 20m, and objectives.site promises what is left without java within 5m: storefront at bali and temasek cannot do without it",
    ]
    assert late[1][2] == "bring its rto to 5m, promise 20m, or accept it in the environment"


def test_a_replica_on_the_same_cloud_does_not_survive_that_cloud():
    ((resource, reason, fix),) = told("no-replica", replica="temasek", rto=7200.0)
    assert resource == "dependencies.orders-db"
    assert reason == (
        "without all of aws it has no copy left that could be promoted, and storefront at bali cannot do without it, though "
        "objectives.cloud promises that it serves within 15m; a restored backup takes 2h"
    )
    assert fix == "give it a replica outside of aws, or accept it in the environment"


def test_without_any_replica_every_promise_is_hollow():
    assert len(told("no-replica", replica=None, promotion=None)) == 2
    assert told("single-writer", replica=None, promotion=None) == []


@pytest.mark.parametrize(
    "said",
    [
        {"promotion": "automatic"},
        {"objectives": None},
        {"objectives": {"site": {"capacity": 0.0, "within": 0.0}}},
        {"workload": {"needs": []}},
        {"workload": {"sites": ["java"]}},
    ],
    ids=["promoted by itself", "nothing promised", "nothing to be carried", "needed by nobody", "nobody left that needs it"],
)
def test_nobody_waits(said):
    assert [told(rule, **said) for rule in ("single-writer", "slow-recovery", "no-replica")] == [[], [], []]


def test_personal_data_is_not_used_abroad_unasked():
    (finding,) = found("data-abroad", plan(new=environment(personal_data=True)), None)
    assert (finding.resource, finding.severity) == ("workloads.storefront", Severity.ERROR)
    assert finding.reason == "it stands at temasek (sg) and needs orders-db, whose personal data stays in id"
    assert finding.fix == "leave temasek out of its sites, or write abroad: [sg] under dependencies.orders-db once that is allowed"
    assert told("data-abroad", personal_data=True, abroad=["sg"]) == []
    assert told("data-abroad", personal_data=True, workload={"sites": ["java", "bali"]}) == []


def test_headroom_tells_what_more_pods_would_still_wait_for():
    events = sale(headroom="none")
    reasons = [each.reason for each in found("headroom", plan(new=environment(events=events)), None)]
    assert [reason.partition("; and ")[2] for reason in reasons] == [
        "without java it has no orders-db for 5m, without all of aws it has no orders-db for 5m"
    ]
    assert "orders-db" not in found("headroom", plan(new=environment(events=events, workload={"needs": []})), None)[0].reason


def test_a_finding_is_accepted_by_the_dependency_s_name():
    entry = {"rule": "single-writer", "resource": "orders-db", "because": "drilled quarterly", "until": "2027-03-31"}
    assert found("single-writer", plan(new={**environment(), "accept": [entry]}), None) == []


BUCKET: Final[dict[str, Any]] = {
    "within": 900.0,
    "prefixes": {"films": {"writer": "java", "replicas": ["bali"]}, "goods": {"writer": "java", "replicas": ["bali", "temasek"]}},
}


def stored(use: str = "write", **said: Any) -> dict[str, Any]:
    """The shop with a bucket that its storefront uses."""
    using = {**SHOP["workloads"]["storefront"], "buckets": {"media": use}}
    return shop(sites=SITES, objectives=OBJECTIVES, buckets={"media": {**BUCKET, **said}}, workloads={"storefront": using})


def test_who_writes_a_bucket_waits_until_its_writer_is_moved():
    (finding,) = found("single-writer", plan(new=stored()), None)
    assert finding.resource == "buckets.media"
    assert finding.reason == (
        "without java nobody can write films/ and goods/ until somebody moves its writer to bali, and storefront at bali and temasek writes there"
    )
    (alone,) = found("single-writer", plan(new=stored(prefixes={"goods": {"writer": "java"}})), None)
    assert "until somebody has it written elsewhere, where no copy of all of it is" in alone.reason
    assert found("single-writer", plan(new=stored("read")), None) == []


def test_what_oss_replicates_by_itself_is_measured_by_nobody():
    sites = {**SITES, "batam": {"cloud": "alicloud", "country": "id"}}
    among = stored(prefixes={"films": {"writer": "bali", "replicas": ["batam", "java"]}})
    (finding,) = found("replica-unwatched", plan(new={**among, "sites": sites}), None)
    assert (finding.resource, finding.severity) == ("buckets.media", Severity.WARNING)
    assert finding.reason.endswith("so that nobody is told when films/ is more than 15m behind")
    assert found("replica-unwatched", plan(new=stored()), None) == found("replica-unwatched", plan(), None) == []
