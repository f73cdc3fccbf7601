"""A plan as a comment: what matters on top, nothing of others that means anything to Markdown, never longer than it may be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checks.accepted import Accepted
from checks.finding import Finding, Severity
from checks.judgement import Judgement
from checks.plan import Cause, Change, Kind, Plan
from checks.review.model import Access, Against, Review, Risk, Tier
from checks.review.renames import Rename
from checks.review.replacements import Replacement
from engine.values import UNKNOWN, Secret
from tests.support.reviews import DATABASE, PREFIX, VPC, changed, plain, told
from views.comment import LIMIT, comment, marker
from views.comment.budget import size
from views.veil import Veil


def test_it_begins_with_its_marker_and_a_summary():
    text = told(changed(VPC, Kind.CREATED, new={"cidrBlock": "10.0.0.0/16"}), changed(DATABASE, Kind.DELETED, old={"name": "o"}))
    first, second, *_ = text.splitlines()
    assert first == marker("shop", "prod")
    assert second == "### <code>prod</code>: 1 to create, 1 to delete"
    assert "Compared with main at 1a2b3c4. " in text


def test_nothing_to_do_is_said():
    assert "no changes" in told()


def test_changes_are_told_by_site_and_by_property():
    change = changed(VPC, Kind.UPDATED, {"tags": {"a": "1"}}, {"tags": {"a": "2"}})
    assert "<details><summary>java: 1 to update</summary>" in told(change)
    assert "! updated: aws:ec2:Vpc java-vpc\n      ~ tags.a: 1 => 2" in told(change)


def test_an_unknown_value_says_where_it_comes_from():
    subnet = f"{PREFIX}aws:ec2/subnet:Subnet::java-a"
    change = changed(subnet, Kind.CREATED, new={"vpcId": UNKNOWN}, sources={"vpcId": (VPC,)})
    assert "vpcId: [unknown ← java/vpc.id]" in told(changed(VPC, Kind.CREATED), change)


def test_what_forces_a_replacement_is_marked_and_the_way_it_came_told():
    cause = Cause(input="cidrBlock", old="10.0.0.0/16", new="10.1.0.0/16")
    text = told(changed(VPC, Kind.REPLACED, {"cidrBlock": "10.0.0.0/16"}, {"cidrBlock": "10.1.0.0/16"}, causes=(cause,)))
    assert "~ cidrBlock: 10.0.0.0/16 => 10.1.0.0/16 # forces replacement" in text
    assert "will be replaced; the new one comes first" in text


def test_what_is_lost_stands_in_a_banner_and_a_table():
    risk = Risk(urn=DATABASE, kind=Kind.DELETED, tier=Tier.LOST, because="no final snapshot", reaches=(VPC,), sites=("java",))
    text = told(changed(DATABASE, Kind.DELETED), risks=(risk,))
    assert "> [!CAUTION]\n> **1 object would be lost for good**: <code>aws:rds:Instance</code> <code>java/orders</code>" in text
    assert "**unrecoverable** | no final snapshot<br>1 object depends on it in java |" in text


def test_access_findings_and_renames_have_their_places():
    access = Access(gained=True, control="security group", who="0.0.0.0/0", may="tcp 22", on="web", urn=VPC, wide="everyone")
    finding = Finding(rule="manifest", severity=Severity.ERROR, resource=VPC, reason="it is wrong", fix="mend it")
    kept = Finding(rule="version-support", severity=Severity.WARNING, resource="clusters.main", reason="it ends", fix="raise it")
    entry = Accepted(rule="version-support", resource="main", because="after the sale", until=date(2026, 12, 28))
    rename = Rename(old=VPC, new=f"{VPC}-2", alias='aliases=[pulumi.Alias(name="java-vpc")]', objects=1)
    text = told(
        changed(VPC, Kind.DELETED),
        access=(access,),
        renames=(rename,),
        judgement=Judgement(findings=(finding,), accepted=((kept, entry),)),
    )
    seen = plain(text)
    assert "⚠️ everyone" in text
    assert 'aliases=[pulumi.Alias(name="java-vpc")]' in seen
    assert "after the sale, until 2026-12-28" in seen
    assert "**The plan is refused** by <code>manifest</code>" in text


NASTY = "</details> <script>x</script> | ``` ~~~ @everyone #1 ![a](http://x) <!-- --> \x1b[31m \u202e `code`"


def test_texts_of_others_mean_nothing_to_markdown():
    finding = Finding(rule="manifest", severity=Severity.WARNING, resource=NASTY, reason=NASTY, fix=NASTY)
    change = changed(f"{PREFIX}aws:ec2/vpc:Vpc::{NASTY}", Kind.UPDATED, {NASTY: "a"}, {NASTY: f"{NASTY}\n```\n</details>"})
    text = told(change, judgement=Judgement(findings=(finding,)))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    outside = "\n".join(token.content for token in tokens if token.type != "fence")
    assert "@everyone" not in outside
    assert "<script" not in outside
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert sum(token.type == "fence" for token in tokens) == 1
    (row,) = (line for line in text.splitlines() if line.startswith("| 🟡"))
    assert row.count("|") == 6


def test_no_secret_stands_in_it():
    secret = "correct-horse-battery"
    change = changed(
        VPC,
        Kind.UPDATED,
        {"password": Secret(secret), "url": f"postgres://app:{secret}@db"},
        {"password": Secret("other-secret-word"), "url": "postgres://app:other-secret-word@db"},
    )
    text = told(change, secrets=[Secret(secret), Secret("other-secret-word")])
    assert secret not in text
    assert "other-secret-word" not in text
    assert "postgres://app:[secret]@db" in text


def many(number: int, lost: int) -> tuple[tuple[Change, ...], tuple[Risk, ...]]:
    names = [f"{PREFIX}aws:s3/bucket:Bucket::java-bucket-{index}" for index in range(number)]
    kinds = [Kind.DELETED if index < lost else Kind.UPDATED for index in range(number)]
    body = {f"property{index}": "x" * 90 for index in range(12)}
    changes = tuple(
        changed(name, kind, body, {} if kind is Kind.DELETED else dict.fromkeys(body, f"{index:y>90}"))
        for index, (name, kind) in enumerate(zip(names, kinds, strict=True))
    )
    risks = tuple(Risk(urn=n, kind=Kind.DELETED, tier=Tier.LOST, because="its objects go with it" * 9) for n in names[:lost])
    return changes, risks


def test_a_thousand_changes_fit_and_all_that_is_beyond_recall_stays():
    changes, risks = many(1000, 300)
    text = told(*changes, risks=risks)
    assert size(text) <= LIMIT
    assert size(text) > LIMIT * 0.95
    seen = plain(text)
    assert all(f"java/bucket-{index}\n" in f"{seen}\n" for index in range(300))
    assert "lines more" in text
    assert text.count("<details>") == text.count("</details>")
    assert text.count("```") % 2 == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(900, 9000), st.integers(0, 60))
def test_whatever_the_room_no_block_stays_open(limit: int, number: int):
    changes, _ = many(number, 0)
    text = told(*changes, limit=limit)
    assert size(text) <= limit
    assert text.count("<details>") == text.count("</details>")
    assert text.count("```") % 2 == 0


def test_more_losses_than_there_is_room_for_are_counted():
    changes, risks = many(4000, 4000)
    text = told(*changes, risks=risks)
    assert size(text) <= LIMIT
    assert "**4,000 objects would be lost for good**" in text
    assert "rows, no graver than these" in text
    assert text.count("java/bucket-") > 500


def test_too_little_room_for_what_stands_around_is_refused():
    changes, risks = many(40, 40)
    with pytest.raises(ValueError, match="characters must be said"):
        told(*changes, risks=risks, limit=100)


def test_what_is_alike_is_told_together():
    cause = Cause(input="instanceTypes[2]", old="m5.large")
    pools = [f"{PREFIX}aws:eks/nodeGroup:NodeGroup::java-{name}" for name in ("a", "b")]
    text = told(*(changed(pool, Kind.REPLACED, causes=(cause,)) for pool in pools))
    assert "<code>java/a</code>, <code>java/b</code> will be replaced" in text


def test_markers_tell_stacks_apart_and_end_nothing():
    assert marker("shop", "prod") != marker("shop", "prod2")
    assert marker("shop", "a-->b").count("-->") == 1


def test_a_review_without_a_plan_of_sites_needs_none():
    plan = Plan((Change(kind=Kind.CREATED, urn=VPC),))
    review = Review(stack="dev", against=Against(what="the state"), plan=plan)
    assert "Every change: 1 to create" in comment(review, Veil())


def test_what_may_be_replaced_is_told_with_its_reason():
    found = tuple(
        Replacement(urn=f"{PREFIX}toys:index:Ball::{name}", causes=(Cause(input="size"),), certain=False, because=("nobody knows",))
        for name in ("a", "b")
    )
    text = comment(Review(stack="prod", against=Against(what="main"), plan=Plan(()), replacements=found), Veil())
    of, a, b, size_ = (f"<code>{each}</code>" for each in ("toys:index:Ball", "a", "b", "size"))
    assert "#### May be replaced\n" in text
    assert f"- nobody knows:\n  - 2 {of} {a}, {b}: {size_}\n" in text
    assert "#### Replacements" not in text
