"""What a CDN in front of a name is made of on both clouds, and that both are told alike."""

from __future__ import annotations

import json

import pytest

from components.errors import ArgumentsError
from components.multicloud.edge_alicloud import Dcdn
from components.multicloud.edge_aws import CloudFront
from components.traffic.edge import EVERY_METHOD, READING
from components.traffic.stand_in import page
from tests.support.edges import DISTRIBUTION, DOMAIN, HOST, PAGE_HOST, WAF_RULE, WEB_ACL, both, cloudfront, dcdn, functions
from tests.support.mocks import changes, record


@pytest.fixture(scope="module")
def found():
    return both()


def behaviors(found):
    made = found.one(DISTRIBUTION).inputs
    return {each["pathPattern"]: each for each in made["orderedCacheBehaviors"]} | {"": made["defaultCacheBehavior"]}


class TestBoth:
    def test_every_child_is_the_components(self, found):
        for kind in (CloudFront, Dcdn):
            root = found.one(kind.TYPE)
            assert {each.parent for each in found.children(root)} == {root.urn}
            assert {"host", "address", "extra"} <= root.outputs.keys() <= {"host", "address", "extra", "zone_id"}
        assert len(found) == sum(len(found.children(found.one(kind.TYPE))) + 1 for kind in (CloudFront, Dcdn))

    def test_the_stand_in_page_is_the_same_to_the_byte(self, found):
        pages = [found.one(kind) for kind in ("aws:s3/bucketObjectv2:BucketObjectv2", "alicloud:oss/bucketObject:BucketObject")]
        assert {each.inputs["content"] for each in pages} == {page(HOST, 60)}
        assert {each.inputs["key"] for each in pages} == {"_edge/stand-in.html"}
        assert {each.inputs["contentType"] for each in pages} == {"text/html; charset=utf-8"}

    def test_rates_are_the_same(self, found):
        rules = {each["name"]: each["statement"] for each in found.one(WEB_ACL).inputs["rules"]}
        counted = {
            name.removeprefix("rate-"): each["rateBasedStatement"] for name, each in rules.items() if "rateBasedStatement" in each
        }
        aws = {name: (each["limit"], each["evaluationWindowSec"]) for name, each in counted.items()}
        limits = [each.inputs for each in found.of(WAF_RULE) if "rateLimit" in each.inputs]
        alicloud = {each["ruleName"]: (each["rateLimit"]["threshold"], each["rateLimit"]["interval"]) for each in limits}
        assert aws == alicloud == {"everyone": (2_000, 300), "login": (100, 60)}

    def test_the_least_tls_is_the_same(self, found):
        assert found.one(DISTRIBUTION).inputs["viewerCertificate"]["minimumProtocolVersion"] == "TLSv1.2_2021"
        (told,) = functions(found)["https_tls_version"]
        assert [told[version] for version in ("tls10", "tls11", "tls12", "tls13")] == ["off", "off", "on", "on"]
        later = both(tls="1.3")
        assert later.one(DISTRIBUTION).inputs["viewerCertificate"]["minimumProtocolVersion"] == "TLSv1.3_2025"
        assert functions(later)["https_tls_version"][0]["tls12"] == "off"

    def test_origins_are_asked_by_tls_with_what_they_know_the_cdn_by(self, found):
        first, second, _ = found.one(DISTRIBUTION).inputs["origins"]
        assert [each["domainName"] for each in (first, second)] == ["origin.www.shop.example", "singapore-aws.www.shop.example"]
        assert {each["customOriginConfig"]["originProtocolPolicy"] for each in (first, second)} == {"https-only"}
        assert first["customHeaders"] == [{"name": "X-Edge-Key", "value": "secret-of-the-edge"}]
        sources = found.one(DOMAIN, "www-alicloud-domain").inputs["sources"]
        assert [(each["content"], each["priority"], each["port"]) for each in sources] == [
            ("origin.www.shop.example", "20", 443),
            ("singapore-aws.www.shop.example", "30", 443),
        ]
        (header,) = functions(found)["origin_request_header"]
        assert (header["header_name"], header["header_value"]) == ("X-Edge-Key", "secret-of-the-edge")
        assert functions(found)["set_req_host_header"] == [{"domain_name": HOST}]

    def test_hsts_is_the_same_and_may_be_left_out(self, found):
        policies = found.of("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy")
        ages = {each.inputs["securityHeadersConfig"]["strictTransportSecurity"]["accessControlMaxAgeSec"] for each in policies}
        assert ages == {31_536_000}
        assert functions(found)["HSTS"][0]["https_hsts_max_age"] == "31536000"
        without = both(hsts=0)
        assert "HSTS" not in functions(without)
        policy = without.of("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy")[0]
        assert "strictTransportSecurity" not in policy.inputs["securityHeadersConfig"]

    def test_countries_are_kept_out_or_let_in_alike(self):
        inside = both(only=("SG", "ID"))
        assert inside.one(DISTRIBUTION).inputs["restrictions"]["geoRestriction"] == {
            "restrictionType": "whitelist",
            "locations": ["ID", "SG"],
        }
        assert functions(inside)["ali_location"] == [{"location": "ID SG", "type": "white"}]
        assert functions(both(never=("KP",)))["ali_location"] == [{"location": "KP", "type": "black"}]

    def test_a_firewall_counts_before_it_blocks_or_is_not_there(self, found):
        assert {tuple(each.get("overrideAction", each.get("action"))) for each in found.one(WEB_ACL).inputs["rules"]} == {
            ("block",),
            ("none",),
        }
        counting = both(guard="count")
        assert {tuple(each.get("overrideAction", each.get("action"))) for each in counting.one(WEB_ACL).inputs["rules"]} == {
            ("count",)
        }
        assert {each.inputs["action"] for each in counting.of(WAF_RULE)} == {"monitor"}
        none = both(guard="none", rates={})
        assert not [each for each in none.values() if "waf" in each.type]

    def test_ipv6_and_http3_are_there_unless_they_are_not_wanted(self, found):
        assert (found.one(DISTRIBUTION).inputs["isIpv6Enabled"], found.one(DISTRIBUTION).inputs["httpVersion"]) == (
            True,
            "http2and3",
        )
        assert {"ipv6", "iquic"} <= functions(found).keys()
        old = both(ipv6=False, http3=False)
        assert (old.one(DISTRIBUTION).inputs["isIpv6Enabled"], old.one(DISTRIBUTION).inputs["httpVersion"]) == (False, "http2")
        assert not {"ipv6", "iquic"} & functions(old).keys()

    def test_another_path_touches_no_sibling(self, found):
        more = both(writes=("/api/*", "/cart", "/orders/*"))
        assert changes(found, more) == (set(), set(), {"Distribution www-aws-distribution"})
        kept = both(cached={"/static/*": 86_400, "/static/logo.svg": 60, "/news/*": 60, "/assets/*": 86_400})
        assert changes(found, kept).removed == set()
        assert changes(found, kept).added == {"DomainConfig www-alicloud-kept-assets-any"}

    def test_a_second_origin_more_touches_nothing_but_what_asks_it(self, found):
        assert changes(both(second=None), found) == (
            set(),
            set(),
            {"Distribution www-aws-distribution", "Domain www-alicloud-domain"},
        )

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"writes": ("api",)}, "writes.api"),
            ({"cached": {"/api/*": 60}}, "cached./api/*"),
            ({"cached": {"/a": 0}}, "cached./a"),
            ({"page": "sorry"}, "page"),
            ({"tls": "1.1"}, "tls"),
            ({"only": ("ID",), "never": ("KP",)}, "never"),
            ({"guard": "none"}, "rates"),
            ({"writes": ("/_edge/x",)}, "writes./_edge/x"),
        ],
    )
    @pytest.mark.parametrize("make", [cloudfront, dcdn])
    def test_what_neither_can_be_told_is_a_fault(self, make, more, field):
        with pytest.raises(ArgumentsError) as error:
            record(lambda: make(**more))
        assert field in {fault.field for fault in error.value.faults}


