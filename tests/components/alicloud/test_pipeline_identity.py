"""As whom pipelines come to Alibaba Cloud, what they may do there, and where they leave copies."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from components.alicloud import deploy_actions, deploy_policies
from components.alicloud.account_baseline import AccountBaseline, AccountBaselineArgs
from components.alicloud.pipeline_identity import PipelineIdentity, PipelineIdentityArgs
from components.alicloud.service_roles import SERVICES, ServiceRoles
from components.alicloud.state_copies import StateCopies, StateCopiesArgs
from components.errors import ArgumentsError
from components.github import Deployed
from tests.support.mocks import Recording, record

ACCOUNT = "5012345678901234"
ROLE, POLICY = "alicloud:ram/role:Role", "alicloud:ram/policy:Policy"
GRANT = "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment"
PERSON = f"acs:ram::{ACCOUNT}:role/sre"
ROOT = Path(__file__).resolve().parents[3]


def args(**changed) -> PipelineIdentityArgs:
    given: dict[str, Any] = {
        "account": ACCOUNT,
        "repository": "example/shop",
        "environments": {"production": Deployed(role="nusantara-deploy", people=(PERSON,))},
        "bucket": "example-copies",
    }
    return PipelineIdentityArgs(**{**given, **changed})


def made(**changed) -> Recording:
    return record(lambda: PipelineIdentity("ci", args(**changed)))


@pytest.fixture(scope="module")
def found() -> Recording:
    return made()


def statements(found: Recording, name: str) -> list[dict]:
    return json.loads(found.one(POLICY, name).inputs["policyDocument"])["Statement"]


def trust(found: Recording, name: str) -> dict:
    (statement,) = json.loads(found.one(ROLE, name).inputs["assumeRolePolicyDocument"])["Statement"]
    return statement


def granted(found: Recording, role: str) -> set[str]:
    return {each.inputs["policyName"] for each in found.of(GRANT) if each.inputs["roleName"] == role}


def test_a_role_trusts_the_jobs_of_one_environment_of_one_repository(found):
    for purpose, environment in (("deploy", "production"), ("preview", "production-preview")):
        told = trust(found, f"ci-production-{purpose}")
        assert told["Principal"] == {"Federated": [f"acs:ram::{ACCOUNT}:oidc-provider/github"]}
        assert told["Action"] == "sts:AssumeRoleWithOIDC"
        assert told["Condition"] == {
            "StringEquals": {
                "oidc:iss": ["https://token.actions.githubusercontent.com"],
                "oidc:aud": ["sts.aliyuncs.com"],
                "oidc:sub": [f"repo:example/shop:environment:{environment}"],
            }
        }
    assert trust(found, "ci-production-deploy-becomes")["Principal"] == {
        "RAM": [f"acs:ram::{ACCOUNT}:role/nusantara-production-deploy", PERSON]
    }
    assert PERSON not in str(trust(found, "ci-production-preview-becomes"))


def test_a_preview_looks_and_gets_no_way_in_and_leaves_no_copy(found):
    assert granted(found, "nusantara-deploy-preview") == {"nusantara-reads"}
    allowed, denied = statements(found, "ci-reads")
    assert all(re.match(r"(Check|Describe|Get|List)", action.partition(":")[2]) for action in allowed["Action"])
    assert denied["Effect"] == "Deny"
    assert any(fnmatchcase("cs:DescribeClusterUserKubeconfig", pattern) for pattern in denied["Action"])
    (become,) = statements(found, "ci-production-preview")
    assert become["Action"] == ["sts:AssumeRole"]
    assert become["Resource"] == [f"acs:ram::{ACCOUNT}:role/nusantara-deploy-preview"]


def test_a_deployment_writes_copies_of_its_own_environment_and_reads_none(found):
    assert granted(found, "nusantara-deploy") == {"nusantara-services", "nusantara-identities"}
    become, copy = statements(found, "ci-production-deploy")
    assert become["Resource"] == [f"acs:ram::{ACCOUNT}:role/nusantara-deploy"]
    assert copy["Action"] == ["oss:AbortMultipartUpload", "oss:PutObject"]
    assert copy["Resource"] == ["acs:oss:*:*:example-copies/production/*"]
    *_, key = statements(made(key_arn="acs:kms:ap-southeast-5:1:key/k"), "ci-production-deploy")
    assert (key["Action"], key["Resource"]) == (["kms:Decrypt", "kms:GenerateDataKey"], ["acs:kms:ap-southeast-5:1:key/k"])


def test_no_deployment_changes_who_deploys_or_hands_out_the_widest_policies(found):
    *_, own, widest, copies = statements(found, "ci-identities")
    assert (own["Effect"], own["Action"]) == ("Deny", ["ram:*"])
    here = {f"acs:ram:*:{ACCOUNT}:role/{each.inputs['roleName']}" for each in found.of(ROLE)}
    here |= {f"acs:ram:*:{ACCOUNT}:policy/{each.inputs['policyName']}" for each in found.of(POLICY)}
    assert here | {f"acs:ram:*:{ACCOUNT}:oidc-provider/github"} == set(own["Resource"])
    assert "acs:ram:*:system:policy/AdministratorAccess" in widest["Resource"]
    assert copies["Resource"] == ["acs:oss:*:*:example-copies", "acs:oss:*:*:example-copies/*"]
    allowed = [action for each in statements(found, "ci-identities") if each["Effect"] == "Allow" for action in each["Action"]]
    assert not [action for action in allowed if "User" in action or "AccessKey" in action]


def test_each_policy_is_one_that_ram_takes(found):
    assert max(len(each.inputs["policyDocument"]) for each in found.of(POLICY)) <= 6144
    wild = [action for action in deploy_actions.writes(deploy_actions.READS) if action.endswith(":*")]
    assert wild == []


def test_an_issuer_is_made_once_and_protected():
    issuer = made().one("alicloud:ims/oidcProvider:OidcProvider")
    assert (issuer.inputs["clientIds"], issuer.inputs["issuerUrl"]) == (
        ["sts.aliyuncs.com"],
        "https://token.actions.githubusercontent.com",
    )
    assert issuer.protect is True
    assert not made(make_issuer=False).of(issuer.type)
    assert issuer.urn in made().one(ROLE, "ci-production-deploy").dependencies


def test_whatever_components_declare_on_alibaba_cloud_may_be_deployed():
    sources = [*(ROOT / "components").rglob("*.py"), *(ROOT / "stacks").rglob("*.py")]
    ours = {"account_baseline", "pipeline_identity", "state_copies"}
    declared = {
        f"alicloud:{module}/{name[0].lower()}{name[1:]}:{name}"
        for path in sources
        if path.stem not in ours
        for module, name in re.findall(r"\balicloud\.(\w+)\.([A-Z]\w+)\(", path.read_text())
        if not name.endswith("Args")
    }
    assert len(declared) > 40
    assert declared <= deploy_actions.WRITES.keys() | deploy_actions.IDENTITIES
    services = {deploy_actions.service(action) for actions in deploy_actions.WRITES.values() for action in actions}
    assert services <= deploy_actions.READS.keys()


def test_every_fault_at_once():
    with pytest.raises(ArgumentsError) as raised:
        args(repository="*", environments={}, preview_hours=0)
    assert [each.field for each in raised.value.faults] == ["repository", "environments", "preview_hours"]


class TestCopies:
    def test_copies_keep_their_versions_encrypted_and_closed(self):
        found = record(lambda: StateCopies("copies", StateCopiesArgs(bucket="example-copies")))
        bucket = found.one("alicloud:oss/bucket:Bucket")
        assert (bucket.inputs["redundancyType"], bucket.inputs["forceDestroy"], bucket.protect) == ("ZRS", False, True)
        assert found.one("alicloud:oss/bucketVersioning:BucketVersioning").inputs["status"] == "Enabled"
        assert found.one("alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs["blockPublicAccess"] is True
        assert found.one("alicloud:oss/bucketServerSideEncryption:BucketServerSideEncryption").inputs["sseAlgorithm"] == "KMS"
        (tls,) = json.loads(found.one("alicloud:oss/bucketPolicy:BucketPolicy").inputs["policy"])["Statement"]
        assert (tls["Effect"], tls["Condition"]) == ("Deny", {"Bool": {"acs:SecureTransport": ["false"]}})
        assert not found.of("alicloud:kms/key:Key")
        assert not found.of("alicloud:oss/bucketWorm:BucketWorm")

    def test_an_instance_of_kms_gives_it_a_key_and_a_retention_is_locked_at_once(self):
        told = StateCopiesArgs(bucket="example-copies", kms_instance="kst-1", retention=90, protect=False)
        found = record(lambda: StateCopies("copies", told))
        key = found.one("alicloud:kms/key:Key")
        assert (key.inputs["automaticRotation"], key.inputs["deletionProtection"], key.protect) == ("Enabled", "Disabled", None)
        assert found.one("alicloud:oss/bucketServerSideEncryption:BucketServerSideEncryption").inputs["kmsMasterKeyId"] == key.id
        worm = found.one("alicloud:oss/bucketWorm:BucketWorm")
        assert (worm.inputs["retentionPeriodInDays"], worm.inputs["status"]) == (90, "Locked")

    def test_every_fault_at_once(self):
        with pytest.raises(ArgumentsError) as raised:
            StateCopiesArgs(bucket="Copies", kept_days=0, retention=0, redundancy="GRS", pending_days=1)  # ty: ignore[invalid-argument-type] - the fault itself
        assert [each.field for each in raised.value.faults] == ["bucket", "kept_days", "retention", "redundancy", "pending_days"]


class TestBaseline:
    def test_roles_of_services_stay_and_no_bucket_can_be_public(self):
        found = record(lambda: AccountBaseline("account", AccountBaselineArgs()))
        linked = found.of("alicloud:resourcemanager/serviceLinkedRole:ServiceLinkedRole")
        assert {each.inputs["serviceName"] for each in linked} == set(deploy_policies.LINKED)
        assert all(each.retain_on_delete for each in linked)
        assert len(found.children(found.one(ServiceRoles.TYPE))) == 2 * len(SERVICES)
        assert found.one("alicloud:oss/accountPublicAccessBlock:AccountPublicAccessBlock").inputs == {"blockPublicAccess": True}

    def test_what_the_account_has_already_is_left_out(self):
        bare = AccountBaselineArgs(linked_roles=(), service_roles=(), block_public_buckets=False)
        assert record(lambda: AccountBaseline("account", bare)).counts() == {AccountBaseline.TYPE: 1}
        with pytest.raises(ArgumentsError) as raised:
            AccountBaselineArgs(linked_roles=("nat", "nat"), service_roles=("Role",))
        assert [each.field for each in raised.value.faults] == [
            "linked_roles.1",
            "linked_roles.0",
            "linked_roles.1",
            "service_roles.0",
        ]
