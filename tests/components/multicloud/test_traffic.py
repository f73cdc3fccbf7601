"""A name that several sites serve: equal at both providers, whatever is lost, and how each of them says it."""

from __future__ import annotations

import json
from fractions import Fraction

import pulumi
import pytest

from components.contracts import GtmCheck, SiteCheck
from components.errors import ArgumentsError
from components.multicloud.gtm_binding import look
from tests.support import served
from tests.support.mocks import changes
from tests.support.served import ADDRESS, CHECK, INSTANCE, NAME, POOL, RECORD, RUN, SITES, recorded

ALARM, TEMPLATE = "aws:cloudwatch/metricAlarm:MetricAlarm", "alicloud:alidnscloudgtm/monitorTemplate:MonitorTemplate"
ALIDNS = "alicloud:dns/alidnsRecord:AlidnsRecord"
WEIGHTED = {"weights": {"jakarta-aws": 60, "jakarta-alicloud": 40}, "fallback": "singapore-aws"}
FAILOVER = {"policy": "failover", "primary": "jakarta-aws", "fallback": "jakarta-alicloud"}
MANUAL = {"weights": {"jakarta-aws": 100, "jakarta-alicloud": 0}, "failover": "manual"}
STANDS_IN = {**WEIGHTED, "stand_in": "sorry.other.example"}
NAMES = {
    "weighted, with a fallback": WEIGHTED,
    "weighted alone": {"weights": {"jakarta-aws": 50, "jakarta-alicloud": 30, "singapore-aws": 20}},
    "failover": FAILOVER,
    "moved by a person": MANUAL,
    "a site drained": {**WEIGHTED, "drained": ("jakarta-aws",)},
    "without a check": {"weights": {"jakarta-aws": 70, "singapore-aws": 30}, "check": None},
    "any of two paths": {**WEIGHTED, "check": SiteCheck(paths=("/a", "/b"), healthy="any")},
    "with a host that stands in": STANDS_IN,
}


@pytest.mark.parametrize("told", NAMES.values(), ids=NAMES)
def test_both_providers_answer_alike_whatever_is_lost(told):
    found = recorded(**told)
    for lost in served.losses():
        answered = served.by_route53(found, lost)
        assert answered == served.by_gtm(found, lost), sorted(lost)
        assert sum(answered.values()) == 1
    assert {each.inputs["ttl"] for each in found.of(RECORD) if "ttl" in each.inputs} == {30} == {served.instance(found).ttl}
    names = {(each.inputs["name"], each.inputs["records"][0]) for each in found.of(RECORD) if each.name.startswith("www-site-")}
    assert names == {(f"{each.inputs['rr']}.{served.DOMAIN}", each.inputs["value"]) for each in found.of(ALIDNS)}


def test_a_lost_site_is_left_out_and_its_share_goes_to_the_others():
    found = recorded(**WEIGHTED)
    assert served.by_route53(found, frozenset()) == {"jakarta-aws": Fraction(3, 5), "jakarta-alicloud": Fraction(2, 5)}
    assert served.by_route53(found, {"jakarta-aws"}) == {"jakarta-alicloud": 1}
    assert served.by_route53(found, {"jakarta-aws", "jakarta-alicloud"}) == {"singapore-aws": 1}


def test_once_no_site_serves_answers_stay_or_a_host_stands_in():
    assert set(served.by_route53(recorded(**WEIGHTED), SITES.keys())) == {"jakarta-aws", "jakarta-alicloud"}
    assert served.by_route53(recorded(**STANDS_IN), SITES.keys()) == {"sorry.other.example": 1}


def test_nobody_but_a_person_moves_a_name_that_fails_over_by_hand():
    found = recorded(**MANUAL)
    for lost in served.losses():
        assert served.by_route53(found, lost) == {"jakarta-aws": 1}
    assert [each.inputs.get("healthCheckId") for each in found.of(RECORD)] == [None] * 4
    assert found.of(CHECK)  # for the alarms, which call that person


def test_paths_that_are_alike_but_for_slashes_are_asked_by_checks_of_their_own():
    paths = ("/", "/root", "/healthz", "/healthz/", "//healthz")
    found = recorded(**WEIGHTED, check=SiteCheck(paths=paths))
    for type_ in (CHECK, TEMPLATE):
        names = [each.name for each in found.of(type_)]
        assert len(names) == len(set(names))
        assert len(names) >= len(paths)
    assert {"www-check-root", "www-check-healthz"} < {each.name for each in found.of(TEMPLATE)}


