"""What moves an autoscaling group of the simulated AWS, and what holds its instances."""

from __future__ import annotations

import pytest

from tests.support.aws_site import ACCOUNT, ALARM, HOOK, REGION, SCALING, SCALING_POLICY, SCHEDULE, Site
from tests.support.simulated import RefusalError

TRACKING = {"policyType": "TargetTrackingScaling", "targetTrackingConfiguration": {"targetValue": 55}}
SIZES = {"minSize": 30, "maxSize": -1, "desiredCapacity": -1}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


OWN = {"metricDataQueries": [{"id": "a", "metricStat": {"stat": "Sum", "metric": {"namespace": "Shop", "metricName": "Load"}}}]}


class TestPolicies:
    def test_one_belongs_to_a_group_and_goes_with_it(self, site):
        with pytest.raises(RefusalError, match=r"^ValidationError: AutoScalingGroup name not found - none"):
            site.make(SCALING_POLICY, autoscalingGroupName="none", **TRACKING)
        group = site.scaling
        identity, outputs = site.create(SCALING_POLICY, "cpu", autoscalingGroupName=group, **TRACKING)
        assert outputs["arn"].endswith(f":autoScalingGroupName/{group}:policyName/{identity}")
        assert site.read(SCALING_POLICY, f"{group}/{identity}") == identity
        assert site.read(SCALING_POLICY, group) == ""
        site.delete(SCALING, group)

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"policyType": "Guesswork"}, "policyType"),
            ({"policyType": "TargetTrackingScaling"}, "targetTrackingConfiguration"),
            ({"policyType": "StepScaling"}, "stepAdjustments"),
            ({"policyType": "PredictiveScaling"}, "predictiveScalingConfiguration"),
            ({**TRACKING, "stepAdjustments": [{"scalingAdjustment": 1, "metricIntervalLowerBound": "0"}]}, "stepAdjustments"),
            ({**TRACKING, "minAdjustmentMagnitude": 1}, "minAdjustmentMagnitude"),
            ({"policyType": "SimpleScaling", "estimatedInstanceWarmup": 60}, "estimatedInstanceWarmup"),
            (
                {
                    "policyType": "TargetTrackingScaling",
                    "targetTrackingConfiguration": {
                        "targetValue": 9,
                        "predefinedMetricSpecification": {"predefinedMetricType": "ALBRequestCountPerTarget"},
                    },
                },
                "targetTrackingConfiguration.predefinedMetricSpecification.resourceLabel",
            ),
            (
                {
                    "policyType": "TargetTrackingScaling",
                    "targetTrackingConfiguration": {
                        "targetValue": 9,
                        "predefinedMetricSpecification": {"predefinedMetricType": "ASGAverageCPUUtilization"},
                        "customizedMetricSpecification": {},
                    },
                },
                "targetTrackingConfiguration.customizedMetricSpecification",
            ),
        ],
    )
    def test_each_kind_has_its_own_inputs(self, site, inputs, path):
        assert path in site.check(SCALING_POLICY, autoscalingGroupName="web", **inputs)[1]

    @pytest.mark.parametrize(
        ("specification", "paths"),
        [
            ({"predefinedMetricPairSpecification": {"predefinedMetricType": "ASGCPUUtilization"}}, []),
            ({"customizedLoadMetricSpecification": OWN, "customizedScalingMetricSpecification": OWN}, []),
            ({"customizedLoadMetricSpecification": OWN}, [""]),
            ({}, [""]),
            (
                {
                    "predefinedMetricPairSpecification": {"predefinedMetricType": "ASGCPUUtilization"},
                    "customizedLoadMetricSpecification": OWN,
                    "customizedScalingMetricSpecification": OWN,
                },
                [""],
            ),
            (
                {
                    "predefinedLoadMetricSpecification": {"predefinedMetricType": "ASGTotalCPUUtilization"},
                    "customizedCapacityMetricSpecification": OWN,
                    "customizedScalingMetricSpecification": OWN,
                },
                [".customizedCapacityMetricSpecification"],
            ),
            (
                {
                    "customizedLoadMetricSpecification": {"metricDataQueries": [{"id": "a"}]},
                    "customizedScalingMetricSpecification": {"metricDataQueries": OWN["metricDataQueries"] * 2},
                },
                [
                    ".customizedLoadMetricSpecification.metricDataQueries",
                    ".customizedScalingMetricSpecification.metricDataQueries",
                ],
            ),
        ],
    )
    def test_a_forecast_goes_by_a_pair_or_by_a_load_and_a_scaling_metric(self, site, specification, paths):
        configuration = {"metricSpecification": {"targetValue": 5, **specification}}
        inputs = {"policyType": "PredictiveScaling", "predictiveScalingConfiguration": configuration}
        place = "predictiveScalingConfiguration.metricSpecification"
        assert list(site.check(SCALING_POLICY, autoscalingGroupName="web", **inputs)[1]) == [place + path for path in paths]

    @pytest.mark.parametrize(
        ("bounds", "fits"),
        [
            ([("0", "15"), ("15", None)], True),
            ([("-15", "0"), (None, "-15")], True),
            ([("0", "15"), ("20", None)], False),
            ([("0", "15"), ("10", None)], False),
        ],
    )
    def test_steps_have_no_gap_and_no_overlap(self, site, bounds, fits):
        steps = []
        for low, high in bounds:
            given = {"metricIntervalLowerBound": low, "metricIntervalUpperBound": high}
            steps.append({"scalingAdjustment": 1, **{key: value for key, value in given.items() if value is not None}})
        found = site.check(SCALING_POLICY, policyType="StepScaling", stepAdjustments=steps)[1]
        assert ("stepAdjustments" not in found) is fits

    def test_requests_are_those_of_a_target_group_behind_a_load_balancer(self, site):
        metric = {"predefinedMetricType": "ALBRequestCountPerTarget", "resourceLabel": "app/web"}
        configuration = {"targetValue": 9, "predefinedMetricSpecification": metric}
        with pytest.raises(RefusalError, match=r"^ValidationError: The resource label app/web is not valid"):
            site.make(
                SCALING_POLICY,
                autoscalingGroupName=site.scaling,
                policyType="TargetTrackingScaling",
                targetTrackingConfiguration=configuration,
            )


