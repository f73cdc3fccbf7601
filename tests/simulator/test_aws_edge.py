"""CloudFront, AWS WAF and deliveries of the simulated AWS: what they refuse, and what they refer to."""

from __future__ import annotations

import pytest

from simulator.aws.buckets import BUCKET, OBJECT
from simulator.aws.cloudfront import ACCESS_CONTROL, CACHE_POLICY, DISTRIBUTION
from simulator.aws.deliveries import DELIVERY, DESTINATION, SOURCE
from simulator.aws.wafv2 import ASSOCIATION, LOGGING, WEB_ACL
from tests.support.simulated import Provider, RefusalError

SAFE = ["GET", "HEAD", "OPTIONS"]
EVERY = [*SAFE, "POST", "PUT", "PATCH", "DELETE"]
ACM = "arn:aws:acm:{}:111122223333:certificate/12345678-1234-1234-1234-123456789012"
METRICS = {"cloudwatchMetricsEnabled": True, "metricName": "www", "sampledRequestsEnabled": True}


def behavior(target, methods=SAFE, **more):
    return {"targetOriginId": target, "allowedMethods": methods, "cachedMethods": ["GET", "HEAD"]} | {
        "viewerProtocolPolicy": "redirect-to-https",
        **more,
    }


def distribution(**more):
    return {
        "enabled": True,
        "origins": [{"originId": "first", "domainName": "a.example"}, {"originId": "second", "domainName": "b.example"}],
        "originGroups": [
            {
                "originId": "both",
                "failoverCriteria": {"statusCodes": [502]},
                "members": [{"originId": "first"}, {"originId": "second"}],
            }
        ],
        "defaultCacheBehavior": behavior("both"),
        "restrictions": {"geoRestriction": {"restrictionType": "none"}},
        "viewerCertificate": {"cloudfrontDefaultCertificate": True},
        **more,
    }


def acl(name="www", limit=100, **more):
    rule = {"name": "all", "priority": 1, "visibilityConfig": METRICS}
    rule["statement"] = {"rateBasedStatement": {"limit": limit, "evaluationWindowSec": 300}}
    return {"name": name, "scope": "CLOUDFRONT", "defaultAction": {"allow": {}}, "visibilityConfig": METRICS} | {
        "rules": [rule],
        **more,
    }


@pytest.fixture
def cloud(tmp_path):
    return Provider("aws", tmp_path / "clouds.sqlite", region="us-east-1")


class TestDistribution:
    def test_its_name_is_one_that_records_can_be_aliases_of(self, cloud):
        _, made = cloud.create(DISTRIBUTION, **distribution())
        assert made["domainName"].endswith(".cloudfront.net")
        assert made["hostedZoneId"] == "Z2FDTNDATAQYW2"
        assert made["arn"].startswith("arn:aws:cloudfront::")

    def test_writes_do_not_fail_over(self, cloud):
        with pytest.raises(RefusalError, match="cannot include POST"):
            cloud.create(DISTRIBUTION, **distribution(defaultCacheBehavior=behavior("both", EVERY)))
        cloud.create(DISTRIBUTION, **distribution(defaultCacheBehavior=behavior("first", EVERY)))

    @pytest.mark.parametrize(
        ("more", "reason"),
        [
            ({"defaultCacheBehavior": behavior("third")}, "NoSuchOrigin"),
            ({"aliases": ["www.shop.example"]}, "you must attach a trusted certificate"),
            ({"viewerCertificate": {"acmCertificateArn": ACM.format("ap-southeast-1")}}, "isn't in us-east-1"),
            ({"webAclId": "arn:aws:wafv2:us-east-1:111122223333:global/webacl/none/1"}, "does not exist"),
            ({"defaultCacheBehavior": behavior("both", cachePolicyId="mine")}, "does not exist"),
        ],
    )
    def test_what_it_cannot_have_is_refused(self, cloud, more, reason):
        with pytest.raises(RefusalError, match=reason):
            cloud.create(DISTRIBUTION, **distribution(**more))

    def test_a_name_is_of_one_distribution(self, cloud):
        shown = {"aliases": ["www.shop.example"], "viewerCertificate": {"acmCertificateArn": ACM.format("us-east-1")}}
        cloud.create(DISTRIBUTION, **distribution(**shown))
        with pytest.raises(RefusalError, match="CNAMEAlreadyExists"):
            cloud.create(DISTRIBUTION, "other", **distribution(**shown))

    def test_what_it_refers_to_stays_while_it_does(self, cloud):
        control, _ = cloud.create(
            ACCESS_CONTROL, name="www", originAccessControlOriginType="s3", signingBehavior="always", signingProtocol="sigv4"
        )
        origins = [{"originId": "first", "domainName": "a.example", "originAccessControlId": control}]
        cloud.create(DISTRIBUTION, **distribution(origins=origins, originGroups=[], defaultCacheBehavior=behavior("first")))
        with pytest.raises(RefusalError, match="OriginAccessControlInUse"):
            cloud.delete(ACCESS_CONTROL, control)

    @pytest.mark.parametrize(
        ("more", "path"),
        [
            ({"priceClass": "PriceClass_300"}, "priceClass"),
            ({"httpVersion": "http4"}, "httpVersion"),
            ({"originGroups": [{"originId": "one", "members": [{"originId": "first"}]}]}, "originGroups[0].members"),
            ({"origins": [{"originId": "a", "domainName": "a.example", "connectionTimeout": 30}]}, "origins[0].connectionTimeout"),
        ],
    )
    def test_what_no_distribution_is_told_is_a_fault(self, cloud, more, path):
        assert path in cloud.check(DISTRIBUTION, **distribution(**more))[1]

    def test_a_policy_has_a_name_of_its_own(self, cloud):
        key = {"cookiesConfig": {"cookieBehavior": "none"}, "headersConfig": {"headerBehavior": "none"}}
        told = {"parametersInCacheKeyAndForwardedToOrigin": key | {"queryStringsConfig": {"queryStringBehavior": "all"}}}
        cloud.create(CACHE_POLICY, name="pages", **told)
        with pytest.raises(RefusalError, match="CachePolicyAlreadyExists"):
            cloud.create(CACHE_POLICY, "other", name="pages", **told)


