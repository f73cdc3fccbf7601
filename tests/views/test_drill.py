"""A drill as text, as JSON and as Markdown."""

from __future__ import annotations

import html

from checks.drill.drill import Drill
from checks.drill.loss import loss_of
from checks.drill.rehearsal import every_loss
from checks.drill.timeline import after_heal, after_loss
from checks.drill.verdict import promises
from tests.support.drilled import SAID, SITES, shop
from views import drill as pages
from views import drill_documents as documents

SLOW = {"orders-db": {**SAID["dependencies"]["orders-db"], "rto": 900, "promotion": "manual"}}
POOLS = {"general": {"capacity": {"autoscaled": {"min": 3, "max": 5}}, "alicloud": {"types": ["ecs.g7.2xlarge"]}}}
PODS = {name: {**told, "cpu": "250m", "memory": "512Mi"} for name, told in SAID["workloads"].items()}
ACCEPTED = [{"rule": "slow-recovery", "resource": "orders-db", "because": "drilled", "until": "2027-03-31"}]


def drill(**said: object) -> Drill:
    return Drill(shop(**said), loss_of(SITES, [("aws", "ap-southeast-3")]))


def text(of: Drill) -> list[str]:
    page = pages.drill("Drill", after_loss(of), of.carried, of.rooms, promises(of))
    return page.plain.splitlines()


def test_times_stand_in_a_column_of_their_own_and_once_for_what_happens_at_once() -> None:
    lines = text(drill(dependencies=SLOW))
    assert lines[2:6] == [
        "     0:00  ✗ jakarta-aws (AWS in ap-southeast-3) is lost",
        "           ✗ orders-db: its primary is lost, the replica in jakarta-alicloud holds all but the last 0:30 of writes",
        "             checkout in jakarta-alicloud waits for it",
        "     0:36  ~ www.shop.example: 1 health check has turned, Route 53 answers jakarta-alicloud 100%",
    ]
    assert lines[9].startswith("    15:00  ✓ orders-db is written to in jakarta-alicloud, promoted by hand")


def test_tables_say_what_is_asked_and_what_there_is() -> None:
    lines = text(drill(clusters={"main": {"sites": "all", "pools": POOLS}}, workloads=PODS))
    at = lines.index("What is left, while an event lasts:")
    assert lines[at + 2] == "    payday  storefront  jakarta-alicloud   100%      14,000     175    123  300  by scaling"
    at = lines.index("What clusters have for that at most:")
    assert lines[at + 2] == "    payday  main     jakarta-alicloud     46   40   92  160"
    assert (
        "    missed    no-survivor: main in jakarta-alicloud has too few vCPUs at its maximum for the pods that payday asks for there"
        in lines
    )
    assert "              fix: raise max of a pool, or choose larger types" in lines


def test_what_is_accepted_is_told_with_its_reason() -> None:
    lines = text(drill(dependencies=SLOW, accept=ACCEPTED))
    at = lines.index("    accepted  slow-recovery: orders-db is back after 15:00, 5:00 promised, and checkout waits for it")
    assert lines[at + 1] == "              until 2027-03-31: drilled"


def test_every_loss_is_a_line_and_what_is_missed_stands_below() -> None:
    lines = pages.each("dev", every_loss(shop(dependencies=SLOW))).plain.splitlines()
    assert [line.split("  ")[2] for line in lines[3:8]] == [
        "jakarta-alicloud", "jakarta-aws", "singapore-aws", "all of Alibaba Cloud", "all of AWS",
    ]  # fmt: skip
    assert (
        "    missed    jakarta-aws: slow-recovery: orders-db is back after 15:00, 5:00 promised, and checkout waits for it" in lines
    )


def test_a_document_has_seconds_and_shares() -> None:
    found = drill(dependencies=SLOW)
    told = documents.document("dev", found, after_loss(found), promises(found), healed=False)
    assert told["names"][0]["turns"] == [{"at": 36, "shares": {"jakarta-alicloud": 1.0}}]
    assert (told["names"][0]["clear"], told["lost"]["within"], told["kept"]) == (66, 300, False)
    assert told["carried"][0]["carried"] == "by scaling"
    back = documents.document("dev", found, after_heal(found), (), healed=True)
    assert (back["healed"], back["carried"], back["names"][0]["turns"][0]["at"]) == (True, [], 30)


def test_every_loss_as_a_document() -> None:
    told = documents.documents("dev", list(every_loss(shop())))
    assert [(each["lost"], each["ledFor"], each["kept"]) for each in told["losses"]] == [
        ("jakarta-alicloud", 66, True),
        ("jakarta-aws", 66, True),
        ("singapore-aws", 0, True),
        ("all of Alibaba Cloud", 66, True),
        ("all of AWS", 0, False),
    ]


def test_a_page_of_a_runbook_has_a_line_a_moment_and_a_box_a_promise() -> None:
    found = drill(dependencies=SLOW, accept=ACCEPTED)
    lines = html.unescape(documents.markdown("Drill", after_loss(found), found.carried, promises(found))).splitlines()
    assert lines[:4] == ["## Drill", "", "| after | what happens |", "| ---: | --- |"]
    assert "| 0:36 | www.shop.example: 1 health check has turned, Route 53 answers jakarta-alicloud 100% |" in lines
    assert "| payday | storefront | jakarta-alicloud | 100% | 14,000 | 175 | 123 | 300 | by scaling |" in lines
    assert lines[-1].endswith("and checkout waits for it (accepted until 2027-03-31: drilled)")
