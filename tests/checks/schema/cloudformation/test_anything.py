"""Whatever a program gives, what is told of it is told, and nothing raises."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from checks.schema import cloudformation
from engine.values import UNKNOWN, Secret

TOKENS = (
    "aws:autoscaling/group:Group",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:dynamodb/table:Table",
    "aws:ec2/route:Route",
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:iam/role:Role",
    "aws:lambda/function:Function",
    "aws:lb/targetGroup:TargetGroup",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sqs/queue:Queue",
)
WORDS = st.sampled_from(["", "*", "arn:aws:s3:::a", "s3:Get*", "-1", "tcp", "10.0.0.0/8", "Allow", "a.fifo", "ec2.amazonaws.com"])
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(-2, 70_000), st.floats(allow_nan=False), WORDS, st.text(max_size=8))
OPEN = st.sampled_from([UNKNOWN, Secret({"Statement": 1})])
KEYS = st.sampled_from(
    [
        "Version",
        "Statement",
        "Effect",
        "Action",
        "NotAction",
        "Resource",
        "Principal",
        "AWS",
        "Service",
        "Condition",
        "Sid",
        "StringLike",
    ]
)
VALUES = st.recursive(
    PLAIN | OPEN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
SAID = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12)
NAMES = (
    "assumeRolePolicy", "policy", "inlinePolicies", "ingress", "protocol", "fromPort", "toPort", "cidrBlocks", "minSize", "maxSize", "period",
    "evaluationPeriods", "attributes", "hashKey", "environment", "runtime", "targetType", "healthCheck", "name", "fifoQueue", "tags", "delaySeconds",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(token=st.sampled_from(TOKENS), inputs=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8))
def test_inputs_of_every_shape_are_judged(token, inputs):
    for fault in cloudformation.faults(token, inputs, "ap-southeast-3"):
        assert fault.path
        assert fault.reason
        assert fault.fix


@settings(max_examples=60, deadline=None)
@given(document=st.dictionaries(KEYS, SAID, max_size=5))
def test_a_policy_is_told_the_same_as_an_object_and_as_text(document):
    given_, text = ({"policy": each} for each in (document, json.dumps(document)))
    told, again = (
        [(each.path, each.reason) for each in cloudformation.faults("aws:iam/policy:Policy", each, "")] for each in (given_, text)
    )
    assert told == again or not document
