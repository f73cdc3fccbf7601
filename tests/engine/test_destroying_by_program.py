"""`destroy --run-program`: the program runs for its providers and hooks, changes nothing, and what it registered goes with the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.result import Options
from engine.targets import Selection, UrnTargets
from tests.support.programs import Stack, errors, ops

PROGRAM = """
    import pulumi
    import pulumi_aws as aws
    from pulumi import ResourceOptions as Opts

    step = pulumi.Config().require_int("step")

    class Site(pulumi.ComponentResource):
        def __init__(self, name):
            super().__init__("shop:index:Site", name)
            self.address = aws.ec2.Eip(f"{name}-address", opts=Opts(parent=self))
            self.register_outputs({"address": self.address.id})

    p = aws.Provider("p", region=["eu-west-1", "eu-west-2"][min(step, 1)])
    vpc = aws.ec2.Vpc("v", cidr_block=f"10.{step}.0.0/16", opts=Opts(provider=p))
    subnet = aws.ec2.Subnet("s", vpc_id=vpc.id, cidr_block="10.0.1.0/24", opts=Opts(provider=p))
    Site("site")
    aws.ec2.Vpc.get("looked-up", "vpc-123")
    if step == 0:
        aws.ec2.Vpc("dropped", cidr_block="10.9.0.0/16", opts=Opts(depends_on=[subnet]))
    else:
        fresh = aws.ec2.Vpc("new", cidr_block="10.9.0.0/16")
        aws.ec2.Eip("beyond", opts=Opts(provider=aws.Provider("q", region=fresh.id)))
        Site("another")
    if step == 2:
        raise ValueError("no such zone")
    pulumi.export("vpc", vpc.id)
"""


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    stack = Stack(tmp_path, PROGRAM)
    stack.configure(step=0)
    assert stack.update().exit_code == 0
    return stack


def test_everything_goes_and_nothing_is_made(stack) -> None:
    stack.configure(step=1)
    result = stack.destroy(run_program=True)
    assert result.exit_code == 0
    assert stack.session().snapshot().resources == []
    done = ops(result)
    assert not any(op.split()[0] in ("create", "update") and op.split()[1] not in ("another", "q") for op in done)
    assert {"delete v", "delete s", "delete site", "delete site-address", "delete p", "delete dropped"} <= set(done)
    assert "new" not in {op.split()[1] for op in done if op.startswith("delete")}
    assert done.index("delete dropped") < done.index("delete s") < done.index("delete v") < done.index("delete p")


def test_providers_are_configured_as_the_program_says_now(stack) -> None:
    stack.configure(step=1)
    done = ops(stack.destroy(run_program=True))
    assert done.index("create-replacement p") < done.index("delete v")
    assert "update v" not in done


def test_a_preview_says_so_and_changes_nothing(stack) -> None:
    before = stack.resources()
    planned = stack.session().destroy(Options(run_program=True), preview=True)
    assert planned.exit_code == 0
    assert "delete v" in ops(planned)
    assert stack.resources() == before


def test_targets_bound_it(stack) -> None:
    urn = stack.resources()["dropped"].urn
    result = stack.destroy(run_program=True, selection=Selection(targets=UrnTargets([urn])))
    assert result.exit_code == 0
    assert [op for op in ops(result) if op.startswith("delete")] == ["delete dropped"]
    assert {"v", "s", "p", "site", "site-address"} <= stack.resources().keys()
    assert stack.update().summary.changes["create"] == 1


def test_a_program_that_raises_deletes_nothing(stack) -> None:
    stack.configure(step=2)
    result = stack.destroy(run_program=True)
    assert result.exit_code == 1
    assert any("no such zone" in error for error in errors(result))
    assert {"v", "s", "dropped", "site-address"} <= stack.resources().keys()


def test_a_deletion_that_fails_keeps_what_it_needs(tmp_path) -> None:
    stack = Stack(
        tmp_path,
        """
        import pulumi, pulumi_aws as aws
        p = aws.Provider("p", region="eu-west-1")
        vpc = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=pulumi.ResourceOptions(provider=p))
        aws.ec2.Eip("stuck", tags={"fail": "delete", "vpc": vpc.id})
        aws.ec2.Eip("free")
        """,
    )
    stack.update()
    result = stack.destroy(run_program=True, continue_on_error=True)
    assert result.exit_code == 1
    assert stack.resources().keys() == {"cases-dev", "p", "v", "stuck"}
