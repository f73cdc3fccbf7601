"""What is not told: what fits, what cannot be known, what no SDK knows; and that the SDKs are read whole and right."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from checks.schema.checking import faults, unjudged
from checks.schema.sdk import sdk
from checks.schema.types import Anything, ListOf, MapOf, Named, OneOf, Record, Type
from engine.events import Asked
from engine.imports.shapes import shapes_of
from engine.values import UNKNOWN, Asset, Output, ResourceReference, Secret

LIBRARIES = (Path(sysconfig.get_path("purelib")),)
GROUP = "aws:ec2/securityGroup:SecurityGroup"


def asked(type_: str, provider: str = "p::1", **inputs: object) -> Asked:
    return Asked(urn="urn:pulumi:dev::shop::t::n", type=type_, provider=provider, inputs=inputs)


@pytest.mark.parametrize("open_", [UNKNOWN, Secret([{"fromPrt": 1}]), Output(UNKNOWN), ResourceReference(urn="u"), None])
def test_what_is_unknown_or_secret_fits_everything(open_):
    every = [asked(GROUP, ingress=open_), asked(GROUP, ingress=[open_]), asked(GROUP, ingress=[{"fromPort": open_, "self": open_}])]
    found = [fault.path for each in every for fault in faults([each], LIBRARIES)]
    missing = ["ingress[0].protocol", "ingress[0].toPort"] if open_ is not None else [
        "ingress[0].fromPort", "ingress[0].protocol", "ingress[0].toPort",
    ]  # fmt: skip
    assert found == missing


@pytest.mark.parametrize(
    "each",
    [
        asked("aws:ec2/vpc:Vpc", cidrBlock="10.0.0.0/16", ipv4NetmaskLength=16.0, tags={"any key/at:all": "x"}, __defaults=["a"]),
        asked("aws:ec2/instance:Instance", instanceType="t3.micro"),
        asked("aws:s3/bucketObjectv2:BucketObjectv2", bucket="b", source=Asset(text="a")),
        asked("aws:iam/role:Role", assumeRolePolicy='{"Version": "2012-10-17", "Statement": []}'),
        asked("aws:iam/role:Role", assumeRolePolicy={"Version": "2012-10-17", "Statement": []}),
        asked("pulumi:providers:alicloud", "", region="ap-southeast-5", fc="fc.example.com"),  # the configuration's alone
        asked("pulumi:providers:aws", "", region="ap-southeast-3", defaultTags='{"tags":{"a":"b"}}', version="7.0.0"),
        asked("kubernetes:core/v1:Service", spec={"ports": [{"port": 80, "targetPort": 8080}, {"port": 81, "targetPort": "http"}]}),
        asked("kubernetes:helm.sh/v3:Release", chart="c", values={"any": {"thing": [1, True, None]}}),
    ],
    ids=lambda each: each.type,
)
def test_what_fits_is_not_told(each):
    assert list(faults([each], LIBRARIES)) == []


def test_a_class_that_is_newer_than_the_sdk_is_not_told_where_the_region_has_it():
    """The SDK's enum of database classes ends before `db.r7g`; the table of classes by region does not."""
    provider = Asked(
        urn="urn:pulumi:dev::shop::pulumi:providers:aws::jakarta",
        type="pulumi:providers:aws",
        provider="",
        inputs={"region": "ap-southeast-3"},
    )
    database = "aws:rds/instance:Instance"
    there = asked(database, f"{provider.urn}::1", instanceClass="db.r7g.large")
    assert list(faults([provider, there], LIBRARIES)) == []
    (nowhere,) = faults([provider, asked(database, f"{provider.urn}::1", instanceClass="db.r7g.lage")], LIBRARIES)
    assert nowhere.reason.startswith('AWS had no "db.r7g.lage"')
    (unplaced,) = faults([asked(database, instanceClass="db.r7g.large")], LIBRARIES)
    assert unplaced.reason.endswith("none of the values of the SDK's InstanceType")


def test_what_no_sdk_knows_is_not_judged_and_said_once():
    every = [
        asked("random:index/randomId:RandomId", byteLength="x"),
        asked("random:index/randomPet:RandomPet"),
        asked("aws:ec2/vpcOfTomorrow:VpcOfTomorrow", a=1),
        asked("kubernetes:example.com/v1:Shop", a=1),
        asked("pulumi-python:dynamic:Resource", a=1),
        asked("shop:index:Component", "", cidrBlok=1),
    ]
    assert list(faults(every, LIBRARIES)) == []
    assert [(each.package, each.reason) for each in unjudged(every, LIBRARIES)] == [
        ("aws", "1 resource was not held to types: the installed SDK has no aws:ec2/vpcOfTomorrow:VpcOfTomorrow"),
        ("random", "2 resources were not held to types: pulumi_random is not installed"),
    ]


@pytest.mark.parametrize("package", ["aws", "alicloud", "kubernetes"])
def test_every_type_of_an_sdk_is_read(package):
    found = sdk(package, LIBRARIES)
    assert found is not None
    assert len(found.types) > 500
    assert [token for token in found.types if found.arguments(token) is None] == []


TYPES = (
    GROUP,
    "aws:eks/cluster:Cluster",
    "aws:cloudwatch/eventRule:EventRule",
    "alicloud:adb/dBCluster:DBCluster",
    "kubernetes:apps/v1:Deployment",
    "kubernetes:core/v1:Pod",
)


def test_the_source_says_what_the_classes_say():
    shapes = shapes_of(TYPES, None)
    for token in TYPES:
        found = sdk(token.partition(":")[0], LIBRARIES)
        assert found is not None
        record = found.arguments(token)
        assert record is not None
        read = {(each.name, each.wire, each.required, _kind(each.type())) for each in record.properties.values()}
        told = {(each.name, each.wire, each.required, each.shape.kind) for each in shapes.resources[token].properties}
        assert read == told, token


def _kind(of: Type) -> str:
    """The word that imported code has for a type."""
    of = of.found() if isinstance(of, Named) else of
    if isinstance(of, ListOf):
        return "list"
    if isinstance(of, MapOf):
        return "map"
    if isinstance(of, Record):
        return "object"
    plain = {"str": "text", "int": "number", "float": "number", "bool": "boolean"}
    return "any" if isinstance(of, (Anything, OneOf)) else plain.get(getattr(of, "python", ""), "any")
