"""Faults of dependencies, and of who needs them, each at its line."""

from __future__ import annotations

import pytest

from stacks.environment import EnvironmentFaults
from tests.stacks.conftest import edited, source

SITES = "    sites:\n"
WHOLE = "primary: jakarta, replica: batam, rpo: 30s, rto: 15m, promotion: manual"


def faults(said: str = WHOLE, **more: str) -> list[str]:
    """What is wrong with an environment that declares orders-db in line 8."""
    changes = {SITES: f"    dependencies:\n      orders-db: {{{said}}}\n{SITES}", **more}
    try:
        source(edited(changes)).loaded()
    except EnvironmentFaults as error:
        return [str(fault).partition(":")[2] for fault in error.faults]
    return []


CASES = {
    "all is well": (WHOLE, []),
    "several replicas": (WHOLE.replace("batam", "[batam]"), []),
    "an unknown site": (
        WHOLE.replace("jakarta", "jakata"),
        ['8:19 dependencies.orders-db.primary: "jakata", expected a site: jakarta or batam; fix: write jakarta'],
    ),
    "an unknown replica among several": (
        WHOLE.replace("batam", "[batam, batan]"),
        ['8:54 dependencies.orders-db.replica[1]: "batan", expected a site: jakarta or batam; fix: write batam'],
    ),
    "a replica where the primary is": (
        WHOLE.replace("batam", "jakarta"),
        [
            (
                "8:37 dependencies.orders-db.replica: the primary's own site jakarta, expected another site, since both would be lost at once; "
                "fix: name another site, or remove it"
            ),
        ],
    ),
    "a promotion of nothing": (
        WHOLE.replace("replica: batam, ", ""),
        [
            (
                '8:57 dependencies.orders-db.promotion: "manual" without a replica, expected a replica that can be promoted; fix: name its '
                "replica, or remove promotion"
            )
        ],
    ),
    "nobody to promote": (
        WHOLE.replace(", promotion: manual", ""),
        [
            "8:7 dependencies.orders-db.promotion: missing, expected who promotes the replica: automatic or manual; fix: write promotion: manual, say"
        ],
    ),
    "times misspelled": (
        WHOLE.replace("rpo: 30s", "rpo: 30").replace("rto: 15m", "rto: 15 min"),
        [
            "8:53 dependencies.orders-db.rpo: 30, expected a time of at most a day; fix: write 30s",
            '8:62 dependencies.orders-db.rto: "15 min", expected a time of at most a day; fix: write it like 30s, 5m or 2h',
        ],
    ),
    "no times": (
        "primary: jakarta",
        [
            "8:7 dependencies.orders-db.rpo: missing, expected how much of the last writes may be lost (recovery point objective), say 30s; fix: write rpo: 30s",
            (
                "8:7 dependencies.orders-db.rto: missing, expected how soon it is back (recovery time objective): promoted, or restored from a "
                "backup, say 15m; fix: write rto: 15m"
            ),
        ],
    ),
    "consent for data of nobody": (
        f"{WHOLE}, abroad: [sg]",
        [
            (
                "8:92 dependencies.orders-db.abroad: consent for data of nobody, expected personal_data: true beside it; fix: write that, or "
                "remove abroad"
            ),
        ],
    ),
    "consent for home": (
        f"{WHOLE}, personal_data: true, abroad: [id]",
        ["8:122 dependencies.orders-db.abroad[0]: id, where the data is at home, expected other countries alone; fix: remove it"],
    ),
}


@pytest.mark.parametrize(("said", "expected"), CASES.values(), ids=CASES)
def test_a_fault_stands_at_its_line(said, expected):
    assert faults(said) == expected


def test_personal_data_never_fails_over_abroad_unasked():
    batam = 'zones: [a, b]\n        country: id\n        account: {id: "5012345678901234"'
    moved = {batam: batam.replace("country: id", "country: sg")}
    assert faults(f"{WHOLE}, personal_data: true", **moved) == [
        (
            "8:37 dependencies.orders-db.replica: personal data of id in batam, which is in sg, expected a site in id; fix: choose a site in id, or "
            "write abroad: [sg] once that is allowed"
        ),
    ]
    assert faults(f"{WHOLE}, personal_data: true, abroad: [sg]", **moved) == []
    assert faults(WHOLE, **moved) == []


def test_what_is_needed_is_declared_and_named_once():
    storefront = "storefront: {"
    found = faults(WHOLE, **{storefront: f"{storefront}needs: [orders_db, orders-db, orders-db], "})
    assert [fault.partition(" ")[2] for fault in found] == [
        'workloads.storefront.needs[0]: "orders_db", expected 1 to 24 lower-case letters, digits and single hyphens, a letter first; fix: write orders-db',
        'workloads.storefront.needs[2]: "orders-db" a second time, expected each dependency once; fix: remove one',
    ]
    (found,) = faults(WHOLE, **{storefront: f"{storefront}needs: [order-db], "})
    assert found.endswith('needs[0]: "order-db", expected a dependency: orders-db; fix: write orders-db')
