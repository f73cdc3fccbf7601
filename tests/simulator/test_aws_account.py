"""IAM, KMS and log groups of the simulated AWS."""

from __future__ import annotations

import re

import pytest

from simulator.values import Secret
from tests.support.aws_site import (
    ACCOUNT,
    ALIAS,
    ATTACHMENT,
    INLINE,
    ISSUER,
    KEY,
    LOG_GROUP,
    POLICY,
    PROFILE,
    REGION,
    ROLE,
    TRUST,
    Site,
)
from tests.support.simulated import RefusalError

MANAGED = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


class TestShapes:
    def test_iam_ids_are_names_and_arns_without_a_region(self, site):
        identity, role = site.create(ROLE, name="deploy", path="/ci/", assumeRolePolicy=TRUST)
        assert identity == "deploy"
        assert role["arn"] == f"arn:aws:iam::{ACCOUNT}:role/ci/deploy"
        assert re.fullmatch(r"AROA[A-Z2-7]{17}", role["uniqueId"])
        policy, outputs = site.create(POLICY, name="read", policy=TRUST)
        assert policy == outputs["arn"] == f"arn:aws:iam::{ACCOUNT}:policy/read"
        assert re.fullmatch(r"ANPA[A-Z2-7]{17}", outputs["policyId"])
        profile, outputs = site.create(PROFILE, name="node", role="deploy")
        assert (profile, outputs["arn"]) == ("node", f"arn:aws:iam::{ACCOUNT}:instance-profile/node")
        assert site.make(INLINE, name="own", role="deploy", policy=TRUST) == "deploy:own"
        assert site.make(ATTACHMENT, role="deploy", policyArn=MANAGED) == f"deploy/{MANAGED}"
        with pytest.raises(RefusalError, match=r"^EntityAlreadyExists: The policy .* is attached to the role deploy already"):
            site.make(ATTACHMENT, role="deploy", policyArn=MANAGED)
        issuer = site.make(ISSUER, url="https://oidc.example/id/1", clientIdLists=["sts.amazonaws.com"])
        assert issuer == f"arn:aws:iam::{ACCOUNT}:oidc-provider/oidc.example/id/1"

    def test_a_policy_that_is_an_object_becomes_a_string(self, site):
        _, role = site.create(ROLE, name="deploy", assumeRolePolicy={"Version": "2012-10-17", "Statement": []})
        assert role["assumeRolePolicy"] == '{"Statement":[],"Version":"2012-10-17"}'
        _, policy = site.create(POLICY, name="read", policy={"Version": "2012-10-17", "Statement": [], "Id": Secret("own")})
        assert policy["policy"] == Secret('{"Id":"own","Statement":[],"Version":"2012-10-17"}')

    def test_keys_and_log_groups(self, site):
        key, outputs = site.create(KEY)
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", key)
        assert outputs["keyId"] == key
        assert outputs["arn"] == f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{key}"
        assert f"arn:aws:iam::{ACCOUNT}:root" in outputs["policy"]
        alias, outputs = site.create(ALIAS, name="alias/data", targetKeyId=key)
        assert (alias, outputs["arn"]) == ("alias/data", f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/data")
        assert outputs["targetKeyArn"].endswith(key)
        group, outputs = site.create(LOG_GROUP, name="/app/web", kmsKeyId=outputs["targetKeyArn"])
        assert (group, outputs["arn"]) == ("/app/web", f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/app/web")

    def test_names_are_made(self, site):
        assert re.fullmatch(r"role-[0-9a-f]{7}", site.check(ROLE, "role", assumeRolePolicy=TRUST)[0]["name"])
        assert re.fullmatch(r"alias/data-[0-9a-f]{7}", site.check(ALIAS, "data", targetKeyId="k")[0]["name"])
        assert re.fullmatch(r"app-\d{26}", site.make(ROLE, namePrefix="app-", assumeRolePolicy=TRUST))

    def test_an_alias_that_is_moved_points_elsewhere(self, site):
        first, second = site.make(KEY), site.make(KEY)
        alias, outputs = site.create(ALIAS, name="alias/data", targetKeyId=first)
        moved = site.update(ALIAS, alias, outputs, name="alias/data", targetKeyId=second)
        assert moved["targetKeyArn"].endswith(second)

    def test_a_secret_name_makes_a_secret_arn(self, site):
        _, outputs = site.create(ROLE, name=Secret("hidden"), assumeRolePolicy=TRUST)
        assert outputs["arn"] == Secret(f"arn:aws:iam::{ACCOUNT}:role/hidden")


class TestFaults:
    @pytest.mark.parametrize(
        ("token", "inputs", "reason"),
        [
            (ROLE, {"name": "a b"}, "must have 1 to 64"),
            (ROLE, {"name": "x" * 65}, "must have 1 to 64"),
            (ROLE, {"assumeRolePolicy": "{"}, "contains an invalid JSON policy"),
            (ROLE, {"assumeRolePolicy": "[]"}, "not a JSON object with a Statement"),
            (ROLE, {"assumeRolePolicy": '{"Statement":"' + "x" * 4096 + '"}'}, "at most 4096 are allowed"),
            (ROLE, {"maxSessionDuration": 60}, "in the range (3600 - 43200)"),
            (POLICY, {"policy": '{"Statement":"' + "x" * 6144 + '"}'}, "at most 6144 are allowed"),
            (INLINE, {"policy": "no"}, "contains an invalid JSON policy"),
            (PROFILE, {"name": "a/b"}, "must have 1 to 128"),
            (ISSUER, {"url": "http://x"}, '"https"'),
            (KEY, {"deletionWindowInDays": 3}, "in the range (7 - 30)"),
            (KEY, {"rotationPeriodInDays": 30}, "in the range (90 - 2560)"),
            (ALIAS, {"name": "data"}, 'must begin with "alias/"'),
            (ALIAS, {"name": "alias/aws/ebs"}, 'must begin with "alias/"'),
            (LOG_GROUP, {"retentionInDays": 31}, "expected retention_in_days to be one of"),
            (LOG_GROUP, {"name": "a b"}, "must have 1 to 512"),
        ],
    )
    def test_are_found_before_anything_is_made(self, site, token, inputs, reason):
        (path,) = inputs
        assert reason in site.check(token, **inputs)[1][path]

    @pytest.mark.parametrize(
        ("token", "inputs", "message"),
        [
            (INLINE, {"name": "x", "role": "none", "policy": TRUST}, "NoSuchEntity: The role with name none cannot be found."),
            (ATTACHMENT, {"role": "none", "policyArn": MANAGED}, "NoSuchEntity: The role with name none"),
            (PROFILE, {"name": "x", "role": "none"}, "NoSuchEntity: The role with name none"),
            (
                ROLE,
                {"assumeRolePolicy": TRUST, "managedPolicyArns": ["arn:aws:iam::1:policy/x"]},
                "NoSuchEntity: Policy arn:aws:iam::1",
            ),
            (ALIAS, {"name": "alias/x", "targetKeyId": "none"}, "NotFoundException: Key 'none' does not exist"),
            (LOG_GROUP, {"name": "x", "kmsKeyId": "none"}, "NotFoundException: Key 'none' does not exist"),
        ],
    )
    def test_references_must_exist(self, site, token, inputs, message):
        with pytest.raises(RefusalError, match=message):
            site.create(token, **inputs)

    @pytest.mark.parametrize(
        ("token", "inputs", "message"),
        [
            (ROLE, {"name": "x", "assumeRolePolicy": TRUST}, "EntityAlreadyExists: Role with name x already exists."),
            (POLICY, {"name": "x", "policy": TRUST}, "EntityAlreadyExists: A policy called x already exists."),
            (PROFILE, {"name": "x"}, "EntityAlreadyExists: Instance Profile x already exists."),
            (
                ISSUER,
                {"url": "https://x", "clientIdLists": ["a"]},
                "EntityAlreadyExists: Provider with url https://x already exists.",
            ),
            (LOG_GROUP, {"name": "x"}, "ResourceAlreadyExistsException: The specified log group x already exists"),
        ],
    )
    def test_names_are_taken_once(self, site, token, inputs, message):
        site.make(token, **inputs)
        with pytest.raises(RefusalError, match=rf"^{message}"):
            site.make(token, **inputs)

    def test_iam_is_one_for_all_regions_and_kms_is_not(self, site, tmp_path):
        far = Site(tmp_path / "clouds.sqlite", region="ap-southeast-1")
        site.make(ROLE, name="x", assumeRolePolicy=TRUST)
        with pytest.raises(RefusalError, match="EntityAlreadyExists"):
            far.make(ROLE, name="x", assumeRolePolicy=TRUST)
        for where in (site, far):
            where.make(ALIAS, name="alias/x", targetKeyId=where.make(KEY))


class TestDeletion:
    @pytest.mark.parametrize(
        ("token", "inputs"),
        [
            (INLINE, {"name": "x", "policy": TRUST}),
            (ATTACHMENT, {"policyArn": MANAGED}),
            (PROFILE, {"name": "x"}),
        ],
    )
    def test_a_role_goes_after_what_it_has(self, site, token, inputs):
        role = site.make(ROLE, name="deploy", assumeRolePolicy=TRUST)
        part = site.make(token, role=role, **inputs)
        with pytest.raises(RefusalError, match=r"^DeleteConflict: Cannot delete entity deploy"):
            site.delete(ROLE, role)
        site.delete(token, part)
        site.delete(ROLE, role)

    def test_a_policy_goes_after_its_attachments(self, site):
        role, policy = site.make(ROLE, name="deploy", assumeRolePolicy=TRUST), site.make(POLICY, name="x", policy=TRUST)
        site.make(ATTACHMENT, role=role, policyArn=policy)
        with pytest.raises(RefusalError, match=r"^DeleteConflict: Cannot delete a policy attached to entities."):
            site.delete(POLICY, policy)

    def test_a_key_takes_its_aliases_along(self, site):
        key = site.make(KEY)
        alias = site.make(ALIAS, name="alias/x", targetKeyId=key)
        site.delete(KEY, key)
        assert not site.exists(ALIAS, alias)

    def test_a_protected_log_group_stays(self, site):
        group, outputs = site.create(LOG_GROUP, name="x", deletionProtectionEnabled=True)
        with pytest.raises(RefusalError, match="deletion protection is enabled for log group x"):
            site.delete(LOG_GROUP, group, outputs)
