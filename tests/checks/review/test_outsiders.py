"""Who is let in from outside, and what stands already by the names that a program gives it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checks.plan import Change, Kind, Plan, Standing
from checks.review.access import access

PREFIX = "urn:pulumi:prod::shop::"


def changed(type_: str, old: Any = None, new: Any = None, **more: Any) -> Change:
    kind = Kind.CREATED if old is None else Kind.UPDATED
    return Change(kind=kind, urn=f"{PREFIX}{type_}::it", old=old or {}, new=new or {}, **more)


@pytest.mark.parametrize(
    ("principal", "wide"),
    [
        ("arn:aws:iam::999900001111:root", "another account"),
        ("999900001111", "another account"),
        ("arn:aws:sts::999900001111:assumed-role/x/y", "another account"),
        ("arn:aws:iam::222233334444:role/deploy", ""),
        ("ec2.amazonaws.com", ""),
        ("*", "everyone"),
    ],
)
def test_who_is_let_in_from_another_account(principal: str, wide: str):
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}
    inputs = {"assumeRolePolicy": json.dumps({"Statement": [statement]})}
    provider = f"{PREFIX}pulumi:providers:aws::java"
    own = Standing(inputs={"allowedAccountIds": '["222233334444"]'})
    role = changed("aws:iam/role:Role", None, inputs, provider=provider)
    (found,) = access(Plan((role,), standing={provider: own}))
    assert found.wide == wide
    known = changed("aws:iam/role:Role", {"assumeRolePolicy": "{}"}, inputs, outputs={"arn": "arn:aws:iam::222233334444:role/it"})
    (found,) = access(Plan((known,)))
    assert found.wide == wide
    (found,) = access(Plan((changed("aws:iam/role:Role", None, inputs),)))
    assert found.wide == ("everyone" if principal == "*" else "")


def test_what_stands_already_is_called_as_the_program_calls_it():
    group = f"{PREFIX}aws:ec2/securityGroup:SecurityGroup::bastion"
    old = {"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "cidrIpv4": "10.0.0.0/8"}
    (found,) = access(
        Plan(
            (changed("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", None, old),),
            standing={group: Standing(id="sg-1")},
        )
    )
    assert found.on == "bastion"
