"""Accounts brought up on simulated clouds, and what reviewers are told when they change."""

from __future__ import annotations

import re
import shlex

import pytest

from bootstrap.variables import ALICLOUD, AWS
from checks.plan import Kind
from checks.review.model import Tier
from tests.bootstrap.conftest import NAMES, Accounts, errors

STATE = "nusantara-production-state"


def counts(result) -> dict[str, int]:
    return {op.value: count for op, count in result.summary.changes.items() if count}


@pytest.mark.parametrize("stack", NAMES)
def test_an_account_comes_up_and_stays_as_it_is(accounts: Accounts, stack: str):
    first = accounts.up(stack)
    assert (first.exit_code, set(counts(first))) == (0, {"create"}), errors(first)
    assert [each.message for each in first.diagnostics] == []  # every type has a row, and nothing is said of any
    review = accounts.review(stack)
    assert review.plan.changes == ()
    assert review.judgement is not None
    assert review.judgement.findings == ()
    assert review.access == ()


def test_it_prints_what_workflows_read(accounts: Accounts):
    told = {}
    for stack, names in (("production-aws", AWS), ("production-alicloud", ALICLOUD)):
        assert accounts.up(stack).exit_code == 0
        outputs = accounts.outputs(stack)
        assert {environment: set(values) for environment, values in outputs["variables"].items()} == {
            "production": set(names),
            "production-preview": set(names),
        }
        told |= outputs["variables"]["production-preview"]
        lines = [shlex.split(line) for line in outputs["github"].splitlines()]
        assert [line[:3] for line in lines] == [["gh", "variable", "set"]] * len(names) * 2
        assert {(line[7], line[3]): line[9] for line in lines} == {
            (environment, name): value for environment, values in outputs["variables"].items() for name, value in values.items()
        }
        assert {line[5] for line in lines} == {"example/nusantara"}  # gh knows no ids
    assert told == {
        "AWS_ROLE": "arn:aws:iam::111122223333:role/nusantara-production-preview",
        "AWS_REGION": "ap-southeast-1",
        "PULUMI_BACKEND_URL": "s3://example-nusantara-production-state?region=ap-southeast-1",
        "PULUMI_SECRETS_PROVIDER": "awskms://alias/nusantara-state?region=ap-southeast-1&context_environment=production",
        "ALICLOUD_OIDC_PROVIDER": "acs:ram::5012345678901234:oidc-provider/github",
        "ALICLOUD_ROLE": "acs:ram::5012345678901234:role/nusantara-production-preview",
        "ALICLOUD_REGION": "ap-southeast-5",
        "STATE_COPIES": "oss://example-nusantara-production-copies/production",
    }


def test_a_bucket_under_another_name_loses_the_state_and_is_refused(accounts: Accounts):
    assert accounts.up("production-aws").exit_code == 0
    accounts.edit("production-aws", {STATE: f"{STATE}-2"})
    refused = accounts.preview("production-aws")
    assert refused.exit_code
    assert "state-bucket" in " ".join(errors(refused))
    assert "protect" in " ".join(errors(refused))


def test_a_bucket_that_may_go_with_all_that_is_in_it_is_unrecoverable(accounts: Accounts):
    accounts.edit(
        "production-aws",
        {f"{STATE}, lock: 30": f"{STATE}, force_destroy: true", "cloud: aws": "cloud: aws\n    deletion_protection: false"},
    )
    assert accounts.up("production-aws").exit_code == 0
    accounts.edit("production-aws", {STATE: f"{STATE}-2"})
    tiers = {risk.urn.rpartition("$")[2]: risk.tier for risk in accounts.review("production-aws").risks}
    assert tiers["aws:s3/bucket:Bucket::state-bucket"] is Tier.LOST


def test_wider_trust_stands_in_the_table_of_access(accounts: Accounts):
    assert accounts.up("production-aws").exit_code == 0
    accounts.edit("production-aws", {"example@1042/nusantara@7321": "example@1042/fork@9"})
    gained = [each for each in accounts.review("production-aws").access if each.gained]
    assert {each.on for each in gained} == {"role ci-production-deploy", "role ci-production-preview"}
    assert all("repo:example@1042/fork@9:environment:production" in each.may for each in gained)
    assert {each.who for each in gained} == {"ci-github"}


def test_an_issuer_that_the_account_knows_already_is_refused_until_the_file_says_so(accounts: Accounts):
    assert accounts.up("staging-aws").exit_code == 0
    same = accounts.file("staging-aws").read_text().replace("example-nusantara-staging-state", "another-state")
    accounts.file("second-aws").write_text(same)
    assert any(re.search("EntityAlreadyExists: Provider with url", each) for each in errors(accounts.up("second-aws")))
    existing = same.replace("nusantara@7321}", "nusantara@7321, issuer: existing}")
    accounts.file("third-aws").write_text(existing)
    assert not any("Provider with url" in each for each in errors(accounts.up("third-aws")))


def test_another_environment_touches_none_that_is_there(accounts: Accounts):
    assert accounts.up("staging-aws").exit_code == 0
    accounts.edit(
        "staging-aws", {"      staging: {}\n": "      staging: {}\n      rehearsal: {role: nusantara-deploy-rehearsal}\n"}
    )
    changes = {change.urn.rpartition("::")[2]: change.kind for change in accounts.review("staging-aws").plan.changes}
    touched = {name: kind for name, kind in changes.items() if "rehearsal" not in name}
    assert touched == dict.fromkeys(("ci-guard", "ci-boundary"), Kind.UPDATED)  # which know of its roles
