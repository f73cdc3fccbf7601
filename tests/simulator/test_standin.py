"""Packages that nobody simulates: what stands in for their providers, alone and in whole runs."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from engine.events import Op, Severity
from engine.result import Result
from simulator import Clouds, providers, servicer, stand_in
from simulator.values import UNKNOWN
from tests.support.programs import Stack, errors, ops
from tests.support.simulated import Provider

SDK = '''
"""The SDK of a package: one class, made as Pulumi's generator makes them."""
from typing import Optional
import pulumi, pulumi.runtime

class Ball(pulumi.CustomResource):
    def __init__(self, resource_name, size=None, opts=None):
        secret = pulumi.ResourceOptions(additional_secret_outputs=["serial"])
        super().__init__("toys:index:Ball", resource_name, {"size": size, "serial": None, "bounces": None}, pulumi.ResourceOptions.merge(secret, opts))

    @property
    @pulumi.getter
    def size(self) -> pulumi.Output[int]: return pulumi.get(self, "size")

    @property
    @pulumi.getter
    def serial(self) -> pulumi.Output[str]: return pulumi.get(self, "serial")

    @property
    @pulumi.getter
    def bounces(self) -> pulumi.Output[bool]: return pulumi.get(self, "bounces")

@pulumi.output_type
class GetShopResult:
    def __init__(self, id, name, boxes, room, floor): pass

    @property
    @pulumi.getter
    def id(self) -> str: return pulumi.get(self, "id")

    @property
    @pulumi.getter
    def name(self) -> str: return pulumi.get(self, "name")

    @property
    @pulumi.getter(name="allBoxes")
    def boxes(self) -> list[str]: return pulumi.get(self, "boxes")

    @property
    @pulumi.getter
    def room(self) -> Optional[str]: return pulumi.get(self, "room")

    @property
    @pulumi.getter
    def floor(self) -> Optional[int]: return pulumi.get(self, "floor")

def get_shop(name, floor=None) -> GetShopResult:
    return pulumi.runtime.invoke("toys:index:getShop", {"name": name}).value

def get_shelf_output(name):
    return pulumi.runtime.invoke_output("toys:index:getShelf", {"name": name})

class Module(pulumi.runtime.ResourceModule):
    mod_info = {"fqn": "pulumi_toys", "classes": {"toys:index:Ball": "Ball"}}
    def version(self): return None
    def construct(self, name, typ, urn): return Ball(name, opts=pulumi.ResourceOptions(urn=urn))

