"""Hooks: functions of the program around the operations on a resource; the words are those of the real engine."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from engine.events import Severity
from engine.monitor.options import duration_of
from engine.result import Result
from tests.support.programs import Stack, errors, ops

HEAD = """
import pulumi
import pulumi_aws as aws
from pulumi import ErrorHook, ResourceHook, ResourceHookBinding as Hooks, ResourceHookOptions, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

def told(args):
    given = {name: sorted(getattr(args, name) or ()) for name in ("new_inputs", "old_inputs", "new_outputs", "old_outputs")}
    said = " ".join(f"{name}={','.join(keys)}" for name, keys in given.items() if keys)
    print(f"{args.name}{' ' + args.id.split('-')[0] if args.id else ''}: {said}")

def fails(args):
    raise Exception("not like this")

def hook(name, function=told, **options):
    return ResourceHook(name, function, ResourceHookOptions(**options))
"""


@pytest.fixture
def stack(tmp_path: Path):
    def make(body: str) -> Stack:
        made = Stack(tmp_path, HEAD + textwrap.dedent(body))
        made.configure(step=0)
        return made

    return make


def printed(result: Result) -> list[str]:
    return [d.message for d in result.diagnostics if d.severity is Severity.INFO]


def warned(result: Result) -> list[str]:
    return [d.message for d in result.diagnostics if d.severity is Severity.WARNING]


def test_hooks_run_around_each_operation_with_what_is_known_then(stack) -> None:
    s = stack("""
        b, a = hook("before"), hook("after")
        if step < 3:
            hooks = Hooks(before_create=[b], after_create=[a], before_update=[b], after_update=[a], before_delete=[b], after_delete=[a])
            aws.ec2.Vpc("v", cidr_block=f"10.{step // 2}.0.0/16", tags={"step": str(step)}, opts=Opts(hooks=hooks))
    """)
    inputs, outputs = "cidrBlock,tags", "arn,cidrBlock,serial,tags"
    assert printed(s.preview()) == []
    assert printed(s.update()) == [f"v: new_inputs={inputs}", f"v vpc: new_inputs={inputs} new_outputs={outputs}"]
    s.configure(step=1)
    assert printed(s.update()) == [
        f"v vpc: new_inputs={inputs} old_inputs={inputs} old_outputs={outputs}",
        f"v vpc: new_inputs={inputs} old_inputs={inputs} new_outputs={outputs} old_outputs={outputs}",
    ]
    deleted = [f"v vpc: old_inputs={inputs} old_outputs={outputs}"] * 2
    s.configure(step=2)
    assert printed(s.update()) == [f"v: new_inputs={inputs}", f"v vpc: new_inputs={inputs} new_outputs={outputs}", *deleted]
    s.configure(step=3)
    assert printed(s.update()) == deleted
    assert "v" not in s.resources()


def test_the_state_keeps_the_names_of_the_hooks(stack) -> None:
    s = stack("""
        both = [hook("one"), hook("two")] if step == 0 else []
        aws.ec2.Eip("e", opts=Opts(hooks=Hooks(before_delete=both, after_update=both)))
    """)
    s.update()
    assert s.resources()["e"].resource_hooks == {"BeforeDelete": ("one", "two"), "AfterUpdate": ("one", "two")}
    s.configure(step=1)
    assert ops(s.update()) == ["same e"]
    assert s.resources()["e"].resource_hooks == {}


def test_a_failure_before_an_operation_keeps_it_from_happening(stack) -> None:
    s = stack("""
        v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(hooks=Hooks(before_create=[hook("h", fails)])))
        aws.ec2.Subnet("s", vpc_id=v.id)
    """)
    result = s.update()
    assert errors(result) == ['before hook "h" failed: not like this', "update failed"]
    assert result.exit_code == 1
    assert not {"v", "s"} & s.resources().keys()


def test_a_failure_after_an_operation_ends_the_deployment_and_the_state_is_in_step(stack) -> None:
    s = stack("""
        v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(hooks=Hooks(after_create=[hook("h", fails)])))
        aws.ec2.Subnet("s", vpc_id=v.id)
        pulumi.export("v", v.id)
    """)
    result = s.update()
    assert errors(result) == ['after hook "h" failed: not like this', "update failed"]
    assert (result.exit_code, result.summary.changes["create"], result.outputs) == (1, 2, {})
    assert "v" in s.resources()
    assert "s" not in s.resources()
    assert ops(s.update()) == ["same v", "create s"]


def test_after_a_failed_hook_the_rest_goes_on_where_that_is_asked(stack) -> None:
    s = stack("""
        v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(hooks=Hooks(after_create=[hook("h", fails)])))
        aws.ec2.Subnet("s", vpc_id=v.id)
    """)
    result = s.update(continue_on_error=True)
    assert errors(result) == ['after hook "h" failed: not like this', "update failed"]
    assert result.exit_code == 1
    assert {"v", "s"} <= s.resources().keys()


def test_a_hook_may_fail_without_harm(stack) -> None:
    s = stack("""
        h = hook("h", fails, ignore_errors=True)
        aws.ec2.Eip("e", opts=Opts(hooks=Hooks(before_create=[h], after_create=[h])))
    """)
    result = s.update()
    assert result.exit_code == 0
    assert warned(result) == [f'{kind} hook "h" failed: not like this' for kind in ("BeforeCreate", "AfterCreate")]


def test_a_preview_runs_the_hooks_that_want_it(stack) -> None:
    s = stack("""
        h = hook("h", on_dry_run=True)
        v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(hooks=Hooks(after_create=[h])))
        aws.ec2.Subnet("s", vpc_id=v.id, opts=Opts(hooks=Hooks(before_create=[h])))
        aws.ec2.Eip("e", opts=Opts(hooks=Hooks(before_create=[hook("other")])))
    """)
    assert printed(s.preview()) == ["v: new_inputs=cidrBlock new_outputs=arn,cidrBlock,serial", "s: new_inputs=vpcId"]


def test_a_hook_that_fails_in_a_preview_fails_it(stack) -> None:
    s = stack("""
        h = hook("h", fails, on_dry_run=True)
        aws.ec2.Eip("e", opts=Opts(hooks=Hooks(before_create=[h] if step else [], after_create=[] if step else [h])))
    """)
    assert errors(s.preview()) == ['after hook "h" failed: not like this', "preview failed"]
    s.configure(step=1)
    assert errors(s.preview()) == ['Preview failed: before hook "h" failed: not like this', "preview failed"]


def test_a_component_is_followed_by_its_hooks_once_it_has_its_outputs(stack) -> None:
    s = stack("""
        class Component(pulumi.ComponentResource):
            def __init__(self, name, props, opts):
                super().__init__("my:index:Component", name, props, opts)
                e = aws.ec2.Eip("e", opts=Opts(parent=self, hooks=Hooks(before_create=[hook("inner")])))
                self.register_outputs({"id": e.id})
        b, a = hook("before"), hook("after")
        if step < 2:
            hooks = Hooks(before_create=[b], after_create=[a], before_update=[b], after_update=[a], before_delete=[b], after_delete=[a])
            Component("c", {"step": step}, Opts(hooks=hooks))
    """)
    assert printed(s.update()) == ["c: new_inputs=step", "e: ", "c: new_inputs=step new_outputs=id"]
    s.configure(step=1)
    told = "c: new_inputs=step old_inputs=step"
    assert printed(s.update()) == [f"{told} old_outputs=id", f"{told} new_outputs=id old_outputs=id"]
    s.configure(step=2)
    assert printed(s.update()) == ["c: old_inputs=step old_outputs=id"] * 2


def test_a_hook_that_the_program_does_not_register_keeps_the_resource_from_being_deleted(stack) -> None:
    s = stack("""
        if step == 0:
            aws.ec2.Eip("e", opts=Opts(hooks=Hooks(before_delete=[hook("gone")])))
    """)
    s.update()
    s.configure(step=1)
    result = s.update()
    assert errors(result) == ['hook "gone" was not registered', "update failed"]
    assert "e" in s.resources()


def test_a_destruction_runs_no_program_and_refuses_to_go_without_its_hooks(stack) -> None:
    s = stack("""
        aws.ec2.Eip("e", opts=Opts(hooks=Hooks(before_delete=[hook("one")], after_delete=[hook("two")])))
        aws.ec2.Eip("f")
    """)
    s.update()
    result = s.destroy()
    assert errors(result) == [
        "Resource has delete hooks registered, but the program is not running. Hooks: one, two",
        "You must run with the `--run-program` flag to use delete hooks during destroy.",
    ]
    assert result.exit_code == 1
    assert {"e", "f"} <= s.resources().keys()


RETRIES = """
    left = [2]
    def again(args):
        left[0] -= 1
        print(args.failed_operation, len(args.errors), args.errors[0])
        return left[0] > 0
    if step < 4:
        fail = ["create", "", "update", "delete"][step]
        aws.ec2.Eip("e", tags={"fail": fail}, opts=Opts(hooks=Hooks(on_error=[ErrorHook("again", again)])))
    else:
        ErrorHook("again", again)