class TestWebAcl:
    def test_those_of_cloudfront_are_made_in_one_region(self, cloud, tmp_path):
        _, made = cloud.create(WEB_ACL, **acl())
        assert ":us-east-1:" in made["arn"]
        assert ":global/webacl/www/" in made["arn"]
        elsewhere = Provider("aws", tmp_path / "clouds.sqlite", region="ap-southeast-1")
        with pytest.raises(RefusalError, match="only in us-east-1"):
            elsewhere.create(WEB_ACL, **acl())

    @pytest.mark.parametrize("limit", [9, 2_000_000_001])
    def test_a_rate_has_bounds(self, cloud, limit):
        (told,) = cloud.check(WEB_ACL, **acl(limit=limit))[1].values()
        assert "in the range (10 - 2000000000)" in told

    def test_rules_cost_and_have_an_order(self, cloud):
        group = {"name": "known", "priority": 1, "overrideAction": {"none": {}}, "visibilityConfig": METRICS}
        statement = {"managedRuleGroupStatement": {"name": "AWSManagedRulesCommonRuleSet", "vendorName": "AWS"}}
        group["statement"] = statement
        _, made = cloud.create(WEB_ACL, **acl(rules=[group]))
        assert made["capacity"] == 700
        with pytest.raises(RefusalError, match="two rules have the priority 1"):
            cloud.create(WEB_ACL, "again", **acl("again", rules=[*acl()["rules"], group]))
        statement["managedRuleGroupStatement"]["name"] = "AWSManagedRulesNone"
        with pytest.raises(RefusalError, match="AWS has no managed rule group AWSManagedRulesNone"):
            cloud.create(WEB_ACL, "unknown", **acl("unknown", rules=[group]))

    def test_it_stays_while_it_protects(self, cloud):
        regional, made = cloud.create(WEB_ACL, **acl(scope="REGIONAL"))
        balancer = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/1"
        cloud.create(ASSOCIATION, webAclArn=made["arn"], resourceArn=balancer)
        with pytest.raises(RefusalError, match="still protects something"):
            cloud.delete(WEB_ACL, regional)
        with pytest.raises(RefusalError, match="has a web ACL already"):
            cloud.create(ASSOCIATION, "other", webAclArn=cloud.create(WEB_ACL, **acl())[1]["arn"], resourceArn=balancer)

    def test_where_it_records_has_a_name_of_a_form(self, cloud):
        faults = cloud.check(LOGGING, resourceArn="arn:x", logDestinationConfigs=["arn:aws:s3:::logs"])[1]
        assert "must begin with aws-waf-logs-" in faults["logDestinationConfigs[0]"]


class TestDelivery:
    def test_it_leads_from_a_source_to_a_destination(self, cloud):
        _, made = cloud.create(DISTRIBUTION, **distribution())
        source, _ = cloud.create(SOURCE, name="www", logType="ACCESS_LOGS", resourceArn=made["arn"])
        target = {"deliveryDestinationConfiguration": {"destinationResourceArn": "arn:aws:s3:::aws-waf-logs-www"}}
        _, destination = cloud.create(DESTINATION, name="www", outputFormat="json", **target)
        assert destination["deliveryDestinationType"] == "S3"
        cloud.create(DELIVERY, deliverySourceName=source, deliveryDestinationArn=destination["arn"])
        with pytest.raises(RefusalError, match="has deliveries"):
            cloud.delete(SOURCE, source)

    def test_of_cloudfront_it_starts_in_one_region(self, cloud, tmp_path):
        _, made = cloud.create(DISTRIBUTION, **distribution())
        elsewhere = Provider("aws", tmp_path / "clouds.sqlite", region="ap-southeast-1")
        with pytest.raises(RefusalError, match="in us-east-1 alone"):
            elsewhere.create(SOURCE, name="www", logType="ACCESS_LOGS", resourceArn=made["arn"])


def test_an_object_has_one_content_and_holds_its_bucket(cloud):
    bucket, _ = cloud.create(BUCKET, bucket="stand-in")
    inputs = {"bucket": bucket, "key": "index.html", "content": "<!doctype html>"}
    identity, made = cloud.create(OBJECT, **inputs)
    assert identity == "stand-in/index.html"
    assert made["etag"] != cloud.create(OBJECT, "other", **{**inputs, "key": "other.html", "content": "other"})[1]["etag"]
    assert "content conflicts with source" in cloud.check(OBJECT, **inputs, source="page.html")[1]["content"]
    with pytest.raises(RefusalError):
        cloud.delete(BUCKET, bucket)
