"""The boundary of an account on every role that is made there."""

from __future__ import annotations

import pulumi

from stacks.environment.model import Account
from stacks.tags import bounded
from stacks.topology import build
from tests.support.mocks import record

ROLE = "aws:iam/role:Role"
ASKED = {'{id: "111122223333", role: deploy}': '{id: "111122223333", role: deploy, boundary: limits}'}
ARN = "arn:aws:iam::111122223333:policy/limits"


def test_every_role_is_bounded_where_the_account_has_a_boundary(loaded):
    found = record(lambda: build(loaded(ASKED)))
    assert {each.inputs["permissionsBoundary"] for each in found.of(ROLE)} == {ARN}
    assert not any("permissionsBoundary" in each.inputs for each in record(lambda: build(loaded())).of(ROLE))


def test_a_role_that_has_a_boundary_of_its_own_keeps_it():
    transformation = bounded(Account(id="111122223333", role="deploy", boundary="limits"))
    opts = pulumi.ResourceOptions()
    for props, kept in (({"permissions_boundary": "own"}, "own"), ({}, ARN)):
        args = pulumi.ResourceTransformationArgs(
            pulumi.ComponentResource.__new__(pulumi.ComponentResource), ROLE, "it", props, opts
        )
        result = transformation(args)
        assert (result.props if result else props)["permissions_boundary"] == kept
