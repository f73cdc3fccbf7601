"""What replaces the SDK's slow places does what they do: a program registers the same with and without the replacements."""

from __future__ import annotations

from tests.support.trivial_monitor import TrivialMonitor, run

PROGRAM = """
import pulumi

class R(pulumi.CustomResource):
    def __init__(self, name, props=None, opts=None):
        super().__init__("test:index:R", name, {"size": None, "left_out": None, **(props or {})}, opts)

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
"""


def test_the_same_is_registered_with_and_without(tmp_path, monkeypatch):
    from engine.host import zygote
    from engine.host.child import run as child_run

    def once(hasten):
        monkeypatch.setattr(zygote, "_zygotes", {})
        monkeypatch.setattr(child_run, "hasten", hasten)
        monitor = TrivialMonitor()
        ran = run(tmp_path, PROGRAM, monitor)
        assert ran.result.messages == ()
        zygote.discard(zygote.zygote_for(None))
        requests = monitor.sent("RegisterResource") + monitor.sent("RegisterResourceOutputs")
        return sorted(map(_comparable, requests)), ran.out

    hastened, plain = once(child_run.hasten), once(lambda: None)
    assert hastened == plain
    assert any("sourcePosition" in text or "source_position" in text for text in hastened[0])


def _comparable(request) -> str:
    """The request as text, the place in the host's own files left out of its stack trace."""
    copy = type(request)()
    copy.CopyFrom(request)
    if hasattr(copy, "stackTrace"):
        frames = [frame for frame in copy.stackTrace.frames if frame.pc.uri.endswith("__main__.py")]
        del copy.stackTrace.frames[:]
        copy.stackTrace.frames.extend(frames)
    return str(copy)
