"""Accounts brought up on simulated clouds, and what reviewers are told when they change."""

from __future__ import annotations

import json
import shlex

import pytest

from bootstrap.variables import ALICLOUD, AWS
from checks.plan import Kind
from checks.review.model import Tier
from engine.backend import VARIABLE
from engine.importing import import_deployment
from engine.project import Project
from engine.stacks import exported
from tests.bootstrap.conftest import NAMES, Accounts, errors

PRODUCTION, STAGING = "production-aws", "staging-aws"
STATE = "nusantara-production-state"


@pytest.mark.parametrize("stack", NAMES)
def test_an_account_that_is_up_stays_as_it_is_and_no_check_finds_a_fault(brought: Accounts, stack: str):
    review = brought.review(stack)
    assert (review.plan.changes, review.access) == ((), ())
    assert review.judgement is not None
    assert review.judgement.findings == ()


def test_it_prints_what_workflows_read(brought: Accounts):
    told = {}
    for stack, names in (("production-aws", AWS), ("production-alicloud", ALICLOUD)):
        outputs = brought.outputs(stack)
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


def test_its_own_state_moves_to_another_place_and_nothing_changes(brought: Accounts, tmp_path, monkeypatch):
    project = Project.load(brought.root)
    monkeypatch.setenv(VARIABLE, str(brought.backend))
    state = json.dumps(exported(project, PRODUCTION, show_secrets=False)).encode()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "elsewhere"))
    assert import_deployment(project, PRODUCTION, state, name="state.json", force=False) == []
    monkeypatch.setattr(brought, "backend", tmp_path / "elsewhere")
    assert brought.review(PRODUCTION).plan.changes == ()
    assert set(brought.outputs(PRODUCTION)) == {"variables", "github"}


def test_a_bucket_under_another_name_is_refused(brought: Accounts):
    with brought.edited(PRODUCTION, {STATE: f"{STATE}-2"}):
        refused = brought.preview(PRODUCTION)
    told = " ".join(errors(refused))
    assert refused.exit_code
    assert "state-bucket" in told
    assert "protect" in told


def test_a_bucket_that_may_go_with_all_that_is_in_it_is_unrecoverable(accounts: Accounts):
    forced = {f"{STATE}, lock: 30": f"{STATE}, force_destroy: true", "cloud: aws": "cloud: aws\n    deletion_protection: false"}
    accounts.edit(PRODUCTION, forced)
    assert accounts.up(PRODUCTION).exit_code == 0
    accounts.edit(PRODUCTION, {STATE: f"{STATE}-2"})
    tiers = {risk.urn.rpartition("$")[2]: risk.tier for risk in accounts.review(PRODUCTION).risks}
    assert tiers["aws:s3/bucket:Bucket::state-bucket"] is Tier.LOST


def test_a_default_that_is_turned_off_is_told_and_comes_back(brought: Accounts):
    off = "    baseline: {encrypt_disks: false, metadata_tokens: false, block_public_buckets: false, analyzer: false}\n    environments:"
    with brought.edited(STAGING, {"    environments:": off}):
        review = brought.review(STAGING)
    assert {change.kind for change in review.plan.changes} == {Kind.DELETED}
    assert len(review.risks) == len(review.plan.changes)
    assert {risk.tier for risk in review.risks} == {Tier.REVERSIBLE}


def test_wider_trust_stands_in_the_table_of_access(brought: Accounts):
    with brought.edited(PRODUCTION, {"example@1042/nusantara@7321": "example@1042/fork@9"}):
        gained = [each for each in brought.review(PRODUCTION).access if each.gained]
    assert {each.on for each in gained} == {"role ci-production-deploy", "role ci-production-preview"}
    assert all("repo:example@1042/fork@9:environment:production" in each.may for each in gained)
    assert {each.who for each in gained} == {"ci-github"}


def test_an_issuer_that_the_account_knows_already_is_refused_until_the_file_says_so(brought: Accounts):
    """Another stack of the same account: whatever there is but once is there."""
    same = brought.file(STAGING).read_text().replace("example-nusantara-staging-state", "another-state")
    existing = same.replace("nusantara@7321}", "nusantara@7321, issuer: existing}")
    told = {}
    for name, text in (("second-aws", same), ("third-aws", existing)):
        brought.file(name).write_text(text)
        told[name] = " ".join(errors(brought.up(name)))
    refused = "EntityAlreadyExists: Provider with url https://token.actions.githubusercontent.com already exists"
    assert refused in told["second-aws"]
    assert refused not in told["third-aws"]


def test_another_environment_touches_none_that_is_there(brought: Accounts):
    more = "      staging: {}\n      rehearsal: {role: nusantara-deploy-rehearsal}\n"
    with brought.edited(STAGING, {"      staging: {}\n": more}):
        changes = brought.review(STAGING).plan.changes
    touched = {change.urn.rpartition("::")[2]: change.kind for change in changes if "rehearsal" not in change.urn}
    assert touched == dict.fromkeys(("ci-guard", "ci-boundary"), Kind.UPDATED)  # which know of its roles