def test_a_check_asks_the_site_under_its_own_name():
    check = recorded(**WEIGHTED).one(CHECK, "www-jakarta-alicloud").inputs
    assert check["fqdn"] == f"jakarta-alicloud.{NAME}"
    assert {key: check[key] for key in ("type", "port", "resourcePath", "enableSni", "requestInterval", "failureThreshold")} == {
        "type": "HTTPS",
        "port": 443,
        "resourcePath": "/",
        "enableSni": True,
        "requestInterval": 10,
        "failureThreshold": 3,
    }
    assert check["regions"] == ["ap-northeast-1", "ap-southeast-1", "ap-southeast-2"]


def test_several_paths_are_counted_by_a_check_of_checks():
    for healthy, least in (("all", 2), ("any", 1)):
        found = recorded(**WEIGHTED, check=SiteCheck(paths=("/a", "/pay/b"), healthy=healthy))
        counted = found.one(CHECK, "www-jakarta-aws").inputs
        assert counted["type"] == "CALCULATED"
        assert counted["childHealthThreshold"] == least
        paths = {each.id: each.inputs["resourcePath"] for each in found.of(CHECK) if each.inputs["type"] != "CALCULATED"}
        assert {paths[child] for child in counted["childHealthchecks"]} == {"/a", "/pay/b"}
        judged = {each.inputs["healthJudgement"] for each in found.of(ADDRESS)}
        assert judged == {"all_ok" if healthy == "all" else "any_ok"}


def test_no_check_of_checks_counts_another():
    for healthy in ("all", "any"):
        found = recorded(**WEIGHTED, check=SiteCheck(paths=("/a", "/b"), healthy=healthy))
        calculated = {each.id for each in found.of(CHECK) if each.inputs["type"] == "CALCULATED"}
        assert not {child for each in found.of(CHECK) for child in each.inputs.get("childHealthchecks", ())} & calculated


def test_that_no_site_serves_all_paths_is_read_from_the_states_of_sites():
    found = recorded(**WEIGHTED, check=SiteCheck(paths=("/a", "/b")))
    *states, best = found.one(ALARM, "www-any-site").inputs["metricQueries"]
    assert [each["metric"]["dimensions"]["HealthCheckId"] for each in states] == [
        found.one(CHECK, f"www-{site}").id for site in sorted(SITES)
    ]
    expression = "MAX([site_jakarta_alicloud, site_jakarta_aws, site_singapore_aws])"
    assert (best["expression"], best["returnData"]) == (expression, True)
    assert "metricName" not in found.one(ALARM, "www-any-site").inputs


def test_a_text_and_a_mere_connection_are_asked_for():
    text = recorded(**WEIGHTED, check=SiteCheck(protocol="http", contains="ok")).one(CHECK, "www-jakarta-aws").inputs
    assert (text["type"], text["port"], text["searchString"]) == ("HTTP_STR_MATCH", 80, "ok")
    found = recorded(**WEIGHTED, check=SiteCheck(protocol="tcp", port=8443))
    assert (found.one(CHECK, "www-jakarta-aws").inputs["type"], found.one(TEMPLATE).inputs["protocol"]) == ("TCP", "tcp")
    assert {task["port"] for each in found.of(ADDRESS) for task in each.inputs["healthTasks"]} == {8443}


def test_gtm_is_told_what_a_failure_is():
    check = SiteCheck(paths=("/healthz",), gtm=GtmCheck(interval=15, threshold=3, nodes=("738-465", "357-465"), failing=80))
    told = recorded(**WEIGHTED, check=check).one(TEMPLATE).inputs
    assert {key: told[key] for key in ("interval", "timeout", "evaluationCount", "failureRate", "protocol")} == {
        "interval": "15",
        "timeout": "5000",
        "evaluationCount": 3,
        "failureRate": 80,
        "protocol": "https",
    }
    assert told["extendInfo"] == '{"code":400,"followRedirect":false,"path":"/healthz","sni":true}', "as it is read back"
    assert told["ispCityNodes"] == [{"cityCode": "357", "ispCode": "465"}, {"cityCode": "738", "ispCode": "465"}]


def test_places_are_records_on_one_and_lines_on_the_other():
    found = recorded(policy="geo", places={"jakarta-aws": ("ID", "default"), "singapore-aws": ("SG", "AS")})
    told = {
        each.inputs["setIdentifier"]: each.inputs["geolocationRoutingPolicies"]
        for each in found.of(RECORD)
        if "setIdentifier" in each.inputs
    }
    assert told == {
        "jakarta-aws ID": [{"country": "ID"}],
        "jakarta-aws default": [{"country": "*"}],
        "singapore-aws AS": [{"continent": "AS"}],
        "singapore-aws SG": [{"country": "SG"}],
    }
    lines = [each["RequestSource"] for each in json.loads(found.one(RUN).inputs["parameters"])["Pools"]]
    assert lines == [["os_asia_id", "default"], ["os_asia", "os_asia_sg"]]
    assert found.one(INSTANCE).inputs["addressPoolLbStrategy"] == "source_nearest"


