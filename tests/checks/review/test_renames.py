"""What only got another name is found, and the alias that is told keeps it: pasted, nothing changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import simulator
from checks.plan import Change, Kind, Plan
from checks.reading import read
from checks.review.renames import Rename, renames
from engine import urn
from engine.events import Op
from engine.redaction import REDACTED
from engine.values import UNKNOWN, Secret
from tests.support.programs import HEAD, Stack

NETWORK = """
class Network(pulumi.ComponentResource):
    def __init__(self, name, cidr, opts=None):
        super().__init__("shop:index:Network", name, {{}}, opts)
        vpc = aws.ec2.Vpc(f"{{name}}-vpc", cidr_block=cidr, tags={{"Name": name}}, opts=Opts(parent=self))
        for zone, third in (("a", 1), ("b", 2)):
            aws.ec2.Subnet(
                f"{{name}}-{{zone}}", vpc_id=vpc.id, cidr_block=f"10.0.{{third}}.0/24", availability_zone=f"ap-southeast-1{{zone}}",
                opts=Opts(parent=self),
            )
        self.register_outputs({{}})
{body}
"""


def up_then(tmp_path: Path, before: str, after: str, keeping: str) -> tuple[Rename, ...]:
    """The renames from one program to another; with the alias pasted at `OPTS`, nothing is created or deleted."""
    stack = Stack(tmp_path, HEAD + before, providers=simulator.providers(tmp_path / "clouds.sqlite"))
    stack.configure(step=0, **{"aws:region": "ap-southeast-1"})
    assert stack.update().exit_code == 0
    stack.write(HEAD + after.replace("OPTS", ""))
    found = renames(read(stack.preview()))
    if keeping:
        (told,) = found
        stack.write(HEAD + after.replace("OPTS", f"{keeping}{told.alias}"))
        kept = stack.preview()
        assert kept.exit_code == 0
        objects = [step for step in kept.steps if step.new is None or step.new.custom]
        assert {step.op for step in objects} <= {Op.SAME, Op.UPDATE}
    return found


def test_a_resource_with_another_name(tmp_path: Path):
    body = 'aws.s3.Bucket("{}", tags={{"use": "orders"}}{})'
    (found,) = up_then(tmp_path, body.format("orders", ""), body.format("orders-archive", ", opts=Opts(OPTS)"), " ")
    assert (urn.name_of(found.old), urn.name_of(found.new), found.objects) == ("orders", "orders-archive", 1)
    assert found.alias == 'aliases=[pulumi.Alias(name="orders")]'


def test_a_component_with_another_name_is_told_once_for_all_that_is_inside(tmp_path: Path):
    before = NETWORK.format(body='Network("jakarta", "10.0.0.0/16")')
    after = NETWORK.format(body='Network("bandung", "10.0.0.0/16", Opts(OPTS))')
    (found,) = up_then(tmp_path, before, after, " ")
    assert (urn.name_of(found.old), urn.name_of(found.new), found.objects) == ("jakarta", "bandung", 3)


def test_a_resource_that_moved_into_a_component(tmp_path: Path):
    before = 'aws.s3.Bucket("orders", tags={"use": "orders"})'
    after = """