pulumi.runtime.register_resource_module("toys", "index", Module())
'''
BALL = "toys:index:Ball"


@pytest.fixture
def sdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The package `pulumi_toys`, for this process and beside the program."""
    from pulumi.runtime.rpc import _RESOURCE_MODULES

    from simulator.generic import rule_of

    def write(at: Path) -> None:
        (at / "pulumi_toys.py").write_text(SDK)

    (tmp_path / "sdk").mkdir()
    write(tmp_path / "sdk")
    monkeypatch.syspath_prepend(tmp_path / "sdk")
    yield write
    sys.modules.pop("pulumi_toys", None)
    _RESOURCE_MODULES.pop("toys:index", None)
    rule_of.cache_clear()


@pytest.fixture
def stack(tmp_path: Path, sdk):
    def make(body: str) -> Stack:
        store = tmp_path / "clouds.sqlite"
        program = "import pulumi, pulumi_toys as toys\nstep = pulumi.Config().require_int('step')\n" + textwrap.dedent(body)
        made = Stack(tmp_path, program, providers=lambda package: servicer(package, store=store) or stand_in(package, store=store))
        sdk(made.root)
        made.configure(step=0)
        return made

    return make


def warned(result: Result) -> list[str]:
    return [d.message for d in result.diagnostics if d.severity is Severity.WARNING]


def test_outputs_are_the_inputs_and_what_the_sdks_types_promise(tmp_path: Path, sdk) -> None:
    provider = Provider("toys", tmp_path / "store", servicer=stand_in("toys", store=tmp_path / "store"))
    _, planned = provider.create(BALL, "b", preview=True, size=3)
    assert planned == {"size": 3, "serial": UNKNOWN, "bounces": UNKNOWN}
    identity, made = provider.create(BALL, "b", size=3)
    assert made == {"size": 3, "serial": "b-serial", "bounces": False}
    assert provider.replaces(BALL, {"size": 3}, {"size": 4}) == []
    assert provider.update(BALL, identity, made, size=4) == {**made, "size": 4}
    assert [item.id for item in Clouds(tmp_path / "store").list()] == [identity]
    provider.delete(BALL, identity, made)
    assert Clouds(tmp_path / "store").list() == ()


def test_without_an_sdk_outputs_are_the_inputs(tmp_path: Path) -> None:
    provider = Provider("acme", tmp_path / "store", servicer=stand_in("acme", store=tmp_path / "store"))
    assert provider.create("acme:index:Thing", size=3)[1] == {"size": 3}
    assert "SDK is not installed" in stand_in("acme", store=tmp_path).notice


def test_the_sdk_of_the_programs_own_environment_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    (tmp_path / "pulumi_bricks.py").write_text(SDK.replace("toys", "bricks"))
    (tmp_path / "pulumi_broken.py").write_text("raise RuntimeError('made for another Python')")
    found = providers(tmp_path / "store", [tmp_path])
    provider = Provider("bricks", tmp_path / "store", servicer=found("bricks"))
    assert provider.create("bricks:index:Ball", "b", preview=True, size=3)[1] == {"size": 3, "serial": UNKNOWN, "bounces": UNKNOWN}
    assert "follow from the types of its SDK" in stand_in("bricks", store=tmp_path).notice
    assert "SDK is not installed" in stand_in("broken", store=tmp_path).notice


def test_a_program_of_a_package_without_a_simulator_lives(stack) -> None:
    s = stack("""
        a, b = toys.Ball("a", size=1 + step), toys.Ball("b")
        pulumi.export("serial", a.serial)
        class Thing(pulumi.CustomResource):
            def __init__(self, name, props):
                super().__init__("acme:index:Thing", name, props)
        Thing("t", {"bounces": a.bounces})
    """)
    planned = s.preview()
    assert sorted(ops(planned)) == ["create a", "create b", "create t"]
    assert [text.partition(":")[0] for text in warned(planned)] == [
        f"package '{name}' has neither a plugin nor a simulator" for name in ("toys", "acme")
    ]
    result = s.update()
    assert result.exit_code == 0
    assert (s.resources()["t"].outputs, repr(result.outputs["serial"])) == ({"bounces": False}, "Secret([secret])")
    assert sorted(ops(s.update())) == ["same a", "same b", "same t"]
    s.configure(step=1)
    (change,) = (step for step in s.preview().steps if step.op is Op.UPDATE)
    assert change.doubts == {
        "size": "package 'toys' has neither a plugin nor a simulator that knows which inputs force a replacement"
    }
    assert sorted(ops(s.update())) == ["same b", "same t", "update a"]
    assert s.destroy().exit_code == 0
    assert s.resources() == {}


def test_another_configuration_may_replace_what_it_is_for(stack) -> None:
    s = stack("""
        class Acme(pulumi.ProviderResource):
            def __init__(self, name, props):
                super().__init__("acme", name, props)
        Acme("p", {"endpoint": f"https://{step}.example"})
    """)
    assert s.update().exit_code == 0
    s.configure(step=1)
    (change,) = (step for step in s.preview().steps if step.op is Op.UPDATE)
    assert list(change.doubts) == ["endpoint"]


def test_the_answer_of_a_function_is_made_up_as_its_sdk_says_and_the_same_for_the_same_question(stack) -> None:
    s = stack("""
        shop, other = toys.get_shop("top"), toys.get_shop("low")
        assert shop["id"] == toys.get_shop("top")["id"] != other["id"], shop
        assert (shop["name"], len(shop["allBoxes"]), "room" in shop, "floor" in shop) == ("top", 1, True, False), shop
        pulumi.export("shop", shop["id"])
    """)
    planned = s.preview()
    assert errors(planned) == []
    assert [text for text in warned(planned) if "getShop" in text] == [
        "nobody simulates toys:index:getShop: its answer is made up from the SDK's types; fix: pass what matters as configuration"
    ]
    assert s.update().outputs == planned.outputs


def test_the_answer_of_a_function_that_no_sdk_describes_is_unknown_in_a_preview_and_refused_in_an_update(stack) -> None:
    s = stack("""
        pulumi.export("shelf", toys.get_shelf_output("top").apply(lambda shelf: shelf["id"]))
    """)
    planned: Any = s.preview()
    assert planned.exit_code == 0
    assert repr(planned.outputs["shelf"]) == "UNKNOWN"
    result = s.update()
    assert result.exit_code == 1
    refused = "package 'toys' has neither a plugin nor a simulator, so nothing can answer toys:index:getShelf; fix: name the path"
    assert refused in " ".join(errors(result))
