"""Types without rules: what the SDKs' own types make of them."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from simulator.aws.cloud import CLOUD as AWS
from simulator.generic import rule_of
from tests.support import sdk
from tests.support.simulated import Provider

SAMPLE = [
    "aws:apigatewayv2/api:Api",
    "aws:appsync/graphQLApi:GraphQLApi",
    "aws:dynamodb/table:Table",
    "aws:ec2/instance:Instance",
    "aws:ecr/repository:Repository",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:kinesis/stream:Stream",
    "aws:lambda/function:Function",
    "aws:elb/loadBalancer:LoadBalancer",
    "aws:rds/cluster:Cluster",
    "aws:rds/instance:Instance",
    "aws:sfn/stateMachine:StateMachine",
    "aws:sns/topic:Topic",
    "aws:waf/webAcl:WebAcl",
    "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
    "alicloud:alikafka/instance:Instance",
    "alicloud:cs/registryEnterpriseRepo:RegistryEnterpriseRepo",
    "alicloud:dns/record:Record",
    "alicloud:ecs/instance:Instance",
    "alicloud:fc/function:Function",
    "alicloud:mongodb/instance:Instance",
    "alicloud:polardb/cluster:Cluster",
    "alicloud:rds/instance:Instance",
    "alicloud:redis/tairInstance:TairInstance",
    "alicloud:sae/application:Application",
]


@pytest.fixture
def providers(tmp_path):
    store, region = tmp_path / "clouds.sqlite", {"aws": "ap-southeast-3", "alicloud": "ap-southeast-5"}
    return {name: Provider(name, store, region=region[name]) for name in region}


@pytest.mark.parametrize("token", SAMPLE)
def test_a_type_without_rules_lives_and_has_every_output_that_its_sdk_promises(providers, token):
    provider = providers[token.split(":")[0]]
    assert token not in AWS.rules
    identity, outputs = provider.create(token, "thing", tags={"a": "b"})
    assert sdk.promised(token) <= outputs.keys()
    assert outputs["tags"] == {"a": "b"}
    assert identity
    assert not provider.diff(token, {"tags": {"a": "b"}}, {"tags": {"a": "b"}}, outputs=outputs).detailedDiff
    changed = provider.update(token, identity, outputs, **{**outputs, "tags": {"a": "c"}})
    assert changed == {**outputs, "tags": {"a": "c"}}
    provider.delete(token, identity, outputs)
    assert not provider.exists(token, identity)


def test_a_preview_knows_none_of_them(providers):
    _, outputs = providers["aws"].create("aws:ecr/repository:Repository", preview=True, imageTagMutability="IMMUTABLE")
    assert outputs["imageTagMutability"] == "IMMUTABLE"
    assert {"arn", "repositoryUrl"} <= outputs.keys()
    assert not [name for name in ("arn", "repositoryUrl") if isinstance(outputs[name], str)]


def test_outputs_have_the_shape_that_their_name_suggests(providers):
    identity, outputs = providers["aws"].create("aws:elb/loadBalancer:LoadBalancer", "front")
    assert outputs["arn"] == f"arn:aws:elb:ap-southeast-3:123456789012:loadbalancer/{identity}"
    assert outputs["dnsName"] == f"{identity}.ap-southeast-3.example"
    assert re.fullmatch(r"front-[0-9a-f]{7}", outputs["name"])


def test_a_type_that_no_sdk_has_echoes_its_inputs(providers):
    assert providers["aws"].create("aws:future/thing:Thing", size=1)[1] == {"size": 1}
    assert rule_of("nosuchpackage:a/b:C").computed == {}


def test_only_the_module_of_a_type_is_imported():
    program = (
        "import sys; from simulator.generic import rule_of; rule_of('aws:sns/topic:Topic'); "
        "print({m.split('.')[1] for m in sys.modules if m.startswith('pulumi_aws.') and m.count('.') == 2})"
    )
    said = subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True, capture_output=True, text=True).stdout
    assert "sns" in said
    assert "ec2" not in said


def test_the_room_itself_imports_nothing_heavy():
    program = "import sys, simulator; print([m for m in ('grpc', 'pulumi', 'pulumi_aws', 'google.protobuf') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip() == "[]"
