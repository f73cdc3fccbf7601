"""CDNs of an environment: what they ask, what the name is answered with, and what an edit touches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stacks.edge import page_host, second_site
from stacks.topology import build
from tests.stacks.conftest import RELEASES, edited, source
from tests.stacks.test_edge_faults import GOOD, told
from tests.support.edges import DISTRIBUTION, DOMAIN
from tests.support.mocks import changes, record

WWW = "www.shop.example"
RECORD = "aws:route53/record:Record"
WEIGHED = "{to: storefront, weights: {jakarta: 60, batam: 40}}"
FRONT = {"status": {"loadBalancer": {"ingress": [{"hostname": "front.balancers.example"}]}}}


def loaded(edge=GOOD, directory=None, edits=None, releases=RELEASES, **more):
    return replace(source(edited({**told(edge, **more), **(edits or {})}), releases), directory=directory).loaded()


def plan(edge=GOOD, directory=None, config=None, **more):
    def fronts(type_, _name, _inputs):
        return FRONT if type_.endswith(":Ingress") else {}

    return record(lambda: build(loaded(edge, directory, **more)), stack="test", outputs=fronts, config=config)


@pytest.fixture(scope="module")
def before():
    return plan()


def answers(found, name):
    """Which records of a name Route 53 has: by identifier, what each leads to and its weight."""
    return {
        each.inputs.get("setIdentifier"): (each.inputs["records"], each.inputs.get("weightedRoutingPolicies"))
        for each in found.of(RECORD)
        if each.inputs["name"] == name
    }


def test_the_name_is_answered_with_cdns_and_they_ask_one_label_below(before):
    assert answers(before, WWW) == {
        "aws": ([f"aws.{WWW}"], [{"weight": 60}]),
        "alicloud": ([f"alicloud.{WWW}"], [{"weight": 40}]),
    }
    assert answers(before, f"origin.{WWW}") == {
        "jakarta": ([f"jakarta.{WWW}"], [{"weight": 60}]),
        "batam": ([f"batam.{WWW}"], [{"weight": 40}]),
    }
    first, second, _ = before.one(DISTRIBUTION).inputs["origins"]
    assert (first["domainName"], second["domainName"]) == (f"origin.{WWW}", f"batam.{WWW}")
    hosts = {each.inputs["scheduleHostName"] for each in before.of("alicloud:alidnscloudgtm/instanceConfig:InstanceConfig")}
    assert hosts == {"www", "origin.www"}


def test_they_hang_under_the_environment_by_providers_in_regions_of_no_site(before):
    (environment,) = before.of("nusantara:index:Environment")
    for cloud, kind, region in (("aws", "CloudFront", "us-east-1"), ("alicloud", "Dcdn", "ap-southeast-1")):
        cdn = before.one(f"nusantara:multicloud:{kind}")
        provider = before.one(f"pulumi:providers:{cloud}", f"edge-www-{cloud}")
        assert (cdn.parent, provider.inputs["region"]) == (environment.urn, region)
        for child in before.children(cdn):
            assert child.provider == f"{provider.urn}::{provider.id}"
            assert not [urn for urn in child.dependencies if "$nusantara:index:Site" in urn]


def test_the_page_on_alibaba_cloud_has_a_name_in_every_zone(before):
    assert page_host(loaded().environment, "www") == "www-stand-in.shop.example"
    (aws,) = answers(before, "www-stand-in.shop.example").values()
    names = {each.inputs["rr"] for each in before.of("alicloud:dns/alidnsRecord:AlidnsRecord")}
    assert aws[0][0]
    assert "www-stand-in" in names


@pytest.mark.parametrize(
    ("edge", "traffic", "second"),
    [
        ("", WEIGHED, "batam"),
        ("", "{to: storefront, weights: {jakarta: 30, batam: 70}}", "jakarta"),
        ("", "{to: storefront, weights: {jakarta: 100, batam: 0}, fallback: batam}", "batam"),
        ("", "{to: storefront, weights: {jakarta: 100, batam: 0}}", None),
        (", second: jakarta", WEIGHED, "jakarta"),
        (", second: none", WEIGHED, None),
    ],
)
def test_the_second_is_the_fallback_or_the_site_that_is_answered_least(edge, traffic, second):
    assert second_site(loaded(GOOD + edge, traffic=traffic).environment, "www") == second


def test_where_every_path_takes_writes_there_is_no_second():
    assert second_site(loaded(GOOD.replace("[/api/*]", "all")).environment, "www") is None


def test_other_weights_touch_no_cdn(before):
    moved = plan(traffic="{to: storefront, weights: {jakarta: 70, batam: 30}}")
    touched = changes(before, moved)
    assert not [each for each in touched.changed if "edge-" in each]
    assert {"Record traffic-www-jakarta", "Record traffic-www-batam"} <= touched.changed


def test_a_page_of_ones_own_is_on_both_clouds(tmp_path):
    (tmp_path / "sorry.html").write_text("<!doctype html><html lang='id'><title>Segera kembali</title></html>")
    found = plan(GOOD + ", stand_in: {page: sorry.html}", tmp_path)
    pages = [found.one(kind) for kind in ("aws:s3/bucketObjectv2:BucketObjectv2", "alicloud:oss/bucketObject:BucketObject")]
    assert {each.inputs["content"] for each in pages} == {(tmp_path / "sorry.html").read_text()}


def test_one_cloud_alone_may_stand_in_front():
    found = plan(GOOD.replace("{aws: 60, alicloud: 40}", "{aws: 100}"))
    assert not found.of(DOMAIN)
    assert answers(found, WWW) == {"aws": ([f"aws.{WWW}"], [{"weight": 100}])}


def test_a_certificate_is_asked_for_where_cloudfront_looks():
    edge = GOOD.replace('"arn:aws:acm:us-east-1:111122223333:certificate/1"', "requested")
    found = plan(edge, traffic=WEIGHED.replace("}}", "}, certificate: requested}"))
    regions = {each.name.removeprefix("certificate-www-111122223333-") for each in found.of("aws:acm/certificate:Certificate")}
    assert regions == {"ap-southeast-3", "us-east-1"}
    awaited = found.one("aws:acm/certificateValidation:CertificateValidation")
    shown = found.one(DISTRIBUTION).inputs["viewerCertificate"]["acmCertificateArn"]
    assert shown == awaited.inputs["certificateArn"]


def test_a_name_of_gtm_is_left_by_sites_before_cdns_get_it(before):
    """GTM has one name of each, and the sites' one moves a label below in the same update."""
    instances = {each.name: each for each in before.of("alicloud:alidnscloudgtm/instanceConfig:InstanceConfig")}
    edge = instances["edge-www-name"]
    needed = {*edge.dependencies, *edge.property_dependencies["scheduleZoneName"]}
    assert instances["traffic-www-name"].urn in needed
    others = [each for each in before.of(RECORD) if each.name.startswith("edge-www")]
    assert others
    assert not any(":multicloud:GtmTraffic" in urn for each in others for urn in each.dependencies), "each cloud by itself"
