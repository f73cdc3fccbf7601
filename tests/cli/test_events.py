"""`nusa events`: the calendar of an environment, as it is read from its files alone."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.cli.conftest import ROOT, Project


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A project with this one's environments, and no program."""
    root = tmp_path_factory.mktemp("shop")
    shutil.copytree(ROOT / "stacks", root / "stacks", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    project = Project.__new__(Project)
    project.root = root
    project.write("Pulumi.yaml", "name: nusantara\nruntime: python\nstackConfigDir: stacks\n")
    return project


def test_the_calendar(shop):
    done = shop.nusa("events", "-s", "production", "--most", "2")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:6] == [
        "payday: every month from 25 00:00 to 1 00:00 in Asia/Jakarta",
        "    warm-up 2h, cool-down 1h, for transcoder, storefront and checkout",
        "    HELD FROM (UTC)   UNTIL             FROM (LOCAL)          UNTIL",
        "    2026-12-24 15:00  2026-12-31 18:00  Thu 2026-12-24 22:00  2027-01-01 01:00",
        "    2027-01-24 15:00  2027-01-31 18:00  Sun 2027-01-24 22:00  2027-02-01 01:00",
        "    and 5 more, the last begins by 2027-06-30",
    ]
    assert "    jakarta-aws       workload storefront    12    275  300  twelve-twelve" in lines
    spot = lines.index("    111122223333      ap-southeast-3  L-34B43A08                          288")
    assert lines[spot + 2] == "        36 m7i.2xlarge of main-general-spot"
    assert max(map(len, lines)) <= 110
    assert "\x1b" not in done.stdout


def test_a_moment(shop):
    lines = shop.nusa("events", "-s", "production", "--at", "2026-12-25 10:00 Asia/Jakarta").stdout.splitlines()
    assert lines[3].endswith("  now")
    assert "    over" in lines, "the sale of the twelfth"
    assert "Floors at Fri 2026-12-25 03:00 UTC:" in lines
    assert "    jakarta-aws       fleet transcoder        4     12   40  payday" in lines
    assert "    jakarta-aws       workload storefront    12    175  300  payday" in lines


def test_a_floor_that_utc_rounds_is_told_as_it_is_held(shop):
    """The sale is over at one in the morning in Jakarta; on Alibaba Cloud its way back waits for midnight in UTC."""
    for at, on_alicloud in (("2027-01-01 02:00", (12, ["payday"])), ("2027-01-01 07:00", (4, []))):
        done = shop.nusa("events", "-s", "production", "--json", "--at", f"{at} Asia/Jakarta")
        floors = [floor for floor in json.loads(done.stdout)["floors"] if floor["name"] == "transcoder"]
        held = {floor["site"]: (floor["floor"], floor["events"]) for floor in floors}
        assert held == {"jakarta-aws": (4, []), "jakarta-alicloud": on_alicloud}


def test_where_events_overlap_both_are_named_and_the_higher_floor_holds(shop):
    floors = json.loads(shop.nusa("events", "-s", "production", "--json", "--at", "2026-12-12T00:00+07:00").stdout)["floors"]
    held = {(floor["site"], floor["name"]): (floor["floor"], floor["events"]) for floor in floors}
    assert held["jakarta-alicloud", "checkout"] == (104, ["twelve-twelve"])
    assert held["jakarta-alicloud", "transcoder"] == (20, ["twelve-twelve"])


def test_as_json(shop):
    calendar = json.loads(shop.nusa("events", "-s", "production", "--json", "--most", "1").stdout)
    assert calendar["at"] is None
    payday = calendar["events"][0]
    assert (payday["name"], payday["names"], payday["further"]) == (
        "payday",
        ["fleets.transcoder", "workloads.storefront", "workloads.checkout"],
        6,
    )
    assert payday["occurrences"] == [
        {
            "underWay": None,
            "utc": {
                "start": "2026-12-24T15:00Z",
                "opens": "2026-12-24T17:00Z",
                "closes": "2026-12-31T17:00Z",
                "end": "2026-12-31T18:00Z",
            },
            "local": {
                "start": "2026-12-24T22:00+07:00",
                "opens": "2026-12-25T00:00+07:00",
                "closes": "2027-01-01T00:00+07:00",
                "end": "2027-01-01T01:00+07:00",
            },
        }
    ]
    asked = {(quota["region"], quota["code"]): quota["vcpus"] for quota in calendar["quotas"]}
    assert asked["ap-southeast-3", "L-1216C47A"] == 40 * 8 + 54 * 8, "the transcoders, and what of the pool is bought on demand"
    assert asked["ap-southeast-5", "max-spot-instance-vcpu-count"] == 36 * 8


def test_an_environment_without_events(shop):
    assert shop.nusa("events", "-s", "development").stdout == "development has no events\n"


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("tomorrow", "write it like 2026-12-25T10:00Z or '2026-12-25 10:00 Asia/Jakarta'"),
        ("2026-12-25 25:00 Asia/Jakarta", "write it like 2026-12-25T10:00Z or '2026-12-25 10:00 Asia/Jakarta'"),
        ("2026-12-25 10:00", "say in which zone, like 2026-12-25T10:00Z or '2026-12-25 10:00 Asia/Jakarta'"),
        ("2026-12-25 10:00 asia/jakarta", "write Asia/Jakarta"),
        ("2026-12-25 10:00 WIB", "write it like 2026-12-25T10:00Z or '2026-12-25 10:00 Asia/Jakarta'"),
        ("0001-01-01 00:00 Asia/Jakarta", "choose a day of this century"),
        ("9999-12-31T23:59-12:00", "choose a day of this century"),
        ("2026-12-25T10:00Z Asia/Jakarta", "leave one of the two zones out"),
        (
            "2026-10-25 02:30 Europe/Berlin",
            "write 2026-10-25T02:30+01:00 or 2026-10-25T02:30+02:00: the clocks of Europe/Berlin are changed then",
        ),
        (
            "2026-03-29 02:30 Europe/Berlin",
            "write 2026-03-29T02:30+01:00 or 2026-03-29T02:30+02:00: the clocks of Europe/Berlin are changed then",
        ),
    ],
)
def test_what_is_no_moment(shop, text, fix):
    done = shop.nusa("events", "-s", "production", "--at", text)
    assert done.returncode == 2
    assert f"given --at '{text}', expected a date and a time in a time zone; fix: {fix}" in done.stderr
