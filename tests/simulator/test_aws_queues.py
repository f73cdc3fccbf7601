"""Queues of the simulated AWS, and the rules of EventBridge that send to them."""

from __future__ import annotations

import json
import re

import pytest

from simulator.aws.events import RULE, TARGET
from simulator.aws.queues import POLICY, QUEUE
from tests.support.aws_site import ACCOUNT, KEY, REGION, Site
from tests.support.simulated import RefusalError

PATTERN = json.dumps({"source": ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"]})
DOCUMENT = json.dumps({"Version": "2012-10-17", "Statement": []})


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


class TestQueue:
    def test_it_is_known_by_its_url(self, site):
        url, outputs = site.create(QUEUE, name="interruptions", messageRetentionSeconds=300)
        assert url == outputs["url"] == f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/interruptions"
        assert outputs["arn"] == f"arn:aws:sqs:{REGION}:{ACCOUNT}:interruptions"
        assert outputs["sqsManagedSseEnabled"] is True
        assert re.fullmatch(r"interruptions-[0-9a-f]{7}", site.create(QUEUE, "interruptions")[1]["name"])

    def test_a_key_of_ones_own_takes_the_place_of_sqs_own(self, site):
        outputs = site.create(QUEUE, kmsMasterKeyId=site.make(KEY))[1]
        assert outputs["sqsManagedSseEnabled"] is False
        assert site.check(QUEUE, kmsMasterKeyId="alias/aws/sqs", sqsManagedSseEnabled=True)[1] == {
            "kmsMasterKeyId": "conflicts with sqsManagedSseEnabled"
        }

    @pytest.mark.parametrize(
        ("given", "fault"),
        [
            ({"messageRetentionSeconds": 59}, "messageRetentionSeconds"),
            ({"visibilityTimeoutSeconds": 43_201}, "visibilityTimeoutSeconds"),
            ({"name": "of spaces"}, "name"),
            ({"name": "orders", "fifoQueue": True}, "name"),
            ({"contentBasedDeduplication": True}, "contentBasedDeduplication"),
            ({"policy": "no document"}, "policy"),
        ],
    )
    def test_what_sqs_does_not_take_is_a_fault(self, site, given, fault):
        assert list(site.check(QUEUE, **given)[1]) == [fault]

    def test_a_name_or_an_order_is_for_good_and_the_rest_is_not(self, site):
        before = {"name": "interruptions", "messageRetentionSeconds": 300}
        assert site.replaces(QUEUE, before, {**before, "messageRetentionSeconds": 600}) == []
        assert site.replaces(QUEUE, before, {**before, "name": "other"}) == ["name"]
        assert site.replaces(QUEUE, before, {**before, "fifoQueue": True}) == ["fifoQueue"]

    def test_its_policy_needs_it_and_goes_with_it(self, site):
        url = site.make(QUEUE, name="interruptions")
        assert site.make(POLICY, queueUrl=url, policy=DOCUMENT) == url
        with pytest.raises(RefusalError, match=r"^AWS.SimpleQueueService.NonExistentQueue: "):
            site.make(POLICY, queueUrl=f"{url}-other", policy=DOCUMENT)
        site.delete(QUEUE, url)
        assert not site.exists(POLICY, url)


class TestRule:
    def test_it_is_known_by_its_name(self, site):
        name, outputs = site.create(RULE, name="spot", eventPattern=PATTERN)
        assert (name, outputs["state"], outputs["eventBusName"]) == ("spot", "ENABLED", "default")
        assert outputs["arn"] == f"arn:aws:events:{REGION}:{ACCOUNT}:rule/spot"
        with pytest.raises(RefusalError, match=r"^ResourceAlreadyExistsException: Rule spot already exists"):
            site.make(RULE, name="spot", eventPattern=PATTERN)

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            ("{", "contains an invalid JSON"),
            ("[]", "Filter is not an object"),
            (json.dumps({"source": "aws.ec2"}), '"source" must be an object or an array'),
            (json.dumps({"detail": {"state": "running"}}), '"state" must be an object or an array'),
            (json.dumps({"source": ["x" * 4096]}), "cannot be longer than 4096 characters"),
        ],
    )
    def test_a_pattern_is_an_object_of_lists(self, site, given, reason):
        assert reason in site.check(RULE, eventPattern=given)[1]["eventPattern"]

    def test_it_matches_something_or_runs_at_some_time(self, site):
        assert "must be specified" in site.check(RULE, name="spot")[1][""]
        assert site.check(RULE, scheduleExpression="rate(5 minutes)")[1] == {}
        assert list(site.check(RULE, eventPattern=PATTERN, state="PAUSED")[1]) == ["state"]

    def test_the_same_pattern_in_other_words_is_no_change(self, site):
        spaced = json.dumps(json.loads(PATTERN), indent=2)
        changes = site.diff(RULE, {"eventPattern": PATTERN}, {"eventPattern": spaced}).changes
        assert changes == site.diff(RULE, {"eventPattern": PATTERN}, {"eventPattern": PATTERN}).changes


class TestTarget:
    def test_it_joins_a_rule_to_a_queue(self, site):
        queue = site.create(QUEUE, name="interruptions")[1]["arn"]
        rule = site.make(RULE, name="spot", eventPattern=PATTERN)
        assert site.make(TARGET, rule=rule, targetId="queue", arn=queue) == "spot-queue"
        assert site.read(TARGET, "spot/queue") == "spot-queue"
        assert site.create(TARGET, rule=rule, arn=queue)[1]["targetId"].startswith("terraform-")

    def test_both_must_be_there(self, site):
        queue = site.create(QUEUE, name="interruptions")[1]["arn"]
        rule = site.make(RULE, name="spot", eventPattern=PATTERN)
        with pytest.raises(RefusalError, match=r"^ResourceNotFoundException: Rule other does not exist"):
            site.make(TARGET, rule="other", targetId="queue", arn=queue)
        with pytest.raises(RefusalError, match=r"^AWS.SimpleQueueService.NonExistentQueue: "):
            site.make(TARGET, rule=rule, targetId="queue", arn=f"{queue}-other")

    def test_a_rule_stays_while_it_has_targets(self, site):
        queue = site.create(QUEUE, name="interruptions")[1]["arn"]
        rule = site.make(RULE, name="spot", eventPattern=PATTERN)
        target = site.make(TARGET, rule=rule, targetId="queue", arn=queue)
        with pytest.raises(RefusalError, match=r"^ValidationException: Rule can't be deleted since it has targets"):
            site.delete(RULE, rule)
        site.delete(TARGET, target)
        site.delete(RULE, rule)
        assert not site.exists(RULE, rule)
