"""Inputs that are sound one by one, and not together: what is told of each, word for word; and what is left alone."""

from __future__ import annotations

import pytest

from checks.schema.cloudformation.rules.functions import runtimes
from engine.values import UNKNOWN

from .broken import told

BETWEEN = "give a /16 to a /28"
ALARM = {"comparisonOperator": "GreaterThanThreshold", "evaluationPeriods": 1}
GROUP = {"minSize": 1, "maxSize": 3}
FUNCTION = {"role": f"arn:aws:iam::{'1' * 12}:role/web", "handler": "a.b", "runtime": "python3.13"}
TARGETS = {"port": 80, "protocol": "HTTP", "vpcId": UNKNOWN}
LISTENER = {"loadBalancerArn": UNKNOWN, "defaultActions": [{"type": "forward"}]}
TCP = {"protocol": "tcp", "fromPort": 443, "toPort": 443}
ENDS = "cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId"
TO = "destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId"
BROKEN = [
    ("ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/8"}, f"cidrBlock: 10.0.0.0/8 is a /8 → {BETWEEN}"),
    ("ec2/subnet:Subnet", {"vpcId": UNKNOWN, "cidrBlock": "10.0.0.0/29"}, f"cidrBlock: 10.0.0.0/29 is a /29 → {BETWEEN}"),
    (
        "ec2/subnet:Subnet",
        {"vpcId": UNKNOWN, "availabilityZone": "a", "availabilityZoneId": UNKNOWN},
        "availabilityZoneId: stands beside availabilityZone → give one of the two",
    ),
    ("ec2/securityGroup:SecurityGroup", {"ingress": [{**TCP, "toPort": 99999}]}, "ingress[0].toPort: 99999 is no port → give 0 to 65535"),
    (
        "ec2/securityGroup:SecurityGroup",
        {"egress": [{**TCP, "toPort": 80}]},
        "egress[0].fromPort: 443 is more than toPort, 80 → give 80 at most, or raise toPort",
    ),
    (
        "ec2/securityGroup:SecurityGroup",
        {"ingress": [{"protocol": "-1", "fromPort": 80, "toPort": 0}]},
        'ingress[0].fromPort: is a port, and every protocol is meant → write 0, or a protocol, say "tcp"',
    ),
    (
        "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        {"securityGroupId": UNKNOWN, "ipProtocol": "tcp", "fromPort": 1, "toPort": 1},
        f"cidrIpv4: is missing, and so is what may stand for it → give one; there are {ENDS}",
    ),
    ("ec2/networkAclRule:NetworkAclRule", {"ruleNumber": 40000}, "ruleNumber: 40000 is no number of a rule → give 1 to 32766"),
    ("ec2/route:Route", {"gatewayId": UNKNOWN}, f"destinationCidrBlock: is missing, and so is what may stand for it → give one; there are {TO}"),
    ("ec2/route:Route", {"gatewayId": UNKNOWN, "natGatewayId": UNKNOWN}, "natGatewayId: stands beside gatewayId → give one of the two"),
    ("autoscaling/group:Group", {**GROUP, "minSize": 5}, "minSize: 5 is more than maxSize, 3 → give 3 at most, or raise maxSize"),
    ("autoscaling/group:Group", {**GROUP, "desiredCapacity": 4}, "desiredCapacity: 4 is more than maxSize, 3 → give 3 at most, or raise maxSize"),
    (
        "eks/nodeGroup:NodeGroup",
        {"scalingConfig": {"minSize": 2, "maxSize": 3, "desiredSize": 1}},
        "scalingConfig.desiredSize: 1 is less than minSize, 2 → give 2 at least, or lower minSize",
    ),
    ("appautoscaling/target:Target", {"minCapacity": 3, "maxCapacity": 2}, "minCapacity: 3 is more than maxCapacity, 2 → give 2 at most, or raise maxCapacity"),
    ("cloudwatch/metricAlarm:MetricAlarm", {**ALARM, "period": 45}, "period: 45 seconds are no period → write 60: 10, 20, 30 or a multiple of 60"),
    (
        "cloudwatch/metricAlarm:MetricAlarm",
        {**ALARM, "period": 300, "evaluationPeriods": 300},
        "evaluationPeriods: 300 times 300 seconds are 90000, of 86400 that an alarm looks back → give 288 at most",
    ),
    ("cloudwatch/metricAlarm:MetricAlarm", {**ALARM, "datapointsToAlarm": 2}, "datapointsToAlarm: 2 is more than evaluationPeriods, 1 → give 1 at most"),
    (
        "cloudwatch/metricAlarm:MetricAlarm",
        {**ALARM, "statistic": "Sum", "extendedStatistic": "p99"},
        "extendedStatistic: stands beside statistic → give one of the two",
    ),
    ("lb/listener:Listener", {**LISTENER, "protocol": "HTTPS"}, "certificateArn: is missing, and the listener speaks HTTPS → give the ARN of a certificate"),
    ("lb/targetGroup:TargetGroup", {"port": 80, "protocol": "TCP"}, 'vpcId: is missing, and the targets are no function → give vpcId, or targetType "lambda"'),
    (
        "lb/targetGroup:TargetGroup",
        {**TARGETS, "healthCheck": {"interval": 10, "timeout": 10}},
        "healthCheck.timeout: 10 is not less than interval, 10 → give 9 at most",
    ),
    ("sqs/queue:Queue", {"fifoQueue": True, "name": "orders"}, "name: orders does not end in .fifo, as of what keeps order it must → write orders.fifo"),
    ("sns/topic:Topic", {"name": "orders.fifo"}, "fifoTopic: is missing, and the name ends in .fifo → write True"),
    ("sqs/queue:Queue", {"contentBasedDeduplication": True}, "contentBasedDeduplication: is for what keeps order alone → leave it out, or write fifoQueue"),
    ("lambda/function:Function", {**FUNCTION, "timeout": 901}, "timeout: 901 is more than 900 → give 1 to 900"),
    ("lambda/function:Function", {**FUNCTION, "packageType": "Image"}, "handler: is not for a function that is an image → leave it out: the image has it"),
    ("lambda/function:Function", {**FUNCTION, "handler": None}, 'handler: is missing, and the function is no image → give handler, or packageType "Image"'),
    ("lambda/function:Function", {**FUNCTION, "environment": {"variables": {"AWS_REGION": "a"}}}, "environment.variables.AWS_REGION: is Lambda's own → take another name"),
    (
        "lambda/function:Function",
        {**FUNCTION, "runtime": "nodejs12.x"},
        "runtime: AWS neither makes nor updates functions of nodejs12.x since 2023-04-30 → write nodejs24.x",
    ),
    ("lambda/function:Function", {**FUNCTION, "runtime": "python3.7"}, "?runtime: AWS makes no function of python3.7 since 2024-01-09 → write python3.14"),
    ("rds/instance:Instance", {"instanceClass": UNKNOWN, "backupRetentionPeriod": 60}, "backupRetentionPeriod: 60 is more than 35 → give 0 to 35"),
    (
        "dynamodb/table:Table",
        {"hashKey": "id", "attributes": [{"name": "key", "type": "S"}]},
        'hashKey: id is no attribute of the table → give attributes {"name": "id", "type": "S"}',
    ),
]  # fmt: skip