"""


@pytest.mark.parametrize(("before", "then", "operation"), [((), 0, "create"), ((1,), 2, "update"), ((1, 3), 4, "delete")])
def test_an_error_hook_has_a_failed_operation_tried_again(stack, before: tuple[int, ...], then: int, operation: str) -> None:
    s = stack(RETRIES)
    for step in before:
        s.configure(step=step)
        assert s.update().exit_code == 0
    s.configure(step=then)
    result = s.update()
    assert printed(result) == [f"{operation} {count} {operation} failed as asked" for count in (1, 2)]
    assert warned(result) == [f"retrying {operation} due to on-error hook request (1/100)"]
    assert errors(result) == [f"{operation} failed as asked", "update failed"]


@pytest.mark.parametrize(
    ("operation", "message"),
    [("create", 'error hooks execution failed: error hook "h" failed: not like this'), ("delete", "delete failed as asked")],
)
def test_an_error_hook_that_fails(stack, operation: str, message: str) -> None:
    s = stack(f"""
        h = ErrorHook("h", fails)
        if step == 0:
            aws.ec2.Eip("e", tags={{"fail": "{operation}"}}, opts=Opts(hooks=Hooks(on_error=[h])))
    """)
    result = s.update()
    if operation == "delete":
        s.configure(step=1)
        result = s.update()
    assert errors(result) == [message, "update failed"]


def test_an_operation_is_not_tried_for_ever(stack) -> None:
    s = stack("""
        h = ErrorHook("h", lambda args: True)
        aws.ec2.Eip("e", tags={"fail": "create"}, opts=Opts(hooks=Hooks(on_error=[h])))
    """)
    result = s.update()
    assert errors(result) == ["maximum number of error hook retries reached", "update failed"]
    assert warned(result)[-2:] == [
        "retrying create due to on-error hook request (99/100)",
        "maximum number of error hook retries (100) reached",
    ]


def test_two_hooks_cannot_have_one_name(stack) -> None:
    s = stack("""
        one, two = hook("h"), ErrorHook("h", fails)
        aws.ec2.Eip("e", opts=Opts(hooks=Hooks(before_create=[one], on_error=[two])))
    """)
    result = s.update()
    assert result.exit_code == 1
    assert 'resource hook already registered for name "h"' in " ".join(errors(result))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (0.25, "250ms"), (5e-7, "500ns"), (1.5, "1.5s"), (90, "1m30s"), (3600, "1h0m0s"), (5445, "1h30m45s")],
)
def test_durations_are_written_as_go_writes_them(seconds: float, text: Any) -> None:
    assert duration_of(seconds) == text


def test_a_destruction_with_the_program_runs_its_hooks(stack) -> None:
    s = stack("""
        gone = hook("gone")
        aws.ec2.Eip("e", opts=Opts(hooks=Hooks(before_delete=[gone], after_delete=[gone])))
    """)
    s.update()
    result = s.destroy(run_program=True)
    assert result.exit_code == 0
    assert printed(result) == ["e eip: old_outputs=arn,serial"] * 2
    assert s.resources() == {}
