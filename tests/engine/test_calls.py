"""Methods of resources: the program calls, the provider of the resource answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from engine.wire import to_struct
from tests.support.programs import Stack, errors, ops, reference_provider

PROGRAM = """
import pulumi, pulumi_aws as aws
step = pulumi.Config().require_int("step")
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16")
if step:
    greeting = pulumi.runtime.call("aws:ec2/vpc:Vpc/greet", {"__self__": vpc, "who": pulumi.Output.secret("you"), "of": vpc.arn}, vpc)
    aws.ec2.Eip("user", tags=greeting.apply(lambda given: {"said": given["said"]}))
"""


def greeting_provider() -> Any:
    class Greeting(reference_provider().Reference):
        def __init__(self) -> None:
            self.calls: list[provider_pb2.CallRequest] = []

        def Call(self, request, context):
            self.calls.append(request)
            response = provider_pb2.CallResponse()
            getattr(response, "return").CopyFrom(to_struct({"said": "hello"}))
            response.returnDependencies["said"].urns.append(request.args.fields["__self__"].struct_value.fields["urn"].string_value)
            return response

    return Greeting()


@pytest.fixture
def provider() -> Any:
    return greeting_provider()


@pytest.fixture
def stack(tmp_path: Path, provider: Any) -> Stack:
    return Stack(tmp_path, PROGRAM, providers=lambda _: provider)


def test_a_method_gets_its_resource_and_who_uses_the_result_depends_on_what_the_provider_names(stack: Stack, provider: Any) -> None:
    stack.configure(step="1")
    assert ops(stack.update()) == ["create net", "create user"]
    [call] = provider.calls
    net = stack.resources()["net"]
    assert call.args.fields["__self__"].struct_value.fields["id"].string_value == net.id
    assert (call.tok, call.project, call.stack, call.dryRun) == ("aws:ec2/vpc:Vpc/greet", "cases", "dev", False)
    assert list(call.argDependencies["of"].urns) == [net.urn]
    user = stack.resources()["user"]
    assert user.inputs["tags"] == {"said": "hello"}
    assert user.property_dependencies["tags"] == (net.urn,)


def test_a_provider_that_has_no_method_ends_the_deployment(tmp_path: Path) -> None:
    stack = Stack(tmp_path, PROGRAM)
    stack.configure(step="0")
    stack.update()
    stack.configure(step="1")
    for result in (stack.preview(), stack.update()):
        assert result.exit_code == 1
        assert errors(result) == ["call to function 'aws:ec2/vpc:Vpc/greet' failed: Method not implemented!"]
    assert "user" not in stack.resources()


def test_a_method_of_a_resource_that_was_never_registered_is_refused(stack: Stack) -> None:
    stack.configure(step="1")
    stack.write(PROGRAM.replace('"__self__": vpc', '"__self__": {"urn": "urn:none", "id": "i"}').replace(", vpc)\n", ")\n"))
    result = stack.preview()
    assert result.exit_code == 1
    assert "unknown resource urn:none" in "".join(errors(result))