def test_who_is_told_of_a_lost_site_and_of_a_lost_name():
    found = recorded(**WEIGHTED, alarms=("arn:aws:sns:us-east-1:111122223333:pager",))
    assert {each.name for each in found.of(ALARM)} == {f"www-{site}" for site in (*SITES, "any-site")}
    for alarm in found.of(ALARM):
        assert alarm.inputs["alarmActions"] == alarm.inputs["okActions"] == ["arn:aws:sns:us-east-1:111122223333:pager"]
        assert alarm.inputs["treatMissingData"] == "breaching"
    assert found.one(CHECK, "www-any-site").inputs["childHealthThreshold"] == 1
    assert json.loads(found.one(RUN).inputs["parameters"])["Groups"] == ["arn:aws:sns:us-east-1:111122223333:pager"]


def test_a_site_added_to_a_name_touches_no_sibling():
    before = recorded(weights={"jakarta-aws": 60, "jakarta-alicloud": 40})
    after = changes(before, recorded(**WEIGHTED))
    # The text of what is called, with a pool more, before which the name would go.
    assert after.changed == {"Template www-join", "InstanceConfig www-name"}
    assert {name for name in after.removed if "join" not in name} == set()
    assert after.added >= {"Record www-singapore-aws", "Pool www-pool-fallback"}


def test_another_share_is_another_run_and_replaces_nothing():
    before = recorded(**WEIGHTED)
    after = changes(before, recorded(**{**WEIGHTED, "weights": {"jakarta-aws": 50, "jakarta-alicloud": 50}}))
    assert after.changed == {"Record www-jakarta-aws", "Record www-jakarta-alicloud"}
    assert {name.partition("-join-")[0] for name in after.added | after.removed} == {"Execution www"}


def test_another_tag_is_no_reason_to_run_again():
    assert recorded(**WEIGHTED).one(RUN).ignore_changes == ("tags",)


def test_an_alias_comes_after_what_it_leads_to():
    """Route 53 takes none of a record that is not there."""
    found = recorded(**STANDS_IN)
    (alias,) = [each for each in found.of(RECORD) if "aliases" in each.inputs]
    below = {each.urn for each in found.of(RECORD) if each.inputs["name"] == alias.inputs["aliases"][0]["name"]}
    assert below
    assert below <= alias.dependencies


def test_a_name_of_gtm_goes_before_its_pools_and_they_before_their_addresses():
    """What joins them is nothing that Pulumi knows."""
    found = recorded(**STANDS_IN)
    assert {each.urn for each in found.of(POOL)} <= found.one(INSTANCE).dependencies
    pooled = {urn for each in found.of(POOL) for urn in each.dependencies}
    assert pooled == {each.urn for each in found.of(ADDRESS)}


@pytest.mark.parametrize("looking", [True, False])
def test_a_run_that_failed_stops_an_update_and_no_preview_of_the_rest(looking, monkeypatch):
    """It is there, so nothing would run it again: how to is told."""
    found, failed = list[str](), "www.shop.example: GTM's pools were not joined"
    monkeypatch.setattr(pulumi.runtime, "is_dry_run", lambda: looking)
    monkeypatch.setattr(pulumi.log, "warn", found.append)
    if looking:
        look("www.shop.example", "Failed", "no quota", "urn:run")
        assert found[0].startswith(failed)
        return
    with pytest.raises(pulumi.RunError, match=r"no quota; fix: mend that, then run it again by nusa up --replace urn:run"):
        look("www.shop.example", "Failed", "no quota", "urn:run")
    look("www.shop.example", "Success", "", "urn:run")


def test_only_the_names_of_sites_depend_on_sites():
    found = recorded(**WEIGHTED)
    for each in found.of(RECORD):
        assert ("balancers.example" in each.inputs["records"][0]) == each.name.startswith("www-site-")
    for provider, other in (("aws:", "alicloud:"), ("alicloud:", "aws:")):
        for each in found.values():
            needed = {*each.dependencies, *(urn for urns in each.property_dependencies.values() for urn in urns)}
            assert not each.type.startswith(provider) or not [urn for urn in needed if f"::{other}" in urn or f"${other}" in urn]


def test_a_name_outside_its_zone_is_refused():
    with pytest.raises(ArgumentsError, match=r"a name below shop\.example"):
        recorded(name="www.other.example", **WEIGHTED)


def test_every_pool_is_judged_by_any_of_its_addresses():
    assert {each.inputs["healthJudgement"] for each in recorded(**STANDS_IN).of(POOL)} == {"any_ok"}
