"""What happens when something fails or is interrupted."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.support.programs import HEAD, Stack, errors, ops, reference_provider

ROOT = Path(__file__).parents[2]


BRANCHES = """
a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", tags={"fail": "create"} if step == 0 else {})
b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24")
aws.ec2.Eip("c", tags={"b": b.id})
d = aws.ec2.Vpc("d", cidr_block="10.1.0.0/16")
aws.ec2.Subnet("e", vpc_id=d.id, cidr_block="10.1.0.0/24")
"""


def test_a_failure_stops_what_depends_on_it_and_the_next_run_converges(stack) -> None:
    s = stack(BRANCHES)
    result = s.update()
    assert result.exit_code == 1
    assert errors(result) == ["create failed as asked", "update failed"]
    assert not {"a", "b", "c"} & s.resources().keys()
    s.configure(step=1)
    assert s.update().exit_code == 0
    assert set("abcde") < s.resources().keys()
    assert dict(s.preview().summary.changes) == {"same": 6}


def test_with_continue_on_error_independent_branches_go_on(stack) -> None:
    s = stack(BRANCHES)
    result = s.update(continue_on_error=True)
    assert result.exit_code == 1
    assert errors(result) == ["create failed as asked", "update failed"]
    assert {name for name in s.resources() if len(name) == 1} == {"d", "e"}


def test_with_continue_on_error_a_replacement_whose_deletions_fail_is_given_up_as_a_whole(stack) -> None:
    s = stack("""
        v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
        a = aws.ec2.Subnet("a", vpc_id=v.id, cidr_block=f"10.0.{step // 2}.0/24", opts=Opts(delete_before_replace=True))
        aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.9.0/24", tags={"fail": "no" if step != 1 else "delete"})
        aws.ec2.Eip("e", tags={"step": str(step)})
    """)
    s.update()
    s.configure(step=1)
    s.update()
    s.configure(step=2)
    result = s.update(continue_on_error=True)
    assert errors(result) == ["delete failed as asked", "update failed"]
    assert {"a", "b"} <= s.resources().keys()
    assert s.resources()["e"].inputs["tags"] == {"step": "2"}


def test_with_continue_on_error_what_failed_still_keeps_what_it_needs(stack) -> None:
    s = stack("""
        if step == 0:
            a = aws.ec2.Eip("a")
        v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", tags={"a": a.id, "fail": "no"} if step == 0 else {"fail": "update"})
        if step == 0:
            aws.ec2.Eip("gone")
    """)
    s.update()
    s.configure(step=1)
    result = s.update(continue_on_error=True)
    assert errors(result) == ["update failed as asked", "update failed"]
    assert {"a", "v"} <= s.resources().keys()
    assert "gone" not in s.resources()


def test_with_continue_on_error_what_depended_on_a_failure_is_still_deleted(stack) -> None:
    s = stack("""
        v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", tags={"fail": "update"} if step == 1 else {})
        if step == 0:
            aws.ec2.Subnet("gone", vpc_id=v.id, cidr_block="10.0.0.0/24")
    """)
    s.update()
    s.configure(step=1)
    result = s.update(continue_on_error=True)
    assert errors(result) == ["update failed as asked", "update failed"]
    assert "delete gone" in ops(result)
    assert "gone" not in s.resources()


def test_a_component_that_was_skipped_does_not_hold_up_the_rest(stack) -> None:
    s = stack("""
        v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", tags={"fail": "create"})
        class C(pulumi.ComponentResource):
            def __init__(self, name, props):
                super().__init__("cases:index:C", name, props)
                self.register_outputs(props)
        C("c", {"v": v.id})
        aws.ec2.Vpc("w", cidr_block=v.id.apply(lambda _: "bad"))
        aws.ec2.Eip("e")
    """)
    result = s.update(continue_on_error=True)
    assert result.exit_code == 1
    assert errors(result) == ["create failed as asked", "update failed"]
    assert "e" in s.resources()
    assert not {"v", "c", "w"} & s.resources().keys()


def test_a_failed_deletion_keeps_what_it_needs(stack) -> None:
    s = stack("""
        if step == 0:
            v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
            aws.ec2.Subnet("s", vpc_id=v.id, cidr_block="c", tags={"fail": "delete"})
            aws.ec2.Eip("e")
    """)
    s.update()
    s.configure(step=1)
    result = s.update(continue_on_error=True)
    assert errors(result) == ["delete failed as asked", "update failed"]
    assert {"v", "s"} <= s.resources().keys()
    assert "e" not in s.resources()


def test_every_protected_deletion_is_reported(stack) -> None:
    s = stack("""
        if step == 0:
            aws.ec2.Eip("a", opts=Opts(protect=True))
            aws.ec2.Eip("b", opts=Opts(protect=True))
            aws.ec2.Eip("c")
    """)
    s.update()
    s.configure(step=1)
    result = s.update()
    assert [message.partition("\n")[0].rpartition("::")[2] for message in errors(result)[:-1]] == [
        'a" cannot be deleted',
        'b" cannot be deleted',
    ]
    assert set("ab") <= s.resources().keys()
    assert "c" not in s.resources()


def test_after_a_failure_outputs_that_were_not_exported_again_are_kept(stack) -> None:
    s = stack("""
        pulumi.export("old", "1")
        pulumi.export("both", str(step))
        if step:
            raise RuntimeError("no")
    """)
    s.update()
    s.write(HEAD + 'pulumi.export("both", "2")\nraise RuntimeError("no")')
    s.configure(step=1)
    result = s.update()
    assert result.exit_code == 1
    assert next(r for r in result.snapshot.resources if r.type == "pulumi:pulumi:Stack").outputs["old"] == "1"


def test_nothing_is_deleted_when_the_program_fails(stack) -> None:
    s = stack("""
        if step:
            raise RuntimeError("no")
        aws.ec2.Eip("a")
    """)
    s.update()
    s.configure(step=1)
    result = s.update()
    assert result.exit_code == 1
    [message] = errors(result)
    assert message.startswith("Program failed with an unhandled exception:\nTraceback (most recent call last):")
    assert message.count("File ") == 1, "a program's own frames alone"
    assert "a" in s.resources()


def test_a_run_error_is_its_message_and_may_bring_an_exit_code(stack) -> None:
    s = stack("""
        class Faulty(pulumi.RunError):
            exit_code = 2
        raise Faulty("it is so")
    """)
    result = s.preview()
    assert result.exit_code == 2
    assert errors(result)[0] == "it is so"


def test_an_interrupt_lets_what_runs_finish_and_begins_nothing_more(tmp_path: Path) -> None:
    class Interrupting(reference_provider().Reference):
        def Create(self, request, context):
            if request.name == "a" and not request.preview:
                os.kill(os.getpid(), signal.SIGINT)
            return super().Create(request, context)

    s = Stack(
        tmp_path,
        HEAD
        + 'a = aws.ec2.Vpc("a", cidr_block="c")\nb = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="c")\naws.ec2.Eip("c", tags={"b": b.id})',
        providers=lambda _: Interrupting(),
    )
    s.configure(step=0)
    result = s.update()
    assert result.exit_code == 1
    assert result.summary.cancelled
    assert errors(result) == ["update canceled"]
    assert "a" in s.resources()
    assert "c" not in s.resources()
    assert result.snapshot.pending_operations == []


def test_deletions_that_need_nothing_of_one_another_do_not_wait(stack) -> None:
    s = stack("""
        for n in "ab":
            v = aws.ec2.Vpc(n, cidr_block="10.0.0.0/16")
            aws.ec2.Subnet(f"{n}-sub", vpc_id=v.id, cidr_block="10.0.0.0/24")
    """)
    s.update()
    order = ops(s.destroy())
    assert sorted(order[:2]) == ["delete a-sub", "delete b-sub"]
    assert sorted(order[2:]) == ["delete a", "delete b"]


def test_a_program_that_ends_before_its_calls_are_answered_still_says_why(tmp_path: Path) -> None:
    class Slow(reference_provider().Reference):
        def Create(self, request, context):
            if request.name == "b":
                time.sleep(0.3)
            return super().Create(request, context)

    program = HEAD + 'a = aws.ec2.Eip("a")\nb = aws.ec2.Eip("b")\npulumi.export("x", a.id.apply(lambda i: 1 / 0))'
    s = Stack(tmp_path, program, providers=lambda _: Slow())
    s.configure(step=0)
    result = s.update()
    assert result.exit_code == 1
    assert "ZeroDivisionError" in errors(result)[0]
    assert {"a", "b"} <= s.resources().keys(), "what was being created is kept"