class Store(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("shop:index:Store", name)
        aws.s3.Bucket("orders", tags={"use": "orders"}, opts=Opts(parent=self, OPTS))
        self.register_outputs({})
Store("store")
"""
    (found,) = up_then(tmp_path, before, after, " ")
    assert found.alias == "aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)]"


STORE = """
class Store(pulumi.ComponentResource):
    def __init__(self, name, holds, opts=None):
        super().__init__(f"shop:index:{{name}}", name)
        if holds:
            aws.ec2.Vpc("or{{r}}ders", cidr_block="10.0.0.0/16", opts=Opts.merge(Opts(parent=self), opts))
        self.register_outputs({{}})
Store("one", {}, None)
Store("two", {}, Opts({}))
"""


def test_a_resource_that_moved_from_one_component_to_another_in_every_stack(tmp_path: Path):
    (found,) = up_then(tmp_path, STORE.format(True, False, ""), STORE.format(False, True, "OPTS"), " ")
    assert "{pulumi.get_stack()}" in found.alias


def test_what_has_no_input_that_is_known_goes_by_its_name(tmp_path: Path):
    body = """
bucket = aws.s3.Bucket("orders", tags={{"use": "orders"}}{0})
aws.s3.BucketPolicy("orders", bucket=bucket.id, policy=bucket.arn.apply(lambda arn: '{{"Statement": []}}'){0})
"""
    after = f'parent = pulumi.ComponentResource("shop:index:Store", "store"){body.format(", opts=Opts(parent=parent)")}'
    found = up_then(tmp_path, body.format(""), after, "")
    assert {urn.type_of(each.new) for each in found} == {"aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('aws.s3.Bucket("orders", tags={"use": "orders"})', 'aws.s3.Bucket("invoices", tags={"use": "billing"})'),
        ('aws.s3.Bucket("orders", tags={"use": "orders"})', 'aws.sqs.Queue("orders-queue", tags={"use": "orders"})'),
    ],
)
def test_what_says_or_is_something_else_is_no_rename(tmp_path: Path, before: str, after: str):
    assert up_then(tmp_path, before, after, "") == ()


def test_a_component_of_another_type_is_told_once_too(tmp_path: Path):
    before = NETWORK.format(body='Network("east", "10.0.0.0/16")')
    after = NETWORK.format(body='Network("east", "10.0.0.0/16", opts=Opts(OPTS))').replace("shop:index:Network", "shop:net:Network")
    (found,) = up_then(tmp_path, before, after, " ")
    assert (found.alias, found.objects) == ('aliases=[pulumi.Alias(type_="shop:index:Network")]', 3)


def test_of_several_that_are_equally_like_it_none_is_told(tmp_path: Path):
    before = "for n in (0, 1, 2): aws.sqs.Queue(f'q{n}', delay_seconds=5)\naws.sqs.Queue('orders', delay_seconds=9)"
    after = "for n in (7, 8): aws.sqs.Queue(f'q{n}', delay_seconds=5)\naws.sqs.Queue('order', delay_seconds=9)"
    (found,) = up_then(tmp_path, before, after, "")
    assert found.alias == 'aliases=[pulumi.Alias(name="orders")]'


def test_each_goes_with_the_one_whose_name_is_likest(tmp_path: Path):
    body = 'for name in ({}): aws.s3.Bucket(name, tags={{"use": "shop"}})'
    found = up_then(tmp_path, body.format('"orders-old", "images-old"'), body.format('"images-new", "orders-new"'), "")
    assert {(urn.name_of(each.old), urn.name_of(each.new)) for each in found} == {
        ("orders-old", "orders-new"),
        ("images-old", "images-new"),
    }


@pytest.mark.parametrize(("password", "found"), [(Secret(REDACTED), 1), (Secret("another"), 0)])
def test_what_was_redacted_may_be_anything(password: Secret, found: int):
    def change(kind: Kind, name: str, given: Secret) -> Change:
        inputs = {"engine": "postgres", "password": given}
        of = f"urn:pulumi:dev::shop::aws:rds/instance:Instance::{name}"
        gone = kind is Kind.DELETED
        return Change(kind=kind, urn=of, old=inputs if gone else {}, new={} if gone else inputs)

    plan = Plan((change(Kind.DELETED, "orders", password), change(Kind.CREATED, "orders-main", Secret("hush"))))
    assert len(renames(plan)) == found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"metadata": {"name": "shop"}}, {"metadata": {"name": "news"}}, 0),
        ({"metadata": {"name": "shop", "namespace": "a"}}, {"metadata": {"name": "shop", "namespace": "b"}}, 0),
        ({"metadata": {"name": "same"}}, {"metadata": {"name": "same"}}, 1),
        ({"metadata": {"name": "same", "namespace": "a"}}, {"metadata": {"name": "same", "namespace": UNKNOWN}}, 1),
        (
            {"metadata": {"name": "shop-1a2b3c4d", "annotations": {"pulumi.com/autonamed": "true"}}},
            {"metadata": {"name": "news-5e6f7a8b", "annotations": {"pulumi.com/autonamed": "true"}}},
            1,
        ),
    ],
)
def test_an_object_that_a_cluster_knows_by_another_name_is_another_one(old: dict[str, Any], new: dict[str, Any], expected: int):
    prefix = "urn:pulumi:dev::cases::kubernetes:core/v1:ConfigMap::"
    gone = Change(kind=Kind.DELETED, urn=f"{prefix}shop", old={**old, "data": {"a": "b"}})
    come = Change(kind=Kind.CREATED, urn=f"{prefix}news", new={**new, "data": {"a": "b"}})
    assert len(renames(Plan((gone, come)))) == expected
