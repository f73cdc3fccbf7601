"""What the engine makes of what a provider says of itself and answers."""

from __future__ import annotations

from pathlib import Path

import grpc
from google.protobuf import any_pb2, struct_pb2
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto import status_pb2

from tests.support.programs import HEAD, Stack, errors, ops, reference_provider


def step_to(stack: Stack, number: int) -> None:
    stack.configure(step=number)


def test_a_child_has_its_parents_provider_only_for_the_same_package(stack) -> None:
    s = stack("""
        import pulumi_alicloud as alicloud
        p = aws.Provider("p", region="x")
        a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", opts=Opts(provider=p))
        aws.ec2.Eip("b", opts=Opts(parent=a))
        alicloud.vpc.Network("c", cidr_block="10.0.0.0/16", opts=Opts(parent=a))
    """)
    s.update()
    found = s.resources()
    assert found["b"].provider == found["a"].provider
    assert "alicloud::default" in found["c"].provider


def test_default_providers_have_the_stacks_configuration_of_their_package(stack) -> None:
    s = stack('aws.ec2.Eip("a")')
    s.configure(**{"aws:region": "r", "aws:profile": "p", "alicloud:region": "other"})
    s.update()
    provider = next(r for r in s.session().snapshot().resources if r.urn.endswith("::default_7_51_1"))
    assert provider.inputs == {"region": "r", "profile": "p", "version": "7.51.1", "__internal": {}}
    assert provider.outputs == {"region": "r", "profile": "p", "version": "7.51.1"}
    assert len(provider.id) == 36


def test_default_providers_may_be_forbidden(stack) -> None:
    s = stack('aws.ec2.Eip("a")')
    s.configure(**{"pulumi:disable-default-providers": ["aws"]})
    assert s.preview().exit_code == 1
    [message] = errors(s.preview())
    assert (
        message == "Default provider for 'aws' disabled. 'urn:pulumi:dev::cases::aws:ec2/eip:Eip::a' must use an explicit provider."
    )


def test_a_package_without_a_provider_is_an_error_at_its_provider(stack) -> None:
    s = stack('aws.ec2.Eip("a")', providers=lambda _: None)
    result = s.preview()
    assert result.exit_code == 1
    assert "no provider for package 'aws'" in errors(result)[0]


def test_a_provider_may_ask_for_deletion_first(tmp_path: Path) -> None:
    class Impatient(reference_provider().Reference):
        def Diff(self, request, context):
            answer = super().Diff(request, context)
            answer.deleteBeforeReplace = True
            return answer

    s = Stack(tmp_path, HEAD + 'aws.ec2.Vpc("v", cidr_block=f"10.{step}.0.0/16")', providers=lambda _: Impatient())
    step_to(s, 0)
    s.update()
    step_to(s, 1)
    assert ops(s.preview()) == ["delete-replaced v", "replace v", "create-replacement v"]


def test_the_inputs_are_compared_where_the_provider_does_not_say(tmp_path: Path) -> None:
    class Silent(reference_provider().Reference):
        def Diff(self, request, context):
            return pb.DiffResponse(changes=pb.DiffResponse.DIFF_UNKNOWN)

    program = HEAD + 'aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", tags={"a.b": str(step), "c": "d"})\naws.ec2.Eip("e")'
    s = Stack(tmp_path, program, providers=lambda _: Silent())
    step_to(s, 0)
    s.update()
    step_to(s, 1)
    [step] = [step for step in s.preview().steps if step.op == "update"]
    assert step.diff_reasons == ("tags",)
    assert {path: entry.kind for path, entry in (step.detailed_diff or {}).items()} == {'tags["a.b"]': "update"}


def test_secrets_and_unknowns_reach_a_provider_that_takes_them(tmp_path: Path) -> None:
    seen = []

    class Taking(reference_provider().Reference):
        def Configure(self, request, context):
            return pb.ConfigureResponse(acceptSecrets=True, supportsPreview=True, acceptResources=True, acceptOutputs=True)

        def Check(self, request, context):
            seen.append(request.news.fields["tags"].struct_value.fields["a"].struct_value.fields["value"].string_value)
            return super().Check(request, context)

    s = Stack(tmp_path, HEAD + 'aws.ec2.Eip("e", tags={"a": pulumi.Output.secret("planted")})', providers=lambda _: Taking())
    step_to(s, 0)
    s.preview()
    assert seen == ["planted"]


def test_without_previews_of_its_own_a_provider_is_not_called_in_one(tmp_path: Path) -> None:
    class Plain(reference_provider().Reference):
        def Configure(self, request, context):
            return pb.ConfigureResponse()

        def Create(self, request, context):
            assert not request.preview
            return super().Create(request, context)

    s = Stack(
        tmp_path,
        HEAD + 'v = aws.ec2.Vpc("v", cidr_block="c")\naws.ec2.Eip("e", tags={"c": v.cidr_block})',
        providers=lambda _: Plain(),
    )
    step_to(s, 0)
    result = s.preview()
    assert errors(result) == []
    assert [step.new and step.new.inputs for step in result.steps if step.urn.endswith("::e")] == [{"tags": {"c": "c"}}]


def test_a_refused_configuration_is_told_where_it_is_needed(tmp_path: Path) -> None:
    class Refusing(reference_provider().Reference):
        def Configure(self, request, context):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "no such region")

    s = Stack(tmp_path, HEAD + 'aws.ec2.Eip("e")', providers=lambda _: Refusing())
    step_to(s, 0)
    result = s.preview()
    assert result.exit_code == 1
    assert errors(result) == ["no such region"]
    assert [d.urn.rpartition("::")[2] for d in result.diagnostics] == ["e"]


def test_an_object_that_is_not_ready_is_kept_with_its_reasons_and_tried_again(tmp_path: Path) -> None:
    class Unready(reference_provider().Reference):
        def Create(self, request, context):
            if request.preview:
                return super().Create(request, context)
            properties = struct_pb2.Struct()
            properties.update({"arn": "half"})
            detail = any_pb2.Any()
            detail.Pack(pb.ErrorResourceInitFailed(id="id-1", properties=properties, reasons=["no heartbeat"]))
            status = status_pb2.Status(code=2, message="not ready", details=[detail])
            context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
            return context.abort(grpc.StatusCode.UNKNOWN, "not ready")

    s = Stack(tmp_path, HEAD + 'aws.ec2.Eip("e")', providers=lambda _: Unready())
    step_to(s, 0)
    result = s.update()
    assert result.exit_code == 1
    assert "no heartbeat" in errors(result)[0]
    assert s.resources()["e"].init_errors == ("no heartbeat",)
    assert s.resources()["e"].id == "id-1"
    again = s.update()
    assert again.exit_code == 0
    assert ops(again) == ["update e"]
    assert s.resources()["e"].init_errors == ()


def test_a_renamed_provider_takes_its_resources_along(stack) -> None:
    s = stack("""
        p = aws.Provider("old" if step == 0 else "new", region="r", opts=Opts(aliases=[Alias(name="old")]))
        v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=Opts(provider=p))
    """)
    s.update()
    step_to(s, 1)
    assert ops(s.update()) == ["same new", "same v"]
    assert "::new::" in s.resources()["v"].provider
    assert s.preview().exit_code == 0
