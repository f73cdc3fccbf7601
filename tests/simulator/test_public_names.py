"""What the simulated clouds refuse of public names: checks, records beside one another, certificates, GTM and what joins it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.simulated import Provider, RefusalError

AWS_ZONE, RECORD, CHECK = "aws:route53/zone:Zone", "aws:route53/record:Record", "aws:route53/healthCheck:HealthCheck"
CERTIFICATE, VALIDATION = "aws:acm/certificate:Certificate", "aws:acm/certificateValidation:CertificateValidation"
DOMAIN, ALIDNS = "alicloud:dns/alidnsDomain:AlidnsDomain", "alicloud:dns/alidnsRecord:AlidnsRecord"
NAME, POOL = "alicloud:alidnscloudgtm/instanceConfig:InstanceConfig", "alicloud:alidnscloudgtmaddress/pool:Pool"
TEMPLATE, RUN = "alicloud:oos/template:Template", "alicloud:oos/execution:Execution"


@pytest.fixture
def aws(tmp_path):
    return Provider("aws", tmp_path / "clouds.sqlite", region="us-east-1")


@pytest.fixture
def alicloud(tmp_path):
    return Provider("alicloud", tmp_path / "clouds.sqlite", region="ap-southeast-1")


def answer(aws, zone, identifier, **policy):
    told = {"name": "www", "type": "CNAME", "ttl": 30, "records": ["a.example"], "setIdentifier": identifier, **policy}
    return aws.create(RECORD, zoneId=zone, **told)


def weighted(weight):
    return {"weightedRoutingPolicies": [{"weight": weight}]}


def check(aws, **told):
    return aws.create(CHECK, **{"type": "HTTPS", "fqdn": "www.shop.example", "port": 443, **told})


class TestRoute53:
    @pytest.fixture
    def zone(self, aws):
        return aws.create(AWS_ZONE, name="shop.example")[0]

    def test_records_of_a_name_share_a_policy_and_a_ttl(self, aws, zone):
        answer(aws, zone, "jakarta", **weighted(60))
        answer(aws, zone, "batam", **weighted(0))
        with pytest.raises(RefusalError, match="weighted sets must contain the same TTL"):
            answer(aws, zone, "late", ttl=60, **weighted(1))
        with pytest.raises(RefusalError, match="a weighted rrset exists with the same name and type"):
            answer(aws, zone, "other", latencyRoutingPolicies=[{"region": "ap-southeast-3"}])

    def test_an_alias_leads_to_a_record_that_is_there(self, aws, zone):
        told = {"zoneId": zone, "name": "www", "type": "CNAME"}
        alias = {"name": "sites.www.shop.example", "zoneId": zone, "evaluateTargetHealth": True}
        with pytest.raises(RefusalError, match="but that target was not found"):
            aws.create(RECORD, **told, aliases=[alias])
        aws.create(RECORD, zoneId=zone, name="sites.www", type="CNAME", ttl=30, records=["a.example"])
        assert aws.create(RECORD, **told, aliases=[alias])[1]["fqdn"] == "www.shop.example"

    @pytest.mark.parametrize(
        "policy",
        [
            {"latencyRoutingPolicies": [{"region": "ap-southeast-3"}]},
            {"geolocationRoutingPolicies": [{"country": "ID"}]},
            {"failoverRoutingPolicies": [{"type": "SECONDARY"}]},
        ],
    )
    def test_no_two_records_are_for_the_same(self, aws, zone, policy):
        answer(aws, zone, "one", **policy)
        with pytest.raises(RefusalError, match="one has the same"):
            answer(aws, zone, "two", **policy)

    def test_a_primary_has_a_health_check(self, aws, zone):
        primary = {"failoverRoutingPolicies": [{"type": "PRIMARY"}]}
        with pytest.raises(RefusalError, match="must have a health check"):
            answer(aws, zone, "one", **primary)
        answer(aws, zone, "one", healthCheckId=check(aws)[0], **primary)

    def test_a_record_names_a_check_that_is_there(self, aws, zone):
        with pytest.raises(RefusalError, match="NoSuchHealthCheck"):
            answer(aws, zone, "one", healthCheckId="nobody", **weighted(1))

    @pytest.mark.parametrize(
        ("told", "why"),
        [
            ({"type": "HTTPS_STR_MATCH"}, "SearchString must be specified"),
            ({"type": "TCP", "enableSni": True}, "EnableSNI cannot be true"),
            ({"fqdn": ""}, "the domain name of the endpoint must be specified"),
        ],
    )
    def test_a_check_that_cannot_be(self, aws, told, why):
        with pytest.raises(RefusalError, match=why):
            check(aws, **told)

    @pytest.mark.parametrize(
        ("told", "why"),
        [
            ({"regions": ["us-east-1", "eu-west-1"]}, "requires 3 item minimum"),
            ({"regions": ["us-east-1", "eu-west-1", "ap-southeast-3"]}, 'got "ap-southeast-3"'),
            ({"requestInterval": 20}, "got 20"),
        ],
    )
    def test_a_check_that_the_provider_refuses(self, aws, told, why):
        _, failures = aws.check(CHECK, type="HTTPS", fqdn="www.shop.example", **told)
        assert why in failures[next(iter(told))]

    def test_a_check_that_others_count_stays(self, aws):
        child, outputs = check(aws)
        counted, _ = aws.create(CHECK, type="CALCULATED", childHealthchecks=[child], childHealthThreshold=1)
        with pytest.raises(RefusalError, match="cannot monitor the health of other calculated"):
            aws.create(CHECK, type="CALCULATED", childHealthchecks=[child, counted], childHealthThreshold=1)
        with pytest.raises(RefusalError, match="HealthCheckInUse"):
            aws.delete(CHECK, child, outputs)


def test_a_certificate_is_proven_alike_in_every_region(tmp_path):
    asked: dict[str, Any] = {
        "domainName": "www.shop.example",
        "subjectAlternativeNames": ["*.www.shop.example"],
        "validationMethod": "DNS",
    }
    records = set()
    for region in ("ap-southeast-3", "us-east-1"):
        provider = Provider("aws", tmp_path / "clouds.sqlite", region=region)
        arn, outputs = provider.create(CERTIFICATE, **asked)
        assert arn.startswith(f"arn:aws:acm:{region}:")
        records |= {option["resourceRecordName"] for option in outputs["domainValidationOptions"]}
        with pytest.raises(RefusalError, match="missing validation records"):
            provider.create(VALIDATION, certificateArn=arn, validationRecordFqdns=["www.shop.example"])
    assert len(records) == 1
    provider.create(VALIDATION, certificateArn=arn, validationRecordFqdns=list(records))


class TestGtm:
    @pytest.fixture
    def domain(self, alicloud):
        return alicloud.create(DOMAIN, domainName="shop.example")[0]

    def named(self, alicloud, **told):
        usual = {"scheduleZoneMode": "custom", "scheduleZoneName": "shop.example", "scheduleHostName": "www"}
        return alicloud.create(NAME, **{**usual, "scheduleRrType": "CNAME", "enableStatus": "enable", "ttl": 30, **told})

    def test_a_name_is_in_the_zone_once(self, alicloud, domain):
        alicloud.create(ALIDNS, domainName=domain, rr="www", type="A", value="203.0.113.1")
        with pytest.raises(RefusalError, match=r"www\.shop\.example has the record"):
            self.named(alicloud)
        _, outputs = self.named(alicloud, scheduleHostName="pay")
        assert outputs["configId"].startswith("config-")
        with pytest.raises(RefusalError, match="is a name of GTM already"):
            self.named(alicloud, scheduleHostName="pay")

    def test_records_beside_a_cname(self, alicloud, domain):
        alicloud.create(ALIDNS, domainName=domain, rr="a", type="CNAME", value="b.example")
        with pytest.raises(RefusalError, match="DomainRecordConflict"):
            alicloud.create(ALIDNS, domainName=domain, rr="a", type="TXT", value="x")

    def test_a_run_that_names_what_is_not_there_fails_and_is_kept(self, alicloud, domain):
        content = json.dumps({"FormatVersion": "OOS-2019-06-01", "Parameters": {"Pool0": {"Type": "String"}}, "Tasks": [{}]})
        template, _ = alicloud.create(TEMPLATE, templateName="gtm-www", content=content)
        pool, _ = alicloud.create(
            POOL, addressPoolName="www first", addressPoolType="domain", enableStatus="enable", healthJudgement="any_ok"
        )
        good = {"Pool0": pool, "Pools": [{"AddressPoolId": pool}]}
        assert alicloud.create(RUN, templateName=template, parameters=json.dumps(good))[1]["status"] == "Success"
        bad = alicloud.create(RUN, templateName=template, parameters=json.dumps({"Pools": [{"AddressPoolId": "pool-0"}]}))[1]
        assert (bad["status"], bad["statusMessage"]) == ("Failed", "there is no the parameter Pool0, no AddressPoolId pool-0")

    @pytest.mark.parametrize("together", [True, False])
    def test_a_template_goes_with_its_runs_where_that_is_said(self, alicloud, together):
        content = json.dumps({"FormatVersion": "OOS-2019-06-01", "Tasks": [{}]})
        template, told = alicloud.create(TEMPLATE, templateName="gtm-www", content=content, autoDeleteExecutions=together)
        alicloud.create(RUN, templateName=template)
        if together:
            alicloud.delete(TEMPLATE, template, told)
            return
        with pytest.raises(RefusalError, match="DeleteConflict"):
            alicloud.delete(TEMPLATE, template, told)
