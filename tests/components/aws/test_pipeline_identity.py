"""As whom pipelines come to AWS, and what they may do there."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from components import github
from components.aws import deploy_actions, deploy_policies
from components.aws.account_baseline import AccountBaseline, AccountBaselineArgs
from components.aws.deploy_policies import LONGEST
from components.aws.pipeline_identity import PipelineIdentity, PipelineIdentityArgs
from components.errors import ArgumentsError
from components.github import Deployed
from tests.support.clouds import TAGS
from tests.support.mocks import Recording, record

ACCOUNT, REGION = "111122223333", "ap-southeast-3"
ROLE, POLICY = "aws:iam/role:Role", "aws:iam/policy:Policy"
GRANT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
PERSON = f"arn:aws:iam::{ACCOUNT}:role/sre"
ROOT = Path(__file__).resolve().parents[3]


def args(**changed) -> PipelineIdentityArgs:
    given: dict[str, Any] = {
        "account": ACCOUNT,
        "region": "ap-southeast-1",
        "repository": "example@1/shop@2",
        "environments": {"production": Deployed(role="nusantara-deploy", people=(PERSON,))},
        "regions": (REGION,),
        "bucket": "example-state",
        "alias": "state",
    }
    return PipelineIdentityArgs(**{**given, **changed})


def made(**changed) -> Recording:
    return record(lambda: PipelineIdentity("ci", args(tags=TAGS, **changed)))


def trust(found: Recording, name: str) -> dict:
    (statement,) = json.loads(found.one(ROLE, name).inputs["assumeRolePolicy"])["Statement"]
    return statement


@pytest.fixture(scope="module")
def found() -> Recording:
    return made()


def policy(found: Recording, name: str) -> dict[str, dict]:
    return {each["Sid"]: each for each in json.loads(found.one(POLICY, name).inputs["policy"])["Statement"]}


def test_a_role_trusts_the_jobs_of_one_environment_of_one_repository(found):
    for purpose, environment in (("deploy", "production"), ("preview", "production-preview")):
        told = trust(found, f"ci-production-{purpose}")
        assert told["Principal"] == {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"}
        assert told["Action"] == "sts:AssumeRoleWithWebIdentity"
        assert told["Condition"] == {
            "StringEquals": {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": f"repo:example@1/shop@2:environment:{environment}",
            }
        }
    roles = {each.inputs["name"]: each.inputs["maxSessionDuration"] for each in found.of(ROLE)}
    assert roles == {
        "nusantara-production-deploy": 14400,
        "nusantara-production-preview": 7200,
        "nusantara-deploy": 3600,
        "nusantara-deploy-preview": 3600,
    }


@pytest.mark.parametrize(
    "repository", ["example/*", "*/shop", "example", "example@1/shop", "example/shop@2", "a/b:ref", "example/shop/x"]
)
def test_no_pattern_passes_for_a_repository(repository):
    with pytest.raises(ArgumentsError, match="repository"):
        args(repository=repository)


def test_what_a_job_becomes_is_trusted_to_it_and_to_people_by_name(found):
    assert trust(found, "ci-production-deploy-becomes")["Principal"] == {
        "AWS": [f"arn:aws:iam::{ACCOUNT}:role/nusantara-production-deploy", PERSON]
    }
    assert trust(found, "ci-production-preview-becomes")["Principal"] == {
        "AWS": [f"arn:aws:iam::{ACCOUNT}:role/nusantara-production-preview"]
    }


def test_a_preview_gets_what_looks_and_nothing_else(found):
    granted = {each.name for each in found.of(GRANT) if each.inputs["role"] == "nusantara-deploy-preview"}
    assert granted == {"ci-production-preview-reads"}
    (look,) = policy(found, "ci-reads").values()
    verbs = {action.partition(":")[2] for action in look["Action"]}
    assert all(re.match(r"(Describe|Get|List|Search)", verb) for verb in verbs)
    data = (
        "s3:GetObject",
        "sqs:ReceiveMessage",
        "kms:Decrypt",
        "secretsmanager:GetSecretValue",
        "logs:GetLogEvents",
        "ssm:GetParameter",
    )
    assert not [each for each in data if any(fnmatchcase(each, pattern) for pattern in look["Action"])]


def test_what_changes_anything_does_so_in_the_regions_of_the_environments(found):
    for group in deploy_actions.GROUPS:
        told = policy(found, f"ci-{group}")
        assert told["Regional"]["Condition"] == {"StringEquals": {"aws:RequestedRegion": [REGION]}}
        wild = [action for each in told.values() for action in each["Action"] if action.endswith(":*")]
        assert wild == []
    edge = policy(found, "ci-edge")  # CloudFront keeps what belongs to it in one region, whatever regions have sites
    assert edge["Home"]["Condition"] == {"StringEquals": {"aws:RequestedRegion": ["us-east-1"]}}
    assert edge["StandIn"]["Resource"] == "arn:aws:s3:::*/_edge/*"
    assert set(policy(found, "ci-storage")["Global"]["Action"]) == {
        action for action in deploy_actions.writes(["route53"]) if action.startswith("route53:")
    }


def test_roles_are_made_within_the_boundary_for_one_environment_and_handed_to_few(found):
    told = policy(found, "ci-production-identities")
    boundary = f"arn:aws:iam::{ACCOUNT}:policy/nusantara-boundary"
    assert told["WithinTheBoundary"]["Condition"] == {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    assert "iam:CreateRole" in told["WithinTheBoundary"]["Action"]
    assert told["Own"]["Condition"] == {"StringEquals": {"aws:ResourceTag/environment": "production"}}
    assert set(told["Pass"]["Condition"]["StringEquals"]["iam:PassedToService"]) == set(deploy_policies.PASSED_TO)
    others = {action for sid, each in told.items() if sid != "WithinTheBoundary" for action in each["Action"]}
    assert not {"iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:CreateUser", "iam:CreateAccessKey"} & others


def test_no_deployment_changes_who_deploys_or_touches_the_state(found):
    guard = policy(found, "ci-guard")
    made_here = {f"arn:aws:iam::{ACCOUNT}:role/{each.inputs['name']}" for each in found.of(ROLE)}
    made_here |= {f"arn:aws:iam::{ACCOUNT}:policy/{each.inputs['name']}" for each in found.of(POLICY)}
    assert made_here <= set(guard["WhoDeploys"]["Resource"])
    assert guard["WhoDeploys"]["Resource"] == guard["WhoDeploysToo"]["Resource"]
    verbs = [pattern.partition(":")[2] for sid in ("WhoDeploys", "WhoDeploysToo") for pattern in guard[sid]["Action"]]
    changing = (
        "AttachRolePolicy",
        "CreatePolicyVersion",
        "DeleteRole",
        "PutRolePolicy",
        "SetDefaultPolicyVersion",
        "UpdateAssumeRolePolicy",
    )
    assert all(any(fnmatchcase(action, verb) for verb in verbs) for action in changing)
    assert guard["State"]["Resource"] == ["arn:aws:s3:::example-state", "arn:aws:s3:::example-state/*"]
    assert guard["StateKey"]["Condition"] == {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/state"}}
    assert {each["Effect"] for each in guard.values()} == {"Deny"}
    boundary = policy(found, "ci-boundary")
    assert {"iam:*", "organizations:*", "account:*"} <= set(boundary["Most"]["NotAction"])
    assert not {"iam:CreateRole", "iam:AttachRolePolicy", "iam:CreateUser"} & set(boundary["Profiles"]["Action"])


def test_each_policy_is_one_that_iam_takes(found):
    lengths = {each.name: len(re.sub(r"\s", "", each.inputs["policy"])) for each in found.of(POLICY)}
    assert max(lengths.values()) <= LONGEST, lengths
    grants = [each.inputs["role"] for each in found.of(GRANT)]
    assert max(grants.count(role) for role in grants) <= 10  # as many as a role has, unless a quota is raised


def test_an_issuer_that_is_known_already_is_named_and_not_made():
    without = made(make_issuer=False)
    assert not without.of("aws:iam/openIdConnectProvider:OpenIdConnectProvider")
    assert trust(without, "ci-production-deploy") == trust(made(), "ci-production-deploy")
    issuer = made().one("aws:iam/openIdConnectProvider:OpenIdConnectProvider")
    assert issuer.protect is True
    assert made(protect=False).one(issuer.type).protect is None
    assert issuer.urn in made().one(ROLE, "ci-production-deploy").dependencies


def test_a_preview_tells_every_policy_before_anything_is_made():
    previewed = record(lambda: PipelineIdentity("ci", args()), preview=True)
    assert all(isinstance(each.inputs["policy"], str) for each in previewed.of(POLICY))
    assert all(isinstance(each.inputs["assumeRolePolicy"], str) for each in previewed.of(ROLE))


def test_every_fault_at_once():
    with pytest.raises(ArgumentsError) as raised:
        args(
            repository="x",
            environments={"a": Deployed(role="r", people=("somebody",)), "b": Deployed(role="r")},
            regions=(),
            deploy_hours=13,
        )
    assert [each.field for each in raised.value.faults] == [
        "repository",
        "environments.b.role",
        "environments.a.people.0",
        "regions",
        "deploy_hours",
    ]


def test_whatever_components_declare_on_aws_may_be_deployed():
    sources = [*(ROOT / "components").rglob("*.py"), *(ROOT / "stacks").rglob("*.py")]
    ours = {"account_baseline", "pipeline_identity", "state_store"}  # what an account has, and no deployment touches
    declared = {
        f"aws:{module}/{name[0].lower()}{name[1:]}:{name}"
        for path in sources
        if path.stem not in ours
        for module, name in re.findall(r"\baws\.(\w+)\.([A-Z]\w+)\(", path.read_text())
        if not name.endswith("Args")
    }
    assert len(declared) > 40
    assert declared - deploy_actions.WRITES.keys() - deploy_actions.IDENTITIES == {
        "aws:autoscaling/metric:Metric"
    }  # an enumeration


def test_what_is_written_is_looked_at_and_stands_in_a_policy():
    services = {deploy_actions.service(action) for actions in deploy_actions.WRITES.values() for action in actions}
    assert services <= deploy_actions.READS.keys()
    assert services == {name for group in deploy_actions.GROUPS.values() for name in group}


class TestBaseline:
    def test_defaults_close_what_nobody_thought_of_in_every_region(self):
        found = record(
            lambda: AccountBaseline(
                "account", AccountBaselineArgs(account=ACCOUNT, regions=("ap-southeast-1", REGION), opt_in=(REGION,))
            )
        )
        assert {each.inputs["region"] for each in found.of("aws:ebs/encryptionByDefault:EncryptionByDefault")} == {
            "ap-southeast-1",
            REGION,
        }
        for each in found.of("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"):
            assert (each.inputs["httpTokens"], each.inputs["httpPutResponseHopLimit"]) == ("required", 1)
        assert {each.inputs["state"] for each in found.of("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess")} == {
            "block-all-sharing"
        }
        region = found.one("aws:account/region:Region")
        assert region.retain_on_delete
        inside = found.one("aws:ebs/encryptionByDefault:EncryptionByDefault", f"account-{REGION}-disks")
        assert region.urn in inside.dependencies  # where a region is off, nothing can be set in it
        linked = found.of("aws:iam/serviceLinkedRole:ServiceLinkedRole")
        assert all(each.retain_on_delete for each in linked)
        assert {each.inputs["awsServiceName"] for each in linked} == set(deploy_policies.LINKED)

    def test_each_default_is_an_argument(self):
        off: dict[str, Any] = dict.fromkeys(
            ("encrypt_disks", "block_public_buckets", "block_public_snapshots", "metadata_tokens", "analyzer"), False
        )
        bare = AccountBaselineArgs(account=ACCOUNT, regions=(REGION,), linked_roles=(), **off)
        assert record(lambda: AccountBaseline("account", bare)).counts() == {AccountBaseline.TYPE: 1}

    def test_every_fault_at_once(self):
        with pytest.raises(ArgumentsError) as raised:
            AccountBaselineArgs(account=ACCOUNT, regions=(), opt_in=("x",), linked_roles=("rds.amazonaws.com",), metadata_hops=0)
        assert [each.field for each in raised.value.faults] == ["regions", "opt_in.0", "linked_roles.0", "metadata_hops"]


def test_a_job_says_its_environment():
    assert github.subject("o/n", "staging", "deploy") == "repo:o/n:environment:staging"
    assert github.subject("o/n", "staging", "preview") == "repo:o/n:environment:staging-preview"
