"""`nusa preview --at`: the rules on whole plans, and only for whoever says what time it is."""

from __future__ import annotations

import json

PAYDAY, QUIET = "2026-12-28 12:00 Asia/Jakarta", "2026-12-20T00:00Z"
TWELFTH, BEFORE = "2026-12-12T03:00Z", "2026-12-01T00:00Z"


def findings(printed: str) -> list[dict[str, str]]:
    """What a preview found that its environment does not accept."""
    return [finding for finding in json.loads(printed)["findings"] if not finding["accepted"]]


def test_inside_a_window_a_preview_warns_and_outside_it_is_silent(project):
    project.bring_up("production")
    project.edit("production", "fallback: singapore-aws", "drained: []")  # no name goes with what Singapore loses later
    done = project.ok("up", "-s", "production", "--yes", "--at", BEFORE)
    told = done[done.index("Findings at 2026-12-01 00:00 UTC:\n") : done.index("Updating (production)")]
    accepted = [line.split()[1] for line in told.splitlines() if line.startswith("    accepted ")]
    assert accepted == ["failover-late", "origin-open", "single-writer", "slow-recovery"]
    assert "    warning " not in told
    assert done.count("Findings at") == 1, "found in the preview"
    project.edit(
        "production",
        "storefront:\n        cluster: main\n        sites: all",
        "storefront:\n        cluster: main\n        sites: [jakarta-aws, jakarta-alicloud]",
    )

    found = findings(project.ok("preview", "-s", "production", "--at", PAYDAY, "--json"))
    over, *frozen = sorted(found, key=lambda finding: finding["rule"])
    assert (over["rule"], over["resource"]) == ("event-over", "events.twelve-twelve")
    assert {(finding["rule"], finding["severity"]) for finding in frozen} == {("freeze-window", "warning")}
    gone = ("::singapore-aws-main-", "::traffic-www-", "-111122223333-ap-southeast-1")
    assert all(any(name in finding["resource"] for name in gone) for finding in frozen), "of what goes, and nothing else"
    assert "while payday lasts, until 2026-12-31 18:00 UTC" in frozen[0]["reason"]

    entry = '{{rule: freeze-window, resource: "{}", because: agreed with sales, until: "2026-12-28"}}'
    entries = [entry.format(name) for name in ("*singapore-aws*", "*-111122223333-ap-southeast-1")]
    more = "".join(f"      - {each}\n" for each in entries)
    project.edit("production", "      - {rule: single-writer", f"{more}      - {{rule: single-writer")
    text = project.ok("preview", "-s", "production", "--at", PAYDAY)
    assert "    warning freeze-window" not in text
    assert "    accepted freeze-window until 2026-12-28: agreed with sales\n        " in text

    later = findings(project.ok("preview", "-s", "production", "--at", QUIET, "--json"))
    assert [finding["rule"] for finding in later] == ["event-over"]
    assert "findings" not in json.loads(project.ok("preview", "-s", "production", "--json"))


def test_what_a_cloud_would_refuse_by_the_date_refuses_the_preview(project):
    done = project.nusa("preview", "-s", "production", "--at", TWELFTH)
    assert done.returncode == 5
    found = done.stdout[done.stdout.index("Findings at 2026-12-12 03:00 UTC:") :].splitlines()[1:]
    assert found[0].startswith("    error action-time: it would begin at ")
    assert found[0].endswith(" which is past, and Alibaba Cloud refuses it")
    assert found[1].startswith("        ScheduledTask jakarta-alicloud-transcoder-")
    assert found[2] == "        fix: give twelve-twelve a start to come"
    missed = next(place for place, line in enumerate(found) if line.startswith("    warning floor-missed"))
    assert found[missed + 1 : missed + 3] == [
        "        ScalingGroup jakarta-alicloud-transcoder-group",
        "        Group jakarta-aws-transcoder-group",
    ]


def test_a_task_too_far_ahead_is_told_on_alibaba_cloud_alone(project):
    done = project.nusa("preview", "-s", "production", "--at", "2026-09-01T00:00Z", "--json")
    found = findings(done.stdout)
    assert done.returncode == 5
    assert {finding["rule"] for finding in found} == {"action-time"}
    assert all("alicloud:ess/scheduledTask:ScheduledTask" in finding["resource"] for finding in found)
    assert "in 102 days, and Alibaba Cloud takes it 90 days ahead at most" in found[-1]["reason"]


def test_what_is_no_moment_is_told_before_anything_runs(project):
    done = project.nusa("preview", "-s", "production", "--at", "noon")
    assert (done.returncode, done.stdout) == (2, "")
    assert "given --at 'noon', expected a date and a time in a time zone" in done.stderr


def test_an_update_that_is_told_the_time_stops_at_what_refuses_its_plan(project):
    refused = project.nusa("up", "-s", "production", "--yes", "--at", TWELFTH)
    assert refused.returncode == 5
    assert "    error action-time: " in refused.stdout
    assert "Updating (production)" not in refused.stdout

    both = project.nusa("up", "-s", "production", "--skip-preview", "--at", TWELFTH)
    assert (both.returncode, both.stdout) == (2, "")
    assert "--at and --skip-preview cannot be used together" in both.stderr
