"""DCDN of the simulated Alibaba Cloud: what domains are told, and what its WAF refuses."""

from __future__ import annotations

import pytest

from simulator.alicloud.dcdn import ATTACHMENT, CONFIG, DOMAIN, POLICY, WAF_DOMAIN, WAF_RULE
from simulator.alicloud.oss import BUCKET, OBJECT
from tests.support.simulated import Provider, RefusalError

SOURCES = [{"type": "domain", "content": "origin.shop.example", "port": 443, "priority": "20", "weight": "10"}]
WWW = "www.shop.example"


def told(**arguments):
    return [{"argName": name, "argValue": value} for name, value in arguments.items()]


@pytest.fixture
def cloud(tmp_path):
    return Provider("alicloud", tmp_path / "clouds.sqlite", region="ap-southeast-1")


@pytest.fixture
def domain(cloud):
    return cloud.make(DOMAIN, domainName=WWW, sources=SOURCES, scope="overseas")


@pytest.fixture
def protected(cloud, domain):
    return cloud.make(WAF_DOMAIN, domainName=domain)


def policy(cloud, name, scene):
    return cloud.make(POLICY, name, policyName=name, defenseScene=scene, policyType="custom", status="on")


class TestDomain:
    def test_names_lead_to_it_by_a_name_of_its_own(self, cloud):
        identity, made = cloud.create(DOMAIN, domainName=WWW, sources=SOURCES)
        assert (identity, made["cname"], made["status"]) == (WWW, f"{WWW}.w.cdngslb.com", "online")

    @pytest.mark.parametrize(
        ("more", "path"),
        [
            ({"sources": [{**SOURCES[0], "priority": "40"}]}, "sources[0].priority"),
            ({"scope": "asia"}, "scope"),
            ({"certType": "cas"}, "certId"),
            ({"certType": "upload"}, "sslPub"),
        ],
    )
    def test_what_no_domain_is_told_is_a_fault(self, cloud, more, path):
        assert path in cloud.check(DOMAIN, **{"domainName": WWW, "sources": SOURCES, **more})[1]

    def test_it_has_an_origin(self, cloud):
        with pytest.raises(RefusalError, match="one origin at least"):
            cloud.make(DOMAIN, domainName=WWW)


class TestConfig:
    def test_a_switch_is_thrown_once_and_pages_as_often_as_there_are_codes(self, cloud, domain):
        for code in ("502", "503"):
            arguments = told(error_code=code, rewrite_page="https://stand-in.shop.example/")
            cloud.make(CONFIG, f"page-{code}", domainName=domain, functionName="error_page", functionArgs=arguments)
        cloud.make(CONFIG, "ipv6", domainName=domain, functionName="ipv6", functionArgs=told(switch="on", region="*"))
        with pytest.raises(RefusalError, match="has ipv6 already"):
            cloud.make(CONFIG, "again", domainName=domain, functionName="ipv6", functionArgs=told(switch="off", region="*"))

    def test_it_says_all_that_its_function_needs(self, cloud, domain):
        faults = cloud.check(CONFIG, domainName=domain, functionName="HSTS", functionArgs=told(enabled="on"))[1]
        assert "needs https_hsts_max_age" in faults["functionArgs"]

    def test_it_is_of_a_domain_that_exists_and_goes_with_it(self, cloud, domain):
        with pytest.raises(RefusalError, match="does not exist"):
            cloud.make(CONFIG, domainName="api.shop.example", functionName="gzip", functionArgs=told(enable="on"))
        cloud.make(CONFIG, domainName=domain, functionName="gzip", functionArgs=told(enable="on"))
        cloud.delete(DOMAIN, domain)
        cloud.make(DOMAIN, domainName=WWW, sources=SOURCES)
        cloud.make(CONFIG, domainName=WWW, functionName="gzip", functionArgs=told(enable="on"))


class TestWaf:
    def test_a_rate_is_counted_within_bounds(self, cloud, protected):
        custom = policy(cloud, "rates", "custom_acl")
        rate = {"target": "IP", "interval": 300, "threshold": 2_000, "ttl": 600}
        conditions = [{"key": "URI", "opValue": "contain", "values": "/"}]
        rule = {"policyId": custom, "ruleName": "all", "action": "block", "ccStatus": "on", "effect": "rule"}
        _, made = cloud.create(WAF_RULE, **rule, rateLimit=rate, conditions=conditions)
        assert made["defenseScene"] == "custom_acl"
        faults = cloud.check(WAF_RULE, **rule, rateLimit={**rate, "threshold": 1, "interval": 3_600}, conditions=conditions)[1]
        assert sorted(faults) == ["rateLimit.interval", "rateLimit.threshold"]
        with pytest.raises(RefusalError, match="needs conditions"):
            cloud.make(WAF_RULE, "bare", **rule, rateLimit=rate)
        cloud.make(ATTACHMENT, policyId=custom, domainName=protected)

    def test_a_domain_has_one_policy_of_a_scene(self, cloud, protected):
        first, second = policy(cloud, "first", "waf_group"), policy(cloud, "second", "waf_group")
        cloud.make(ATTACHMENT, policyId=first, domainName=protected)
        with pytest.raises(RefusalError, match="has a policy of the scene waf_group already"):
            cloud.make(ATTACHMENT, "other", policyId=second, domainName=protected)
        cloud.make(WAF_RULE, policyId=first, ruleName="known", action="block", wafGroupIds="1012")
        with pytest.raises(RefusalError, match="has one rule"):
            cloud.make(WAF_RULE, "other", policyId=first, ruleName="more", action="monitor")
        with pytest.raises(RefusalError, match="is bound to domains"):
            cloud.delete(POLICY, first)

    def test_only_what_is_accelerated_is_protected(self, cloud):
        with pytest.raises(RefusalError, match="does not exist"):
            cloud.make(WAF_DOMAIN, domainName="api.shop.example")


def test_an_object_is_of_a_bucket_and_keeps_it(cloud):
    buckets = [cloud.make(BUCKET, name, bucket=name) for name in ("stand-in-a", "stand-in-b")]
    made = [cloud.create(OBJECT, bucket, bucket=bucket, key="index.html", content="é") for bucket in buckets]
    assert [(identity, outputs["contentLength"]) for identity, outputs in made] == [("index.html", "2")] * 2
    with pytest.raises(RefusalError):
        cloud.delete(BUCKET, buckets[0])
