"""Inputs that do not fit, of three SDKs: what is told of each, word for word."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from checks.finding import Severity
from checks.schema.checking import faults
from engine.events import Asked

LIBRARIES = (Path(sysconfig.get_path("purelib")),)
VPC, GROUP = "aws:ec2/vpc:Vpc", "aws:ec2/securityGroup:SecurityGroup"
TEMPLATE, ROLE = "aws:ec2/launchTemplate:LaunchTemplate", "aws:iam/role:Role"
ECS, ACK = "alicloud:ecs/instance:Instance", "alicloud:cs/managedKubernetes:ManagedKubernetes"
SCALING = "alicloud:ess/scalingGroup:ScalingGroup"
DEPLOYMENT, SERVICE = "kubernetes:apps/v1:Deployment", "kubernetes:core/v1:Service"
FIRST = (
    "assignGeneratedIpv6CidrBlock", "cidrBlock", "enableDnsHostnames", "enableDnsSupport", "enableNetworkAddressUsageMetrics",
    "instanceTenancy",
)  # fmt: skip
RULE = {"fromPort": 80, "toPort": 80, "protocol": "tcp"}
ASSUME = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principals": "*"}]}


def deployment(spec=None, /, replicas=1, **container):
    pod = {"containers": [{"name": "web", "image": "web:1", **container}]} if spec is None else spec
    return {"spec": {"replicas": replicas, "selector": {"matchLabels": {"app": "web"}}, "template": {"spec": pod}}}


BROKEN = [
    (VPC, {"cidrBlok": "10.0.0.0/16"}, ("cidrBlok: VpcArgs has no such key", "write cidrBlock")),
    (VPC, {"enable_dns_hostname": True}, ("enable_dns_hostname: VpcArgs has no such key", "write enable_dns_hostnames")),
    (
        VPC,
        {"zzz": 1},
        (
            "zzz: VpcArgs has no such key",
            f"leave it out; there are {', '.join(FIRST)} and 8 more",
        ),
    ),
    (VPC, {"cidrBlock": ["10.0.0.0/16"]}, ("cidrBlock: a list is given, expected a string", "give a string")),
    (
        VPC,
        {"enableDnsSupport": "true"},
        ('warning enableDnsSupport: "true" is a string, expected a boolean', "write True, without quotes"),
    ),
    (VPC, {"enableDnsSupport": "yes"}, ('enableDnsSupport: "yes" is a string, expected a boolean', "give a boolean")),
    (VPC, {"tags": {"team": 7}}, ("warning tags.team: 7 is an integer, expected a string", 'write "7"')),
    (VPC, {"tags": ["team"]}, ("tags: a list is given, expected a map of strings", "give a map of strings")),
    (VPC, {"ipv4NetmaskLength": 16.5}, ("ipv4NetmaskLength: 16.5 is a number, expected an integer", "give an integer")),
    (
        GROUP,
        {"ingress": [{**RULE, "fromPrt": 80}]},
        ("ingress[0].fromPrt: SecurityGroupIngressArgs has no such key", "write fromPort"),
    ),
    (
        GROUP,
        {"ingress": [RULE, {"fromPort": 80, "protocol": "tcp"}]},
        ("ingress[1].toPort: is required, and missing", "give to_port, an integer"),
    ),
    (
        GROUP,
        {"ingress": RULE},
        (
            "ingress: an object is given, expected a list of objects (SecurityGroupIngressArgs)",
            "give a list of objects (SecurityGroupIngressArgs)",
        ),
    ),
    (
        GROUP,
        {"ingress": [{**RULE, "toPort": "eighty"}]},
        ('ingress[0].toPort: "eighty" is a string, expected an integer', "give an integer"),
    ),
    (
        GROUP,
        {"ingress": [RULE, {**RULE, "cidrBlocks": "0.0.0.0/0"}]},
        ('ingress[1].cidrBlocks: "0.0.0.0/0" is a string, expected a list of strings', "give a list of strings"),
    ),
    (
        TEMPLATE,
        {"metadataOptions": {"httpToken": "required"}},
        ("metadataOptions.httpToken: LaunchTemplateMetadataOptionsArgs has no such key", "write httpTokens"),
    ),
    (
        TEMPLATE,
        {"blockDeviceMappings": [{"ebs": {"encrypted": "true", "size": 8}}]},
        ("blockDeviceMappings[0].ebs.size: LaunchTemplateBlockDeviceMappingEbsArgs has no such key", "write volumeSize"),
    ),
    (
        "aws:lambda/function:Function",
        {"role": "arn:aws:iam::123456789012:role/r", "handler": "a.b", "runtime": "python3.31"},
        (
            'warning runtime: "python3.31" is none of the values of the SDK\'s Runtime',
            'write "python3.14", unless the cloud knows this one',
        ),
    ),
    (
        "aws:ec2/instance:Instance",
        {"instanceType": "t3.mirco"},
        (
            'warning instanceType: "t3.mirco" is none of the values of the SDK\'s InstanceType',
            'write "t3.micro", unless the cloud knows this one',
        ),
    ),
    (
        ROLE,
        {"assumeRolePolicy": None, "path": "/"},
        ("assumeRolePolicy: is required, and missing", "give assume_role_policy, a string or an object (PolicyDocumentArgs)"),
    ),
    (
        ROLE,
        {"assumeRolePolicy": ASSUME},
        ("assumeRolePolicy.Statement[0].Principals: PolicyStatementArgs has no such key", "write Principal"),
    ),
    (
        "pulumi:providers:aws",
        {"version": "7.0.0", "assumeRoles": '[{"rolArn": "arn"}]'},
        ("assumeRoles[0].rolArn: ProviderAssumeRoleArgs has no such key", "write roleArn"),
    ),
    ("pulumi:providers:aws", {"regoin": "ap-southeast-3"}, ("regoin: ProviderArgs has no such key", "write region")),
    (
        "alicloud:vpc/network:Network",
        {"cidr_blocks": "10.0.0.0/8"},
        ("cidr_blocks: NetworkArgs has no such key", "write cidr_block"),
    ),
    (
        ECS,
        {"dataDisks": [{"size": 40, "catagory": "cloud_essd"}]},
        ("dataDisks[0].catagory: InstanceDataDiskArgs has no such key", "write category"),
    ),
    (ECS, {"dataDisks": [{"sise": 40}]}, ("dataDisks[0].sise: InstanceDataDiskArgs has no such key", "write size")),
    (ECS, {"dataDisks": [{"size": "big"}]}, ('dataDisks[0].size: "big" is a string, expected an integer', "give an integer")),
    (
        ECS,
        {"dataDisks": [{"size": "40"}]},
        ('warning dataDisks[0].size: "40" is a string, expected an integer', "write 40, without quotes"),
    ),
    (ECS, {"securityGroups": "sg-1"}, ('securityGroups: "sg-1" is a string, expected a list of strings', "give a list of strings")),
    (
        ACK,
        {"maintenanceWindow": {"enable": True, "maintenanceTimes": "03:00:00Z"}},
        ("maintenanceWindow.maintenanceTimes: ManagedKubernetesMaintenanceWindowArgs has no such key", "write maintenanceTime"),
    ),
    (ACK, {"addons": [{"nmae": "csi-plugin"}]}, ("addons[0].nmae: ManagedKubernetesAddonArgs has no such key", "write name")),
    (SCALING, {"minSize": 1}, ("maxSize: is required, and missing", "give max_size, an integer")),
    (SCALING, {"minSize": {"value": 1}, "maxSize": 2}, ("minSize: an object is given, expected an integer", "give an integer")),
    (
        "pulumi:providers:alicloud",
        {"assumeRole": '{"roleArn": "acs", "sessionExpiry": 900}'},
        ("assumeRole.sessionExpiry: ProviderAssumeRoleArgs has no such key", "write sessionExpiration"),
    ),
    (
        DEPLOYMENT,
        deployment(imagePullPolcy="Always"),
        ("spec.template.spec.containers[0].imagePullPolcy: ContainerArgs has no such key", "write imagePullPolicy"),
    ),
    (
        DEPLOYMENT,
        deployment(ports=[{"name": "http"}]),
        ("spec.template.spec.containers[0].ports[0].containerPort: is required, and missing", "give container_port, an integer"),
    ),
    (
        DEPLOYMENT,
        deployment({}),
        ("spec.template.spec.containers: is required, and missing", "give containers, a list of objects (ContainerArgs)"),
    ),
    (DEPLOYMENT, deployment(replicas="three"), ('spec.replicas: "three" is a string, expected an integer', "give an integer")),
    (DEPLOYMENT, deployment(replicas="3"), ('spec.replicas: "3" is a string, expected an integer', "write 3, without quotes")),
    (
        DEPLOYMENT,
        deployment(resources={"limits": {"cpu": 1}}),
        ("warning spec.template.spec.containers[0].resources.limits.cpu: 1 is an integer, expected a string", 'write "1"'),
    ),
    (
        DEPLOYMENT,
        deployment(env=[{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s"}}}]),
        ("spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.key: is required, and missing", "give key, a string"),
    ),
    (
        SERVICE,
        {"spec": {"type": "LoadBalancr", "ports": [{"port": 80, "targetPort": "http"}]}},
        (
            'warning spec.type: "LoadBalancr" is none of the values of the SDK\'s ServiceSpecType',
            'write "LoadBalancer", unless the cloud knows this one',
        ),
    ),
    (
        SERVICE,
        {"spec": {"type": "ClusterIP", "ports": [{"port": 80, "targetPort": ["http"]}]}},
        ("spec.ports[0].targetPort: a list is given, expected an integer or a string", "give an integer or a string"),
    ),
    (
        "kubernetes:core/v1:ConfigMap",
        {"apiVersion": "v2", "data": {"a": "b"}},
        ('apiVersion: "v2" is none of the values that it may be', 'there is "v1"'),
    ),
    (
        "kubernetes:core/v1:ConfigMap",
        {"data": {"a": {"b": "c"}}},
        ("data.a: an object is given, expected a string", "give a string"),
    ),
    (
        "kubernetes:helm.sh/v3:Release",
        {"chart": "ingress", "repositoryOpts": {"url": "https://a.test"}},
        (
            "repositoryOpts.url: RepositoryOptsArgs has no such key",
            "leave it out; there are caFile, certFile, keyFile, password, repo, username",
        ),
    ),
    ("pulumi:providers:kubernetes", {"kubeConfig": "a"}, ("kubeConfig: ProviderArgs has no such key", "write kubeconfig")),
    (
        "pulumi:providers:kubernetes",
        {"enableServerSideApply": "maybe"},
        ('enableServerSideApply: "maybe" is a string, expected a boolean', "give a boolean"),
    ),
]


@pytest.mark.parametrize(("type_", "inputs", "told"), BROKEN, ids=[f"{row[0].split(':')[-1]}-{row[2][0][:40]}" for row in BROKEN])
def test_what_does_not_fit_is_told_word_for_word(type_, inputs, told):
    asked = Asked(
        urn="urn:pulumi:dev::shop::t::n", type=type_, provider="p::1", inputs=inputs, source_position="project:///a.py#7,3"
    )
    (found,) = faults([asked], LIBRARIES)
    severity = "" if found.severity is Severity.ERROR else "warning "
    assert (f"{severity}{found.path}: {found.reason}", found.fix) == told
    assert (found.urn, found.position) == (asked.urn, "a.py:7:3")
