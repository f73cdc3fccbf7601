"""What a loss does to a stack, read from a state."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from checks.drill.carrying import Carrying
from checks.drill.declared import Declarations
from checks.drill.drill import Drill
from checks.drill.loss import Loss, loss_of
from checks.drill.timeline import after_heal, after_loss
from checks.drill.verdict import promises
from tests.support.drilled import SAID, SITES, WWW, check, record, resource, shop, site, stack, weighted

JAKARTA = ("aws", "ap-southeast-3")


def lost(*failures: tuple[str, str | None]) -> Loss:
    return loss_of(SITES, failures)


def drill(declared: Declarations, *failures: tuple[str, str | None]) -> Drill:
    return Drill(declared, lost(*(failures or (JAKARTA,))))


def missed(of: Drill) -> dict[str, str]:
    return {promise.missed.rule: promise.missed.reason for promise in promises(of) if promise.missed}


class TestLoss:
    def test_a_region_is_its_sites_and_a_cloud_all_of_its_own(self) -> None:
        assert lost(JAKARTA).sites == ("jakarta-aws",)
        assert lost(("aws", None)).sites == ("jakarta-aws", "singapore-aws")
        assert lost(("aws", None)).others == ("jakarta-alicloud",)

    def test_a_zone_leaves_its_site_standing_and_all_of_them_do_not(self) -> None:
        one = lost(("aws", "ap-southeast-3b"))
        assert (one.sites, one.zones, str(one)) == ((), {"jakarta-aws": ("b",)}, "zone b of jakarta-aws")
        assert lost(*(("aws", f"ap-southeast-3{letter}") for letter in "abc")).sites == ("jakarta-aws",)

    @pytest.mark.parametrize(
        ("failures", "island"),
        [
            ([JAKARTA], "site"),
            ([("aws", "ap-southeast-3a")], "site"),
            ([("aws", None)], "cloud"),
            ([JAKARTA, ("alicloud", "ap-southeast-5")], None),
            ([("aws", None), ("alicloud", None)], None),
        ],
    )
    def test_what_objectives_call_it(self, failures: list[Any], island: str | None) -> None:
        assert lost(*failures).island == island

    def test_a_fault_elsewhere_takes_nothing(self) -> None:
        assert not lost(("aws", "eu-west-1"), ("kubernetes", "main"))


class TestAnswers:
    def test_a_lost_site_is_left_out_when_its_check_turns_and_forgotten_when_the_ttl_has_run_out(self) -> None:
        (course,) = drill(shop()).courses
        assert course.before == {"everybody": {"jakarta-aws": Fraction(3, 5), "jakarta-alicloud": Fraction(2, 5)}}
        assert [(turn.at, turn.together) for turn in course.turns] == [(36, {"jakarta-alicloud": Fraction(1)})]
        assert course.clear == 66
        assert course.arithmetic == "10s × 3 checks + 6s of waiting + a TTL of 30s = 66s"

    def test_a_weight_of_0_stands_in_once_the_others_are_lost(self) -> None:
        (course,) = drill(shop(), JAKARTA, ("alicloud", None)).courses
        assert course.after == {"singapore-aws": Fraction(1)}

    def test_checks_that_turn_one_after_the_other_are_told_one_after_the_other(self) -> None:
        weights = {"jakarta-aws": 60, "jakarta-alicloud": 40, "singapore-aws": 0}
        declared = stack(
            check("jakarta-aws", requestInterval=30),
            check("jakarta-alicloud"),
            check("singapore-aws"),
            *(weighted(name, weight) for name, weight in weights.items()),
        )
        (course,) = drill(declared, JAKARTA, ("alicloud", "ap-southeast-5")).courses
        assert [(turn.at, set(turn.together)) for turn in course.turns] == [(36, {"jakarta-aws"}), (96, {"singapore-aws"})]
        assert course.arithmetic == "30s × 3 checks + 6s of waiting + a TTL of 30s = 126s", "of the slowest"

    def test_without_a_check_a_lost_site_is_answered_for_ever(self) -> None:
        declared = stack(*(weighted(name, 50, healthCheckId=None) for name in ("jakarta-aws", "jakarta-alicloud")))
        found = drill(declared)
        assert found.courses[0].clear is None
        assert missed(found)["failover-late"] == f"{WWW}: Route 53 goes on to lead to jakarta-aws"

    def test_when_all_are_lost_all_are_answered_as_before(self) -> None:
        (course,) = drill(shop(), *((each["cloud"], each["region"]) for each in SITES.values())).courses
        assert course.clear is None
        assert set(course.after) == {"jakarta-aws", "jakarta-alicloud"}

    def test_a_record_whose_value_comes_from_a_site_leads_there_though_nothing_names_it(self) -> None:
        named = [weighted(name, 50, records=["203.0.113.9"]) for name in ("jakarta-aws", "jakarta-alicloud")]
        sourced = [replace(each, sources={"records": (site(each.inputs["setIdentifier"]),)}) for each in named]
        (course,) = drill(stack(check("jakarta-aws"), check("jakarta-alicloud"), *sourced)).courses
        assert course.after == {"jakarta-alicloud": Fraction(1)}

    def test_a_calculated_check_turns_with_those_that_it_counts(self) -> None:
        both = {"type": "CALCULATED", "childHealthchecks": ["check-jakarta-aws", "check-cart"], "childHealthThreshold": 2}
        declared = stack(
            check("jakarta-aws"),
            check("jakarta-alicloud"),
            resource("aws:route53/healthCheck:HealthCheck", "check-cart", {"type": "TCP", "fqdn": f"jakarta-aws.{WWW}"}),
            resource("aws:route53/healthCheck:HealthCheck", "check-both", both),
            weighted("jakarta-aws", 50, healthCheckId="check-both"),
            weighted("jakarta-alicloud", 50),
        )
        (course,) = drill(declared).courses
        assert [(turn.at, set(turn.together)) for turn in course.turns] == [(36, {"jakarta-alicloud"})]

    def test_failover_and_latency_and_places_are_read_too(self) -> None:
        sites = ("jakarta-aws", "jakarta-alicloud")
        policies = (
            [{"failoverRoutingPolicies": [{"type": kind}]} for kind in ("PRIMARY", "SECONDARY")],
            [{"latencyRoutingPolicies": [{"region": region}]} for region in ("ap-southeast-3", "ap-southeast-1")],
            [{"geolocationRoutingPolicies": [place]} for place in ({"country": "ID"}, {"country": "*"})],
        )
        for each in policies:
            declared = stack(*map(check, sites), *(record(name, **policy) for name, policy in zip(sites, each, strict=True)))
            (course,) = drill(declared).courses
            assert course.after == {"jakarta-alicloud": Fraction(1)}, each

    def test_a_cloud_takes_its_dns_with_it(self) -> None:
        found = drill(shop(), ("aws", None))
        assert found.courses[0].silent
        assert missed(found)["one-dns"] == f"{WWW} is answered by Route 53 alone, which is lost"

    def test_a_site_that_heals_is_answered_as_before(self) -> None:
        found = drill(shop())
        (back,) = found.healed
        assert [(turn.at, turn.together) for turn in back.turns] == [
            (30, {"jakarta-aws": Fraction(3, 5), "jakarta-alicloud": Fraction(2, 5)})
        ]


class TestPromises:
    def test_what_is_kept_is_told_with_its_time(self) -> None:
        found = promises(drill(shop()))
        assert found[0].what == f"{WWW} leads nobody to jakarta-aws after 1:06, 5:00 promised"
        assert not any(each.missed for each in found)

    def test_an_answer_that_is_kept_for_too_long_is_missed_with_its_sum(self) -> None:
        found = drill(shop(objectives={"site": {"capacity": 100, "within": 60}}))
        assert missed(found)["failover-late"] == (
            f"{WWW}: some are led to jakarta-aws for 1:06, 1:00 promised (10s × 3 checks + 6s of waiting + a TTL of 30s = 66s)"
        )

    def test_a_name_may_promise_more_than_its_environment(self) -> None:
        assert "failover-late" in missed(drill(shop(traffic={"www": {"to": "storefront", "within": 60}})))

    def test_what_survivors_are_asked_for_follows_the_answers(self) -> None:
        (each,) = [each for each in drill(shop()).carried if each.group == "storefront"]
        assert (each.site, each.share, each.rps, each.units, each.floor) == ("jakarta-alicloud", 1, 14000, 175, 123)
        assert each.how is Carrying.SCALING

    def test_a_share_is_of_what_is_promised_after_the_loss(self) -> None:
        """All of a cloud is lost, and DNS of the other one answers nobody knows what: evenly, as headroom has it."""
        (each,) = [each for each in drill(shop(), ("aws", None)).carried if each.group == "storefront"]
        assert (each.site, each.rps, each.units) == ("jakarta-alicloud", 9800, 123)

    def test_more_than_a_site_may_have_is_missed(self) -> None:
        workloads = {**SAID["workloads"], "storefront": {**SAID["workloads"]["storefront"], "replicas": {"min": 12, "max": 150}}}
        events = {"payday": {**SAID["events"]["payday"], "headroom": "none"}}
        found = drill(shop(workloads=workloads, events=events))
        assert missed(found)["no-survivor"] == (
            "storefront in jakarta-alicloud is asked for 100% of payday, 14,000 requests a second: 175 pods, and it may have 150"
        )

    def test_a_lost_zone_takes_its_part_of_a_floor(self) -> None:
        found = drill(shop(), ("aws", "ap-southeast-3b"))
        (each,) = [each for each in found.carried if each.site == "jakarta-aws"]
        assert (each.share, each.floor) == (Fraction(3, 5), 58), "two thirds of 88"

    def test_a_dependency_that_comes_back_too_late_is_missed_unless_the_environment_accepts_it(self) -> None:
        slow = {"orders-db": {**SAID["dependencies"]["orders-db"], "rto": 900, "promotion": "manual"}}
        assert missed(drill(shop(dependencies=slow)))["slow-recovery"] == (
            "orders-db is back after 15:00, 5:00 promised, and checkout waits for it"
        )
        entry = {"rule": "slow-recovery", "resource": "orders-db", "because": "drilled", "until": "2027-03-31"}
        accepted = promises(drill(shop(dependencies=slow, accept=[entry])))
        assert [promise.accepted.because for promise in accepted if promise.missed and promise.accepted] == ["drilled"]
        assert not any(promise.broken for promise in accepted)

    def test_the_only_way_out_may_go_with_a_zone(self) -> None:
        network = (
            resource("aws:ec2/subnet:Subnet", "public-b", {"availabilityZone": "ap-southeast-3b"}, parent=site("jakarta-aws")),
            resource("aws:ec2/natGateway:NatGateway", "nat", {"subnetId": "public-b"}, parent=site("jakarta-aws")),
        )
        assert "no-egress" in missed(drill(stack(*network), ("aws", "ap-southeast-3b")))
        assert "no-egress" not in missed(drill(stack(*network), ("aws", "ap-southeast-3a")))


class TestTimeLine:
    def test_it_tells_what_happens_in_order(self) -> None:
        link = resource("nusantara:multicloud:Link", "jakarta-alicloud--jakarta-aws", {})
        declared = Declarations([*shop().all, link])
        told = [(moment.at, moment.kind.value, moment.text) for moment in after_loss(drill(declared))]
        assert told == [
            (0, "lost", "jakarta-aws (AWS in ap-southeast-3) is lost"),
            (0, "link", "1 link is down: jakarta-alicloud--jakarta-aws"),
            (
                0,
                "dependency",
                "orders-db: its primary is lost, the replica in jakarta-alicloud holds all but the last 0:30 of writes",
            ),
            (36, "dns", f"{WWW}: 1 health check has turned, Route 53 answers jakarta-alicloud 100%"),
            (66, "kept", f"{WWW}: the last answer kept from Route 53 has run out, nobody is led to jakarta-aws"),
            (120, "recovered", "orders-db is written to in jakarta-alicloud, promoted by itself: checkout serves again"),
            (300, "promised", "objectives.site is due"),
        ]

    def test_and_the_way_back(self) -> None:
        told = [(moment.at, moment.text) for moment in after_heal(drill(shop()))]
        assert told == [
            (0, "jakarta-aws (AWS in ap-southeast-3) answers again"),
            (0, "orders-db stays in jakarta-alicloud until somebody moves it back to jakarta-aws"),
            (30, f"{WWW}: 1 health check has turned, Route 53 answers jakarta-aws 60%, jakarta-alicloud 40%"),
            (60, f"{WWW}: the last answer kept from Route 53 has run out, all is as before"),
        ]

    def test_what_nobody_takes_out_of_the_answers_is_told_at_once(self) -> None:
        unchecked = [weighted(name, 50, healthCheckId=None) for name in ("jakarta-aws", "jakarta-alicloud")]
        for said, why in (({}, "nothing takes it out"), ({"failover": "manual"}, "its failover is manual")):
            declared = stack(*unchecked, traffic={"www": {"to": "storefront", **said}})
            told = [moment.text for moment in after_loss(drill(declared))]
            assert f"{WWW}: Route 53 will not leave jakarta-aws out of the answers: {why}" in told

    def test_buckets_lose_their_writers(self) -> None:
        prefixes = {"carts": {"writer": "jakarta-aws", "replicas": ["jakarta-alicloud"]}, "other": {"writer": "singapore-aws"}}
        told = [moment.text for moment in after_loss(drill(stack(buckets={"media": {"prefixes": prefixes}})))]
        said = "bucket media: nobody writes carts/ until another site is made its writer; a copy is in jakarta-alicloud"
        assert [text for text in told if text.startswith("bucket")] == [said]

    def test_a_provider_that_is_lost_is_told_once(self) -> None:
        more = [weighted(name, 50, name="pay.shop.example") for name in ("jakarta-aws", "jakarta-alicloud")]
        told = [moment.text for moment in after_loss(drill(Declarations([*shop().all, *more]), ("aws", None)))]
        assert "Route 53 answers nobody; of pay.shop.example and www.shop.example resolvers ask whoever else is delegated" in told


class TestEdges:
    def test_a_cloud_takes_its_cdn_along_and_what_cdns_ask_is_led_as_the_name(self) -> None:
        cdns = {"aws": "d1.cloudfront.net", "alicloud": "w.kunlun.example"}
        types = {"aws": "aws:cloudfront/distribution:Distribution", "alicloud": "alicloud:dcdn/domain:Domain"}
        keys = {"aws": "domainName", "alicloud": "cname"}
        origin = [
            replace(each, inputs={**each.inputs, "name": f"origin.{WWW}"}, outputs={**each.outputs, "fqdn": f"origin.{WWW}"})
            for each in shop().all
            if each.name.startswith("www-")
        ]
        edges = [
            part
            for cloud, address in cdns.items()
            for part in (
                resource(types[cloud], f"edge-{cloud}", {}, outputs={keys[cloud]: address}),
                record(cloud, name=f"{cloud}.{WWW}", setIdentifier="", healthCheckId=None, records=[address]),
                resource("aws:route53/healthCheck:HealthCheck", f"check-{cloud}", {"type": "TCP", "fqdn": f"{cloud}.{WWW}"}),
                replace(weighted(cloud, 50), urn=weighted(cloud, 50).urn + "-edge"),
            )
        ]
        kept = [each for each in shop().all if not each.name.startswith("www-")]
        found = drill(Declarations([*kept, *origin, *edges]), ("alicloud", None))
        courses = {course.name: course for course in found.courses}
        assert courses[WWW].before == {"everybody": {"CloudFront": Fraction(1, 2), "DCDN": Fraction(1, 2)}}
        assert courses[WWW].after == {"CloudFront": Fraction(1)}
        assert courses[f"origin.{WWW}"].after == {"jakarta-aws": Fraction(1)}
        assert found.requests["workloads", "storefront"].of == {"jakarta-aws": Fraction(1)}


class TestRooms:
    def stack(self, most: int) -> Declarations:
        pools = {"general": {"capacity": {"autoscaled": {"min": 3, "max": most}}, "alicloud": {"types": ["ecs.g7.2xlarge"]}}}
        workloads = {
            "storefront": {**SAID["workloads"]["storefront"], "cpu": "250m", "memory": "512Mi"},
            "checkout": {**SAID["workloads"]["checkout"], "cpu": "500m", "memory": "1Gi"},
        }
        return shop(clusters={"main": {"sites": "all", "pools": pools}}, workloads=workloads)

    def test_pods_are_held_to_what_nodes_have_at_most(self) -> None:
        (room,) = drill(self.stack(6)).rooms
        assert (room.cluster, room.site, room.event) == ("main", "jakarta-alicloud", "payday")
        assert room.asked == (175 * Fraction(1, 4) + 8 * Fraction(1, 2), 175 * Fraction(1, 2) + 8), "checkout has its base"
        assert room.there == (48, 192)
        assert not room.lacking

    def test_pods_that_no_node_has_room_for_are_missed(self) -> None:
        assert missed(drill(self.stack(5)))["no-survivor"] == (
            "main in jakarta-alicloud has too few vCPUs at its maximum for the pods that payday asks for there"
        )