class TestCloudFront:
    def test_writes_ask_the_first_origin_and_are_never_kept(self, found):
        for path in ("/api/*", "/cart"):
            told = behaviors(found)[path]
            assert (told["targetOriginId"], sorted(told["allowedMethods"])) == ("first", sorted(EVERY_METHOD))
            assert told["cachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
        assert (behaviors(found)[""]["targetOriginId"], behaviors(found)[""]["allowedMethods"]) == ("both", list(READING))

    def test_without_a_second_origin_every_path_takes_writes(self):
        told = behaviors(record(lambda: cloudfront(second=None)))[""]
        assert (told["targetOriginId"], sorted(told["allowedMethods"])) == ("first", sorted(EVERY_METHOD))

    def test_what_is_kept_is_nobodys_own(self, found):
        policies = {each.id: each.inputs for each in found.of("aws:cloudfront/cachePolicy:CachePolicy")}
        key = policies[behaviors(found)["/news/*"]["cachePolicyId"]]["parametersInCacheKeyAndForwardedToOrigin"]
        assert key["cookiesConfig"] == {"cookieBehavior": "none"}
        assert key["headersConfig"] == {"headerBehavior": "whitelist", "headers": {"items": ["Host"]}}
        headers = {each.id: each.inputs for each in found.of("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy")}
        kept, passed = (headers[behaviors(found)[path]["responseHeadersPolicyId"]] for path in ("/news/*", "/api/*"))
        assert kept["removeHeadersConfig"] == {"items": [{"header": "Set-Cookie"}]}
        assert "removeHeadersConfig" not in passed

    def test_the_more_particular_path_is_tried_first(self, found):
        assert [each["pathPattern"] for each in found.one(DISTRIBUTION).inputs["orderedCacheBehaviors"]] == [
            *("/_edge/*", "/static/logo.svg", "/static/*", "/news/*", "/cart", "/api/*"),
        ]

    def test_errors_are_answered_by_the_page_as_what_they_are(self, found):
        told = found.one(DISTRIBUTION).inputs["customErrorResponses"]
        assert {each["errorCode"] for each in told} == {500, 502, 503, 504}
        assert {(each["responseCode"], each["responsePagePath"]) for each in told} == {(503, "/_edge/stand-in.html")}

    def test_the_page_is_read_by_this_distribution_alone(self, found):
        policy = json.loads(found.one("aws:s3/bucketPolicy:BucketPolicy", "www-aws-stand-in").inputs["policy"])
        read, tls = policy["Statement"]
        assert read["Principal"] == {"Service": "cloudfront.amazonaws.com"}
        assert list(read["Condition"]["StringEquals"]) == ["AWS:SourceArn"]
        assert tls["Effect"] == "Deny"
        blocks = found.of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
        assert {each.name for each in blocks} == {"www-aws-stand-in", "www-aws-logs"}
        assert all(each.inputs["restrictPublicBuckets"] for each in blocks)

    def test_what_is_recorded_is_delivered_by_this_account_alone_and_read_over_tls(self, found):
        policy = json.loads(found.one("aws:s3/bucketPolicy:BucketPolicy", "www-aws-logs").inputs["policy"])
        *delivered, tls = policy["Statement"]
        assert {each["Principal"]["Service"] for each in delivered} == {"delivery.logs.amazonaws.com"}
        assert {each["Condition"]["StringEquals"]["aws:SourceAccount"] for each in delivered} == {"111122223333"}
        assert (tls["Effect"], tls["Principal"], tls["Condition"]) == ("Deny", "*", {"Bool": {"aws:SecureTransport": "false"}})

    def test_requests_are_recorded_for_a_time_and_without_who_made_them(self, found):
        rules = found.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs["rules"]
        assert rules[0]["expiration"] == {"days": 90}
        redacted = found.one("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").inputs["redactedFields"]
        assert [each["singleHeader"]["name"] for each in redacted] == ["authorization", "cookie"]
        assert found.one("aws:s3/bucket:Bucket", "www-aws-logs").inputs["bucketPrefix"].startswith("aws-waf-logs-")
        none = record(lambda: cloudfront(log_days=0))
        assert not none.of("aws:cloudwatch/logDelivery:LogDelivery")

    def test_errors_alarm_who_is_named(self):
        topic = "arn:aws:sns:us-east-1:111122223333:pager"
        alarm = record(lambda: cloudfront(alarms=(topic,))).one("aws:cloudwatch/metricAlarm:MetricAlarm").inputs
        assert (alarm["metricName"], alarm["threshold"], alarm["alarmActions"]) == ("5xxErrorRate", 5, [topic])
        assert alarm["dimensions"] == {"DistributionId": "id-of-www-aws-distribution", "Region": "Global"}

    @pytest.mark.parametrize(
        ("more", "field", "expected"),
        [
            ({"certificate": "arn:aws:acm:ap-southeast-1:1:certificate/x"}, "certificate", "in us-east-1"),
            ({"price_class": "PriceClass_300"}, "price_class", "PriceClass_200"),
            ({"rule_groups": ("AWSManagedRulesComonRuleSet",)}, "rule_groups.0", "a rule group that AWS keeps"),
            ({"log_days": -1}, "log_days", "0 to 3650"),
        ],
    )
    def test_what_it_cannot_be_told_is_a_fault(self, more, field, expected):
        with pytest.raises(ArgumentsError) as error:
            record(lambda: cloudfront(**more))
        (fault,) = error.value.faults
        assert fault.field == field
        assert expected in fault.expected


class TestDcdn:
    def test_errors_lead_to_the_page_which_has_a_domain_of_its_own(self, found):
        pages = {each["error_code"]: each["rewrite_page"] for each in functions(found)["error_page"]}
        assert pages == dict.fromkeys(("500", "502", "503", "504"), f"https://{PAGE_HOST}/_edge/stand-in.html")
        (source,) = found.one(DOMAIN, "www-alicloud-stand-in").inputs["sources"]
        assert source["type"] == "oss"
        assert functions(found, PAGE_HOST)["l2_oss_key"] == [{"private_oss_auth": "on"}]
        assert found.one("alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs["blockPublicAccess"] is True
        assert found.one(Dcdn.TYPE).outputs["extra"].keys() == {PAGE_HOST}

    def test_what_is_not_named_is_asked_each_time_and_the_origins_word_comes_first(self, found):
        (dynamic,) = functions(found)["dynamic"]
        assert dynamic["static_route_path"] == "/static/logo.svg,/static/*,/news/*"
        kept = {each["path"]: (each["ttl"], each["swift_origin_cache_high"]) for each in functions(found)["path_based_ttl_set"]}
        assert kept == {"/static/logo.svg": ("60", "on"), "/static/": ("86400", "on"), "/news/": ("60", "on")}

    def test_paths_of_the_same_words_are_each_kept(self):
        kept = functions(both(cached={"/news/today": 60, "/news-today": 60}))["path_based_ttl_set"]
        assert {each["path"] for each in kept} == {"/news/today", "/news-today"}

    def test_errors_of_users_and_of_origins_alarm_who_is_named_and_else_nobody(self, found):
        alarm = found.one("alicloud:cms/alarm:Alarm").inputs
        assert (alarm["project"], alarm["metric"], alarm["contactGroups"]) == ("acs_dcdn", "code_ratio_5", ["pager"])
        assert json.loads(alarm["metricDimensions"]) == [{"instanceId": HOST}]
        said = alarm["compositeExpression"]
        assert (said["level"], said["times"], said["expressionListJoin"]) == ("CRITICAL", 5, "||")
        assert {(each["metricName"], each["comparisonOperator"], each["threshold"]) for each in said["expressionLists"]} == {
            (metric, ">", "5") for metric in ("code_ratio_5", *(f"ori_code_ratio_{code}" for code in (500, 502, 503, 504)))
        }
        assert not record(lambda: dcdn(alarms=())).of("alicloud:cms/alarm:Alarm")

    def test_its_certificate_is_named_by_its_number_and_region(self, found):
        for domain in found.of(DOMAIN):
            assert (domain.inputs["certId"], domain.inputs["certRegion"]) == ("12345678", "ap-southeast-1")
            assert (domain.inputs["certType"], domain.inputs["sslProtocol"]) == ("cas", "on")

    @pytest.mark.parametrize(
        ("more", "field"),
        [({"certificate": "12345678-eu-west-1"}, "certificate"), ({"scope": "asia"}, "scope"), ({"page_host": HOST}, "page_host")],
    )
    def test_what_it_cannot_be_told_is_a_fault(self, more, field):
        with pytest.raises(ArgumentsError) as error:
            record(lambda: dcdn(**more))
        assert [fault.field for fault in error.value.faults] == [field]
