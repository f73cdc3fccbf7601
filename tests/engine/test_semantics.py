"""What the engine decides, one case each: what the recordings of the conformance cases leave open."""

from __future__ import annotations

from engine.secrets import PassphraseManager
from tests.support.programs import Stack, errors, ops


def step_to(stack: Stack, number: int) -> None:
    stack.configure(step=number)


def test_children_inherit_protection_and_a_child_may_differ(stack) -> None:
    s = stack("""
        a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", opts=Opts(protect=True))
        b = aws.ec2.Eip("b", opts=Opts(parent=a))
        c = aws.ec2.Eip("c", opts=Opts(parent=a, protect=False))
    """)
    s.update()
    assert {name: r.protect for name, r in s.resources().items() if name in "abc"} == {"a": True, "b": True, "c": False}


def test_retain_on_delete_and_deleted_with_are_inherited(stack) -> None:
    s = stack("""
        x = aws.ec2.Eip("x")
        a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", opts=Opts(retain_on_delete=True, deleted_with=x))
        b = aws.ec2.Eip("b", opts=Opts(parent=a))
    """)
    s.update()
    b = s.resources()["b"]
    assert b.retain_on_delete
    assert b.deleted_with.endswith("::x")


def test_a_replaced_object_is_deleted_after_everything_has_moved_to_the_new_one(stack) -> None:
    s = stack("""
        v = aws.ec2.Vpc("v", cidr_block=f"10.{step}.0.0/16")
        aws.ec2.Eip("e", tags={"v": v.id})
    """)
    s.update()
    step_to(s, 1)
    assert ops(s.update()) == ["create-replacement v", "replace v", "update e", "delete-replaced v"]


def test_delete_before_replace_takes_along_what_would_be_replaced_too(stack) -> None:
    s = stack("""
        v = aws.ec2.Vpc("v", cidr_block=f"10.{step}.0.0/16", opts=Opts(delete_before_replace=True))
        s = aws.ec2.Subnet("s", vpc_id=v.id, cidr_block="10.0.0.0/24")
        aws.ec2.Eip("e", tags={"v": v.id})
    """)
    s.update()
    step_to(s, 1)
    result = s.update()
    assert sorted(ops(result)) == sorted(
        [
            "delete-replaced s",
            "delete-replaced v",
            "replace v",
            "create-replacement v",
            "replace s",
            "create-replacement s",
            "update e",
        ]
    )
    assert ops(result)[:4] == ["delete-replaced s", "delete-replaced v", "replace v", "create-replacement v"]


def test_destroy_deletes_everything_dependents_first(stack) -> None:
    s = stack("""
        v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
        s = aws.ec2.Subnet("s", vpc_id=v.id, cidr_block="10.0.0.0/24")
        aws.ec2.Instance("i", ami="a", instance_type="t", subnet_id=s.id)
    """)
    s.update()
    preview = s.session().destroy(preview=True)
    assert ops(preview) == ["delete i", "delete s", "delete v"]
    assert len(s.resources()) == 4
    result = s.destroy()
    assert ops(result) == ["delete i", "delete s", "delete v"]
    assert result.snapshot.resources == []
    assert dict(result.summary.changes) == {"delete": 4}


def test_a_component_is_deleted_after_its_children_and_before_what_it_depends_on(stack) -> None:
    s = stack("""
        class C(pulumi.ComponentResource):
            def __init__(self, name, opts=None):
                super().__init__("cases:index:C", name, None, opts)
                aws.ec2.Eip(f"{name}-child", opts=Opts(parent=self))
                self.register_outputs({})
        a = aws.ec2.Eip("a")
        c = C("c", Opts(depends_on=[a]))
        aws.ec2.Eip("z", opts=Opts(depends_on=[c]))
    """)
    s.update()
    order = ops(s.destroy())
    assert order.index("delete z") < order.index("delete c-child") < order.index("delete c")
    assert order.index("delete c") < order.index("delete a")


def test_what_is_same_keeps_its_id_and_takes_what_the_engine_keeps(stack) -> None:
    s = stack("""
        a = aws.ec2.Eip("a")
        aws.ec2.Eip("b", opts=Opts(protect=step == 1, depends_on=[a] if step else None))
    """)
    s.update()
    before = s.resources()["b"]
    step_to(s, 1)
    assert ops(s.update()) == ["same a", "same b"]
    after = s.resources()["b"]
    assert after.id == before.id
    assert after.protect
    assert [urn.rpartition("::")[2] for urn in after.dependencies] == ["a"]


def test_the_programs_output_arrives_as_diagnostics(stack) -> None:
    s = stack("""
        import sys
        print("to stdout")
        print("to stderr", file=sys.stderr)
        pulumi.warn("mind the gap")
    """)
    said = {(str(d.severity), d.message) for d in s.preview().diagnostics}
    assert said == {("info", "to stdout"), ("info#err", "to stderr"), ("warning", "mind the gap")}


def test_the_parts_of_a_stream_arrive_as_such(stack) -> None:
    s = stack("""
        pulumi.log.info("one ", stream_id=7)
        pulumi.log.info("two", stream_id=7)
        pulumi.log.info("three")
    """)
    assert [(d.message, d.stream) for d in s.preview().diagnostics] == [("one ", 7), ("two", 7), ("three", 0)]


def test_secret_configuration_is_hidden_in_what_the_program_prints(stack) -> None:
    s = stack('print("the password is " + pulumi.Config().require("password"))')
    manager = PassphraseManager("cases")
    s.configure(password={"secure": manager.encrypt("hunter2hunter2")})
    file = s.root / "Pulumi.dev.yaml"
    file.write_text(f"encryptionsalt: {manager.salt}\n{file.read_text()}")
    assert [d.message for d in s.preview().diagnostics] == ["the password is [secret]"]


def test_stack_references_read_other_stacks_of_the_backend(stack) -> None:
    s = stack("""
        pulumi.export("plain", "x")
        pulumi.export("hidden", pulumi.Output.secret("y"))
        if step:
            other = pulumi.StackReference("organization/cases/dev")
            pulumi.export("again", other.get_output("plain"))
            pulumi.export("hidden-again", other.get_output("hidden"))
    """)
    s.update()
    step_to(s, 1)
    result = s.update()
    assert errors(result) == []
    assert result.outputs["again"] == "x"
    assert repr(result.outputs["hidden-again"]) == "Secret([secret])"


def test_an_asset_that_cannot_be_read_is_the_programs_error(stack) -> None:
    s = stack('aws.s3.BucketObjectv2("o", bucket="b", source=pulumi.FileAsset("missing.txt"))')
    result = s.preview()
    assert result.exit_code == 1
    assert "missing.txt" in errors(result)[0]


def test_a_failing_transform_is_told_as_the_failed_call_that_it_is(stack) -> None:
    s = stack("""
        def refuse(args):
            raise ValueError("no such thing")
        pulumi.runtime.register_resource_transform(refuse)
        aws.ec2.Eip("a")
    """)
    (message,) = errors(s.preview())
    assert "invoke transform: rpc error: code = Unknown desc = Invoke callback" in message
    assert "no such thing" in message
