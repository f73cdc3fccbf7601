"""What replaces the SDK's slow places does what they do: a program registers the same with and without the replacements."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from google.protobuf.json_format import MessageToDict

ROOT = Path(__file__).parents[2]
PROGRAM = """
from enum import Enum
from typing import Mapping, Optional, Sequence

import pulumi

class R(pulumi.CustomResource):
    def __init__(self, name, props=None, opts=None):
        super().__init__("test:index:R", name, {"size": None, "left_out": None, "flag": None, **(props or {})}, opts)

class C(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("test:index:C", name, {}, opts)
        self.inner = R(f"{name}-inner", {"size": 1}, pulumi.ResourceOptions(parent=self, aliases=[pulumi.Alias(name="was")]))
        self.register_outputs({"inner": self.inner.id})

component = C("c", pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")]))
secret = R("s", {"size": pulumi.Output.secret(2), "of": component.inner.id})
secret.size.apply(lambda value: print("size", value))
secret.left_out.apply(lambda value: print("never in a preview", value))
pulumi.export("secret", secret.size)
pulumi.export("urn", pulumi.create_urn("n", "a:b:C", parent=component))
pulumi.export("left_out", secret.left_out)

class Kind(str, Enum):
    SMALL = "small"

@pulumi.output_type
class Part(dict):
    def __init__(__self__, *, at_least: int):
        pulumi.set(__self__, "at_least", at_least)

    @property
    @pulumi.getter(name="atLeast")
    def at_least(self) -> int:
        return pulumi.get(self, "at_least")

class Typed(pulumi.CustomResource):
    def __init__(self, name, **props):
        super().__init__("test:index:Typed", name, {"kind": None, "count": None, "ratio": None, "parts": None, "names": None, **props})

    kind: pulumi.Output[Kind] = pulumi.property("kind")
    count: pulumi.Output[Optional[int]] = pulumi.property("count")
    ratio: pulumi.Output[float] = pulumi.property("ratio")
    parts: pulumi.Output[Sequence[Part]] = pulumi.property("parts")
    names: pulumi.Output[Mapping[str, str]] = pulumi.property("names")

typed = Typed("t", kind=Kind.SMALL, count=3, ratio=2, parts=[{"atLeast": 1}], names={"a": pulumi.Output.secret("b"), "gone": None})
typed.kind.apply(lambda kind: print("kind", repr(kind)))
typed.count.apply(lambda count: print("count", repr(count)))
typed.ratio.apply(lambda ratio: print("ratio", repr(ratio)))
typed.parts.apply(lambda parts: print("parts", type(parts[0]).__name__, repr(parts[0].at_least)))
pulumi.export("names", typed.names)
# Asked for when it has long come, beside one that never comes in a preview, and passed on whole.
typed.urn.apply(lambda _: pulumi.Output.all(typed.ratio, component.inner.size).apply(lambda both: print("later", both)))
typed.id.apply(lambda _: pulumi.Output.all(typed.ratio, component.inner.flag).apply(lambda both: print("never", both)))
R("whole", {"size": pulumi.Output.from_input({"of": [component.inner, typed.count, typed.kind]}), "left_out": typed})
"""


ENGINE = """
import json, pathlib, sys
from engine.host.child import run as child
from tests.engine.test_host_sdk import PROGRAM, comparable
from tests.support.trivial_monitor import TrivialMonitor, run

if sys.argv[1] == "without":
    child.hasten = lambda _: print("not hastened")
monitor = TrivialMonitor()
ran = run(pathlib.Path(sys.argv[2]), PROGRAM, monitor)
assert ran.result.messages == (), ran.result.messages
requests = monitor.sent("RegisterResource") + monitor.sent("RegisterResourceOutputs")
print(json.dumps([sorted(map(comparable, requests)), sorted(ran.out)]))
"""
"""A process with no thread beside, which a program's is forked from: with the replacements or without."""


def test_the_same_is_registered_with_and_without(tmp_path):
    def once(how: str) -> list[list[str]]:
        done = subprocess.run(
            [sys.executable, "-c", ENGINE, how, tmp_path], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    hastened, plain = once("with"), once("without")
    plain[1].remove("not hastened")
    assert hastened == plain
    assert {line.split()[0] for line in hastened[1]} == {"size", "kind", "count", "ratio", "parts", "later"}
    assert any("sourcePosition" in text for text in hastened[0])


def comparable(request) -> str:
    """The request as text: the places in the host's own files left out of its stack trace, and what is a set in order."""
    fields = MessageToDict(request)
    if frames := fields.get("stackTrace", {}).get("frames"):
        fields["stackTrace"] = [frame for frame in frames if frame.get("pc", {}).get("uri", "").endswith("__main__.py")]
    for dependencies in (fields, *fields.get("propertyDependencies", {}).values()):
        for name in {"dependencies", "urns"} & dependencies.keys():
            dependencies[name] = sorted(dependencies[name])
    return json.dumps(fields, sort_keys=True)