@pytest.mark.parametrize(("token", "inputs", "expected"), BROKEN, ids=[f"{row[0]}-{row[2][:40]}" for row in BROKEN])
def test_what_does_not_fit_together_is_told_word_for_word(token, inputs, expected):
    assert expected in told(token, inputs)


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("ec2/route:Route", {"routeTableId": UNKNOWN, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": UNKNOWN}),
        ("ec2/securityGroup:SecurityGroup", {"egress": [{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]}]}),
        ("ec2/securityGroup:SecurityGroup", {"ingress": [{"protocol": "icmp", "fromPort": 8, "toPort": -1}]}),
        ("autoscaling/schedule:Schedule", {"autoscalingGroupName": UNKNOWN, "scheduledActionName": "a", "minSize": 4, "maxSize": -1}),
        ("autoscaling/group:Group", {"minSize": UNKNOWN, "maxSize": 0}),
        ("cloudwatch/metricAlarm:MetricAlarm", {**ALARM, "period": 20, "statistic": "Sum", "metricName": "a", "namespace": "b"}),
        ("cloudwatch/metricAlarm:MetricAlarm", {**ALARM, "evaluationPeriods": 7, "period": 86400}),
        ("lb/targetGroup:TargetGroup", {"targetType": "lambda"}),
        ("lb/targetGroup:TargetGroup", {"targetType": UNKNOWN}),
        ("lb/listener:Listener", {**LISTENER, "protocol": UNKNOWN}),
        ("sqs/queue:Queue", {"fifoQueue": True, "name": UNKNOWN, "contentBasedDeduplication": True}),
        ("lambda/function:Function", FUNCTION),
        ("lambda/function:Function", {"role": UNKNOWN, "packageType": "Image", "imageUri": "a"}),
        ("dynamodb/table:Table", {"hashKey": UNKNOWN, "attributes": [{"name": UNKNOWN, "type": "S"}]}),
    ],
    ids=lambda each: str(each)[:50],
)  # fmt: skip
def test_what_fits_together_is_left_alone(token, inputs):
    assert told(token, inputs) == []


def test_runtimes_are_known_with_their_days_and_what_follows():
    assert runtimes()["nodejs12.x"].successor in runtimes()
    assert runtimes()["dotnet10"].updates > "2028"
