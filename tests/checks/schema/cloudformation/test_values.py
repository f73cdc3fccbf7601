"""Values that CloudFormation's schemas have no place for: what is told of each, word for word; and what is left alone."""

from __future__ import annotations

import pytest

from checks.schema.cloudformation.formats import FORMATS, formats_of
from checks.schema.cloudformation.table import Node, described
from engine.values import UNKNOWN, Output, Secret

from .broken import told

ID = "0a1b2c3d4e5f60718"
DAY = "none of the values that AWS had on 2026-10-20"
BROKEN = [
    ("sqs/queue:Queue", {"delaySeconds": 901}, "delaySeconds: 901 is more than 900 → give 0 to 900"),
    ("sqs/queue:Queue", {"messageRetentionSeconds": 30}, "messageRetentionSeconds: 30 is less than 60 → give 60 to 1209600"),
    ("kms/key:Key", {"deletionWindowInDays": 5}, "deletionWindowInDays: 5 is less than 7 → give 7 to 30"),
    ("cloudwatch/logGroup:LogGroup", {"retentionInDays": 100}, f"?retentionInDays: 100 is {DAY} → write 90"),
    ("cloudwatch/metricAlarm:MetricAlarm", {"statistic": "Averag"}, f'?statistic: "Averag" is {DAY} → write "Average"'),
    ("lb/targetGroup:TargetGroup", {"port": 70000}, "port: 70000 is more than 65535 → give 1 to 65535"),
    ("lb/targetGroup:TargetGroup", {"healthCheck": {"interval": 2}}, "healthCheck.interval: 2 is less than 5 → give 5 to 300"),
    ("ec2/vpc:Vpc", {"cidrBlock": "10.0.1.0/16"}, 'cidrBlock: "10.0.1.0/16" is not an IPv4 range → write "10.0.0.0/16"'),
    ("ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0"}, 'cidrBlock: "10.0.0.0" is not an IPv4 range → give one, say "10.0.0.0/16"'),
    (
        "ec2/subnet:Subnet",
        {"vpcId": f"subnet-{ID}"},
        f'vpcId: "subnet-{ID}" is not the id of a VPC → give one, say "vpc-{ID}"',
    ),
    (
        "lb/loadBalancer:LoadBalancer",
        {"subnets": [f"subnet-{ID}", "subnet-123"]},
        f'subnets[1]: "subnet-123" is not the id of a subnet → give one, say "subnet-{ID}"',
    ),
    (
        "sfn/stateMachine:StateMachine",
        {"roleArn": "web"},
        'roleArn: "web" is not the ARN of a role → give one, say "arn:aws:iam::ACCOUNT:role/NAME"',
    ),
    ("s3/bucket:Bucket", {"bucket": "Uploads"}, 'bucket: "Uploads" is not the name of a bucket → give one, say "shop-uploads"'),
    ("dynamodb/table:Table", {"attributes": [{"name": "id", "type": "X"}]}, f'?attributes[0].type: "X" is {DAY} → there are "B", "N", "S"'),
    (
        "rds/instance:Instance",
        {"identifier": "1-shop", "instanceClass": UNKNOWN},
        'identifier: "1-shop" is not what AWS takes there → write what matches ^$|^[a-zA-Z]{1}(?:-?[a-zA-Z0-9]){0,62}$',
    ),
    (
        "ec2/securityGroup:SecurityGroup",
        {"ingress": [{"fromPort": 443, "toPort": 443, "protocol": "tcp", "cidrBlocks": ["10.0.0.0/8", "10.1.2.3/24"]}]},
        'ingress[0].cidrBlocks[1]: "10.1.2.3/24" is not an IPv4 range → write "10.1.2.0/24"',
    ),
    ("ec2/instance:Instance", {"vpcSecurityGroupIds": ["web"]}, f'vpcSecurityGroupIds[0]: "web" is not the id of a security group → give one, say "sg-{ID}"'),
]  # fmt: skip


@pytest.mark.parametrize(("token", "inputs", "expected"), BROKEN, ids=lambda each: str(each)[:50])
def test_what_does_not_fit_is_told_word_for_word(token, inputs, expected):
    assert expected in told(token, inputs)


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("sqs/queue:Queue", {"delaySeconds": 0, "messageRetentionSeconds": 60}),
        (
            "lambda/function:Function",
            {"role": f"arn:aws:iam::{'1' * 12}:role/web", "handler": "a.b", "runtime": UNKNOWN, "reservedConcurrentExecutions": -1},
        ),
        ("ec2/launchTemplate:LaunchTemplate", {"imageId": "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023"}),
        ("lb/listener:Listener", {"protocol": "http", "loadBalancerArn": UNKNOWN, "defaultActions": [{"type": "forward"}]}),
        ("ec2/vpc:Vpc", {"cidrBlock": "", "instanceTenancy": "default"}),
        ("ec2/vpc:Vpc", {"cidrBlock": Secret("no range")}),
        ("ec2/vpc:Vpc", {"cidrBlock": Output(UNKNOWN)}),
        ("cloudwatch/logGroup:LogGroup", {"retentionInDays": 0}),
        ("kms/key:Key", {"deletionWindowInDays": 7.0}),
    ],
    ids=lambda each: str(each)[:50],
)
def test_what_the_provider_takes_is_left_alone(token, inputs):
    assert told(token, inputs) == []


def test_a_type_is_read_with_what_holds_of_its_inputs():
    queue = described("aws:sqs/queue:Queue")
    assert queue is not None
    assert (queue.type, queue.certain) == ("AWS::SQS::Queue", {"fifoQueue", "name"})
    assert queue.inputs.inside["delaySeconds"] == Node({"min": 0, "max": 900})
    group = described("aws:ec2/securityGroup:SecurityGroup")
    assert group is not None
    assert group.inputs.inside["ingress"].inside["cidrBlocks"].said == {"formats": ["ipv4-network"]}
    assert described("aws:iam/rolePolicyAttachment:RolePolicyAttachment") is None


def test_every_format_has_an_example_of_itself():
    for name, each in FORMATS.items():
        assert each.fits(each.example.replace("REGION", "ap-southeast-3").replace("ACCOUNT", "1" * 12)), name
    assert formats_of("subnetIds", ()) == formats_of("any", ("AWS::EC2::Subnet.Id",))
    assert formats_of("any", ("AWS::EC2::Subnet.Id", "json")) == ()
