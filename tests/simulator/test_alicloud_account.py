"""Identities, keys, logs and look-ups of the simulated Alibaba Cloud."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.alicloud_site import VPC, Site
from tests.support.simulated import Provider, RefusalError

ROLE = "alicloud:ram/role:Role"
POLICY = "alicloud:ram/policy:Policy"
ATTACHMENT = "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment"
OIDC = "alicloud:ims/oidcProvider:OidcProvider"
KEY = "alicloud:kms/key:Key"
ALIAS = "alicloud:kms/alias:Alias"
PROJECT = "alicloud:log/project:Project"
STORE = "alicloud:log/store:Store"
DOCUMENT = json.dumps({"Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:Get*", "Resource": "*"}]})


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.mark.parametrize(
    ("token", "property_", "before", "after", "replaced"),
    [
        (ROLE, "roleName", "a", "b", True),
        (ROLE, "description", "a", "b", False),
        (POLICY, "policyName", "a", "b", True),
        (POLICY, "policyDocument", DOCUMENT, DOCUMENT.replace("Get", "Put"), False),
        (ATTACHMENT, "roleName", "a", "b", True),
        (OIDC, "issuerUrl", "https://a", "https://b", True),
        (OIDC, "fingerprints", ["a"], ["b"], False),
        (KEY, "keySpec", "Aliyun_AES_256", "RSA_2048", True),
        (KEY, "description", "a", "b", False),
        (ALIAS, "aliasName", "alias/a", "alias/b", True),
        (ALIAS, "keyId", "a", "b", False),
        (PROJECT, "projectName", "a", "b", True),
        (STORE, "shardCount", 2, 4, True),
        (STORE, "retentionPeriod", 30, 90, False),
    ],
)
def test_what_replaces(site, token, property_, before, after, replaced):
    assert site.replaces(token, {property_: before}, {property_: after}) == ([property_] if replaced else [])


class TestIdentities:
    def test_a_role_is_its_name(self, site):
        identity, outputs = site.create(ROLE, roleName="Nusantara-Deploy", assumeRolePolicyDocument=DOCUMENT)
        assert identity == "Nusantara-Deploy"
        assert outputs["arn"] == "acs:ram::5123456789012345:role/nusantara-deploy"
        assert re.fullmatch(r"\d{18}", outputs["roleId"])

    def test_roles_are_the_accounts_not_a_regions(self, site, tmp_path):
        site.make(ROLE, roleName="deploy")
        elsewhere = Site(tmp_path / "clouds.sqlite", region="ap-southeast-1")
        with pytest.raises(RefusalError, match=r"EntityAlreadyExists.Role: the role 'deploy' exists already"):
            elsewhere.make(ROLE, roleName="deploy")
        assert elsewhere.make(ATTACHMENT, roleName="deploy", policyName="AliyunOSSReadOnlyAccess", policyType="System")

    def test_another_account_has_its_own(self, site, tmp_path):
        site.make(ROLE, roleName="deploy")
        assert Site(tmp_path / "clouds.sqlite", accountId="5000000000000000").make(ROLE, roleName="deploy") == "deploy"

    def test_a_role_outlives_its_policies(self, site):
        site.make(ROLE, roleName="deploy")
        attachment = site.make(ATTACHMENT, roleName="deploy", policyName="AliyunOSSReadOnlyAccess", policyType="System")
        assert attachment == "role:AliyunOSSReadOnlyAccess:System:deploy"
        with pytest.raises(RefusalError, match=r"DeleteConflict.Role.Policy"):
            site.delete(ROLE, "deploy")

    def test_a_custom_policy_must_exist(self, site):
        site.make(ROLE, roleName="deploy")
        with pytest.raises(RefusalError, match=r"EntityNotExist.Policy: the policy 'mine' does not exist"):
            site.make(ATTACHMENT, roleName="deploy", policyName="mine", policyType="Custom")

    def test_a_changed_policy_is_a_new_version(self, site):
        identity, before = site.create(POLICY, policyName="mine", policyDocument=DOCUMENT)
        assert (before["defaultVersion"], before["type"]) == ("v1", "Custom")
        after = site.update(POLICY, identity, before, policyName="mine", policyDocument=DOCUMENT.replace("Get", "Put"))
        assert after["defaultVersion"] == "v2"

    @pytest.mark.parametrize("rotated", [True, False])
    def test_a_sixth_version_makes_the_oldest_go_or_is_refused(self, site, rotated):
        more = {"rotateStrategy": "DeleteOldestNonDefaultVersionWhenLimitExceeded"} if rotated else {}
        identity, outputs = site.create(POLICY, policyName="mine", policyDocument=DOCUMENT, **more)
        for change in range(4):
            document = DOCUMENT.replace("Get", f"Get{change}")
            outputs = site.update(POLICY, identity, outputs, policyName="mine", policyDocument=document, **more)
        last = {"policyName": "mine", "policyDocument": DOCUMENT.replace("Get", "Put"), **more}
        if rotated:
            assert site.update(POLICY, identity, outputs, **last)["defaultVersion"] == "v6"
            return
        with pytest.raises(RefusalError, match="has five versions already"):
            site.update(POLICY, identity, outputs, **last)

    def test_spaces_in_a_document_change_nothing(self, site):
        spaced = json.dumps(json.loads(DOCUMENT), indent=2)
        assert not site.diff(POLICY, {"policyDocument": DOCUMENT}, {"policyDocument": spaced}).detailedDiff

    @pytest.mark.parametrize(
        ("document", "reason"),
        [
            ("{", "contains an invalid JSON"),
            ("[]", "MalformedPolicyDocument"),
            ('{"Version": "2012-10-17", "Statement": [1]}', '"Version": "1"'),
            (json.dumps({"Version": "1", "Statement": ["x" * 6200]}), "6144 at most"),
        ],
    )
    def test_documents_that_ram_refuses(self, site, document, reason):
        assert reason in site.check(POLICY, policyName="mine", policyDocument=document)[1]["policyDocument"]

    @pytest.mark.parametrize("name", ["with space", "x" * 65, "under_score"])
    def test_names_that_ram_refuses(self, site, name):
        assert "InvalidParameter" in site.check(ROLE, roleName=name)[1]["roleName"]

    def test_an_oidc_provider(self, site):
        identity, outputs = site.create(OIDC, oidcProviderName="ci", issuerUrl="https://token.example")
        assert (identity, outputs["arn"]) == ("ci", "acs:ram::5123456789012345:oidc-provider/ci")
        assert "begins with https://" in site.check(OIDC, oidcProviderName="ci", issuerUrl="http://token.example")[1]["issuerUrl"]


class TestKeys:
    def test_a_key_is_a_uuid_or_its_instances(self, site):
        identity, outputs = site.create(KEY)
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", identity)
        assert outputs["arn"] == f"acs:kms:ap-southeast-5:5123456789012345:key/{identity}"
        assert site.make(KEY, dkmsInstanceId="kst-a").startswith("key-k1a")

    def test_deletion_protection(self, site):
        identity, outputs = site.create(KEY, deletionProtection="Enabled")
        with pytest.raises(RefusalError, match=r"Rejected.DeletionProtection"):
            site.delete(KEY, identity, outputs)

    def test_an_alias(self, site):
        key = site.make(KEY)
        assert site.make(ALIAS, aliasName="alias/shop", keyId=key) == "alias/shop"
        with pytest.raises(RefusalError, match=r"Forbidden.AliasAlreadyExist"):
            site.make(ALIAS, aliasName="alias/shop", keyId=key)
        with pytest.raises(RefusalError, match=r"Forbidden.KeyNotFound"):
            site.make(ALIAS, aliasName="alias/other", keyId="none")

    @pytest.mark.parametrize("name", ["shop", "alias/acs/shop", "alias/with space"])
    def test_names_of_aliases(self, site, name):
        assert "aliasName" in site.check(ALIAS, aliasName=name, keyId="a")[1]


class TestLogs:
    def test_ids(self, site):
        assert site.make(PROJECT, projectName="shop-logs") == "shop-logs"
        assert site.make(STORE, projectName="shop-logs", logstoreName="audit") == "shop-logs:audit"

    def test_a_project_takes_its_stores_along(self, site):
        site.make(PROJECT, projectName="shop-logs")
        store = site.make(STORE, projectName="shop-logs", logstoreName="audit")
        site.delete(PROJECT, "shop-logs")
        assert not site.exists(STORE, store)

    def test_a_store_needs_its_project(self, site):
        with pytest.raises(RefusalError, match="ProjectNotExist: the project 'none' does not exist"):
            site.make(STORE, projectName="none", logstoreName="audit")

    @pytest.mark.parametrize(("token", "property_"), [(PROJECT, "projectName"), (STORE, "logstoreName")])
    @pytest.mark.parametrize("name", ["UPPER", "ab", "-begin", "end-", "x" * 64])
    def test_names(self, site, token, property_, name):
        project = {"projectName": "shop-logs"} if token == STORE else {}
        assert property_ in site.check(token, **{**project, property_: name})[1]

    def test_names_are_taken_once(self, site):
        site.make(PROJECT, projectName="shop-logs")
        with pytest.raises(RefusalError, match="ProjectAlreadyExist"):
            site.make(PROJECT, projectName="shop-logs")


class TestLookups:
    def test_zones_are_those_of_the_region_asked(self, site):
        assert site.invoke("alicloud:index/getZones:getZones")["ids"] == ["ap-southeast-5a", "ap-southeast-5b", "ap-southeast-5c"]

    def test_regions(self, site):
        current = site.invoke("alicloud:index/getRegions:getRegions", current=True)
        assert current["regions"] == [{"id": "ap-southeast-5", "regionId": "ap-southeast-5", "localName": "Indonesia (Jakarta)"}]
        assert "cn-hangzhou" in site.invoke("alicloud:index/getRegions:getRegions")["ids"]
        with pytest.raises(RefusalError, match="the region nowhere does not exist"):
            site.invoke("alicloud:index/getRegions:getRegions", name="nowhere")

    def test_who_am_i(self, tmp_path):
        role = {"roleArn": "acs:ram::5012345678901234:role/nusantara-deploy"}
        site = Site(tmp_path / "clouds.sqlite", assumeRole=role)
        assert site.invoke("alicloud:index/getAccount:getAccount") == {"id": "5012345678901234"}
        assert site.invoke("alicloud:index/getCallerIdentity:getCallerIdentity")["accountId"] == "5012345678901234"

    def test_what_was_made_can_be_found(self, site):
        vpc, switch = site.vpc, site.switch(tags={"tier": "private"})
        look_up = "alicloud:vpc/getSwitches:getSwitches"
        assert site.invoke("alicloud:vpc/getNetworks:getNetworks", nameRegex="^net$")["ids"] == [vpc]
        assert site.invoke("alicloud:vpc/getNetworks:getNetworks", nameRegex="^other$")["ids"] == []
        assert site.invoke(look_up, vpcId=vpc)["vswitches"][0]["cidrBlock"] == "10.36.0.0/20"
        assert site.invoke(look_up, ids=[switch], tags={"tier": "private"})["ids"] == [switch]
        assert site.invoke(look_up, tags={"tier": "public"})["ids"] == []

    def test_a_name_pattern_that_is_none(self, site):
        assert site.vpc
        with pytest.raises(RefusalError, match="is no regular expression"):
            site.invoke("alicloud:vpc/getNetworks:getNetworks", nameRegex="(")

    def test_a_policy_document(self, site):
        statement = {"effect": "Allow", "actions": ["oss:Get*"], "resources": ["*"]}
        answer = site.invoke("alicloud:ram/getPolicyDocument:getPolicyDocument", statements=[statement])
        assert json.loads(answer["document"]) == {
            "Version": "1",
            "Statement": [{"Effect": "Allow", "Action": ["oss:Get*"], "Resource": ["*"]}],
        }

    def test_services_are_open(self, site):
        assert site.invoke("alicloud:kms/getService:getService", enable="On")["status"] == "Opened"


class TestConfiguration:
    def test_a_region_that_does_not_exist(self, site):
        assert '"ap-southeast-9" is not a region' in site.config_faults(region="ap-southeast-9")["region"]
        assert site.config_faults(region="ap-southeast-5") == {}

    def test_a_role_that_is_none(self, site):
        assert "expected a role ARN" in site.config_faults(assumeRole='{"roleArn": "arn:aws:iam::1:role/x"}')["assumeRole"]

    def test_without_a_region_it_is_the_providers_default(self, tmp_path, monkeypatch):
        monkeypatch.delenv("ALICLOUD_REGION", raising=False)
        provider = Provider("alicloud", tmp_path / "clouds.sqlite")
        assert provider.create(VPC, cidrBlock="10.0.0.0/16")[1]["regionId"] == "cn-beijing"

    def test_another_region_replaces_nothing(self, site):
        assert site.config_replaces({"region": "ap-southeast-5"}, {"region": "ap-southeast-1"}) == []