class TestSchedules:
    def schedule(self, site, name="up", **inputs):
        given = {"autoscalingGroupName": site.scaling, "scheduledActionName": name, "startTime": "2026-12-24T15:00:00Z", **SIZES}
        return site.create(SCHEDULE, name, **{**given, **inputs})

    def test_one_is_known_by_its_name_in_its_group(self, site):
        identity, outputs = self.schedule(site, recurrence="0 22 24 * *", timeZone="Asia/Jakarta", endTime="2027-06-30T00:00:00Z")
        assert identity == "up"
        assert outputs["arn"].startswith(f"arn:aws:autoscaling:{REGION}:{ACCOUNT}:scheduledUpdateGroupAction:")
        assert site.read(SCHEDULE, f"{site.scaling}/up") == "up"
        site.delete(SCHEDULE, identity, outputs)

    def test_what_is_left_out_is_set_to_nothing(self, site):
        """The provider sends 0 for a size that is left out, which the API takes for a size."""
        found = site.check(SCHEDULE, scheduledActionName="up", autoscalingGroupName="web", minSize=30, maxSize=10)[1]
        assert "minSize" in found
        given = {"autoscalingGroupName": site.scaling, "minSize": -1, "maxSize": -1}
        assert site.create(SCHEDULE, "up", **given)[1]["desiredCapacity"] == 0

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"startTime": "2026-12-24 15:00"}, "startTime"),
            ({"endTime": "2026-12-24T15:00:00Z"}, "endTime"),
            ({"recurrence": "0 22 24 *"}, "recurrence"),
            ({"timeZone": "Asia/Nowhere"}, "timeZone"),
            ({"minSize": -1}, "minSize"),
        ],
    )
    def test_what_never_runs_is_a_fault(self, site, inputs, path):
        given = {"scheduledActionName": "up", "startTime": "2026-12-24T15:00:00Z", **SIZES, **inputs}
        assert path in site.check(SCHEDULE, autoscalingGroupName="web", **given)[1]

    def test_two_actions_of_a_group_do_not_start_at_once(self, site):
        self.schedule(site)
        with pytest.raises(RefusalError, match=r"^AlreadyExists: Scheduled action up of the group has the start time"):
            self.schedule(site, "down")
        self.schedule(site, "down", startTime="2026-12-25T15:00:00Z")


