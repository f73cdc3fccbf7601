"""Every row of AWS's table against the SDK, and what all rows have in common."""

from __future__ import annotations

import pytest

from simulator import paths
from simulator.aws.cloud import CLOUD
from simulator.aws.regions import ZONES, zone_id, zones
from simulator.aws.shapes import SOURCE
from tests.support import sdk
from tests.support.simulated import UNKNOWN, Provider

ROWS = sorted(CLOUD.rules.values(), key=lambda row: row.type)


def root(path):
    return str(paths.parse(path)[0])


def replaced(row):
    """The paths that replace, also where a function of the row says so."""
    if isinstance(row.replaces, frozenset):
        return row.replaces
    from simulator.call import Call
    from simulator.rules import Place

    return row.replaces(Call(row, "", {}, Place("", ""), lenient=True))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.type)
class TestRow:
    def test_its_type_and_properties_are_the_sdks(self, row):
        named = {
            *replaced(row),
            *row.canonical,
            *row.references,
            *(path for moved in row.volatile.values() for path in moved),
        }
        assert {root(path) for path in named} <= sdk.inputs(row.type)
        assert {root(path) for path in (*row.defaults, *row.derived, *row.computed, *row.volatile)} <= sdk.outputs(row.type)

    def test_its_outputs_are_all_that_the_sdk_promises(self, row):
        made = {root(path) for path in (*row.defaults, *row.derived, *row.computed)}
        made |= {row.name.property} if row.name else set()
        assert sdk.promised(row.type) - made - sdk.inputs(row.type) == frozenset()

    def test_its_references_are_to_types_of_the_table(self, row):
        assert {target for reference in row.references.values() for target, _ in reference.targets} <= CLOUD.rules.keys()

    def test_its_source_is_the_providers(self, row):
        assert row.source.startswith(SOURCE)
        assert row.source.endswith(".go")

    def test_tags_and_regions_are_where_the_sdk_has_them(self, row):
        inputs, outputs = sdk.inputs(row.type), sdk.outputs(row.type)
        assert ("tagsAll" in row.defaults) == ("tagsAll" in outputs)
        assert ("region" in row.derived) == ("region" in inputs) == (not row.everywhere)
        assert ("region" in replaced(row)) == ("region" in inputs)


class TestTags:
    @pytest.fixture
    def aws(self, tmp_path):
        return Provider(
            "aws", tmp_path / "clouds.sqlite", region="ap-southeast-3", defaultTags='{"tags":{"owner":"us","tier":"dev"}}'
        )

    def test_default_tags_lie_under_the_resources_own(self, aws):
        inputs, _ = aws.check("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16", tags={"tier": "prod"})
        assert inputs["tags"] == {"tier": "prod"}
        assert inputs["tagsAll"] == {"owner": "us", "tier": "prod"}
        assert aws.create("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")[1]["tagsAll"] == {"owner": "us", "tier": "dev"}

    def test_an_unknown_tag_makes_all_unknown(self, aws):
        assert aws.check("aws:ec2/vpc:Vpc", tags={"Name": UNKNOWN})[0]["tagsAll"] is UNKNOWN

    def test_without_any_there_are_none(self, tmp_path):
        aws = Provider("aws", tmp_path / "clouds.sqlite", region="ap-southeast-3")
        assert "tagsAll" not in aws.check("aws:ec2/vpc:Vpc")[0]
        assert aws.create("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")[1]["tagsAll"] == {}


class TestRegions:
    def test_a_resource_may_live_in_another_region_than_its_provider(self, tmp_path):
        aws = Provider("aws", tmp_path / "clouds.sqlite", region="ap-southeast-3")
        identity, outputs = aws.create("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16", region="ap-southeast-1")
        assert outputs["region"] == "ap-southeast-1"
        assert ":ap-southeast-1:" in outputs["arn"]
        assert aws.replaces("aws:ec2/vpc:Vpc", {"region": "ap-southeast-1"}, {"region": "ap-southeast-3"}) == ["region"]
        aws.delete("aws:ec2/vpc:Vpc", identity, outputs)

    def test_one_that_does_not_exist_is_a_fault(self, tmp_path):
        aws = Provider("aws", tmp_path / "clouds.sqlite", region="ap-southeast-3")
        assert aws.check("aws:ec2/vpc:Vpc", region="ap-southeast-33")[1] == {"region": "invalid AWS Region: ap-southeast-33"}

    @pytest.mark.parametrize(
        ("zone", "identity"),
        [
            ("ap-southeast-3b", "apse3-az2"),
            ("us-east-1f", "use1-az6"),
            ("eu-central-1a", "euc1-az1"),
            ("me-south-1a", "mes1-az1"),
            ("us-gov-west-1a", "usgw1-az1"),
            ("ap-northeast-1d", "apne1-az3"),
        ],
    )
    def test_zones_have_ids(self, zone, identity):
        assert zone_id(zone) == identity

    def test_every_region_has_zones(self):
        assert all(zones(region) for region in ZONES)


class TestProvider:
    @pytest.fixture
    def aws(self, tmp_path, monkeypatch):
        for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
            monkeypatch.delenv(name, raising=False)
        return Provider("aws", tmp_path / "clouds.sqlite", region="ap-southeast-3")

    def test_it_needs_a_region_that_exists(self, aws, monkeypatch):
        assert "pulumi config set aws:region" in aws.config_faults()["region"]
        assert aws.config_faults(region="nowhere-1") == {"region": "invalid AWS Region: nowhere-1"}
        assert aws.config_faults(region="ap-southeast-3") == {}
        monkeypatch.setenv("AWS_REGION", "ap-southeast-3")
        assert aws.config_faults() == {}

    def test_it_works_in_allowed_accounts_only(self, aws):
        role = '[{"roleArn":"arn:aws:iam::222233334444:role/deploy"}]'
        faults = aws.config_faults(region="ap-southeast-3", allowedAccountIds='["111122223333"]', assumeRoles=role)
        assert faults == {"allowedAccountIds": "AWS account ID not allowed: 222233334444"}
        assert aws.config_faults(region="ap-southeast-3", allowedAccountIds='["222233334444"]', assumeRoles=role) == {}

    def test_another_region_or_account_replaces_what_lives_in_it(self, aws):
        here = {"region": "ap-southeast-3", "allowedAccountIds": '["111122223333"]'}
        assert aws.config_replaces(here, {**here, "region": "ap-southeast-1"}) == ["region"]
        assert aws.config_replaces(here, {**here, "allowedAccountIds": '["222233334444"]'}) == ["allowedAccountIds"]
        assert aws.config_replaces(here, {**here, "defaultTags": '{"tags":{"a":"b"}}'}) == []

    def test_accounts_are_apart(self, tmp_path):
        store = tmp_path / "clouds.sqlite"
        first = Provider("aws", store, region="ap-southeast-3", allowedAccountIds='["111122223333"]')
        second = Provider("aws", store, region="ap-southeast-3", allowedAccountIds='["222233334444"]')
        vpc = first.make("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16")
        assert not second.exists("aws:ec2/vpc:Vpc", vpc)
        for aws in (first, second):
            aws.make("aws:iam/role:Role", name="deploy", assumeRolePolicy='{"Statement":[]}')