class TestHooks:
    GIVEN = {"lifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING", "heartbeatTimeout": 120}  # noqa: RUF012 - never changed

    def test_one_belongs_to_a_group(self, site):
        identity, outputs = site.create(HOOK, "drain", autoscalingGroupName=site.scaling, **self.GIVEN)
        assert outputs["defaultResult"] == "ABANDON"
        assert site.read(HOOK, f"{site.scaling}/{identity}") == identity
        with pytest.raises(RefusalError, match=r"^ValidationError: AutoScalingGroup name not found"):
            site.make(HOOK, autoscalingGroupName="none", **self.GIVEN)

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"heartbeatTimeout": 29}, "heartbeatTimeout"),
            ({"defaultResult": "WAIT"}, "defaultResult"),
            ({"lifecycleTransition": "reboot"}, "lifecycleTransition"),
            ({"notificationTargetArn": "arn:aws:sqs:x:1:q"}, "roleArn"),
        ],
    )
    def test_what_it_is_told_has_its_bounds(self, site, inputs, path):
        assert path in site.check(HOOK, autoscalingGroupName="web", **{**self.GIVEN, **inputs})[1]


class TestNames:
    """A policy, an action and a hook are known by their names within a group: two groups may have the same."""

    GIVEN = {  # noqa: RUF012 - never changed
        SCALING_POLICY: {"name": "rush", **TRACKING},
        SCHEDULE: {"scheduledActionName": "rush", **SIZES},
        HOOK: {"name": "rush", "lifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING"},
    }

    @pytest.mark.parametrize("token", GIVEN)
    def test_two_groups_may_have_the_same(self, site, token):
        groups = [site.scaling, site.another_scaling]
        made = {group: site.create(token, f"in-{group}", autoscalingGroupName=group, **self.GIVEN[token]) for group in groups}
        assert {identity for identity, _ in made.values()} == {"rush"}
        with pytest.raises(RefusalError, match=r"^AlreadyExists: The .* rush already exists"):
            site.create(token, "twin", autoscalingGroupName=groups[0], **self.GIVEN[token])
        site.delete(token, *made[groups[0]])
        assert [site.read(token, f"{group}/rush") for group in groups] == ["", "rush"]

    @pytest.mark.parametrize("token", GIVEN)
    def test_a_group_takes_its_own_along(self, site, token):
        for group in (site.scaling, site.another_scaling):
            site.create(token, autoscalingGroupName=group, **self.GIVEN[token])
        site.delete(SCALING, site.scaling)
        assert [site.read(token, f"{group}/rush") for group in (site.scaling, site.another_scaling)] == ["", "rush"]

    def test_a_hook_may_be_given_to_another_group(self, site):
        identity, outputs = site.create(HOOK, autoscalingGroupName=site.scaling, **self.GIVEN[HOOK])
        moved = site.update(HOOK, identity, outputs, autoscalingGroupName=site.another_scaling, **self.GIVEN[HOOK])
        assert moved["autoscalingGroupName"] == site.another_scaling
        assert [site.read(HOOK, f"{group}/rush") for group in (site.scaling, site.another_scaling)] == ["", "rush"]


class TestAlarms:
    GIVEN = {  # noqa: RUF012 - never changed
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "evaluationPeriods": 3,
        "metricName": "CPUUtilization",
        "namespace": "AWS/EC2",
        "statistic": "Average",
        "period": 60,
        "threshold": 70,
    }

    def test_one_has_an_arn_by_its_name(self, site):
        identity, outputs = site.create(ALARM, "load", name="load", **self.GIVEN)
        assert (identity, outputs["arn"]) == ("load", f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:load")
        with pytest.raises(RefusalError, match=r"^CloudWatch metric alarm load already exists"):
            site.create(ALARM, "other", name="load", **self.GIVEN)

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"comparisonOperator": "Above"}, "comparisonOperator"),
            ({"period": 45}, "period"),
            ({"evaluationPeriods": 0}, "evaluationPeriods"),
            ({"extendedStatistic": "p99"}, "statistic"),
            ({"metricQueries": [{"id": "m"}]}, "metricName"),
            ({"thresholdMetricId": "m"}, "threshold"),
        ],
    )
    def test_what_it_looks_at_is_one_thing(self, site, inputs, path):
        assert path in site.check(ALARM, **{**self.GIVEN, **inputs})[1]
