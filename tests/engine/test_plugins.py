"""Plugins by path that misbehave, and plugins whose engine is killed: real processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from engine.errors import EngineError
from engine.providers import loader
from tests.support.programs import CONFORMANCE, Stack, errors

PLUGIN = """
import importlib.util, os, pathlib, sys, time
here = pathlib.Path(__file__).parent
spec = importlib.util.spec_from_file_location("reference", here / "reference.py")
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)
mode = (here / "mode").read_text()

class Plugin(reference.Reference):
    def Create(self, request, context):
        if mode == "dies in a call":
            os._exit(7)
        return super().Create(request, context)

    def Handshake(self, request, context):
        if mode == "is silent":
            time.sleep(60)
        return super().Handshake(request, context)

if mode == "dies at its start":
    sys.exit("no licence")
if mode == "talks":
    print("hello", flush=True)
    time.sleep(60)
reference.Reference = Plugin
reference.main()
"""


@pytest.fixture
def stack(tmp_path: Path):
    def make(mode: str, name: str = "plugin", **more: str) -> Stack:
        folder = tmp_path / "plugin"
        folder.mkdir()
        shutil.copy(CONFORMANCE / "provider" / "__main__.py", folder / "reference.py")
        (folder / "__main__.py").write_text(PLUGIN)
        (folder / "PulumiPlugin.yaml").write_text("runtime: python\n")
        (folder / "mode").write_text(mode)
        program = 'import pulumi_aws as aws\naws.ec2.Eip("e")\n'
        plugin = {"name": "aws", "path": str(tmp_path / name), **more}
        return Stack(tmp_path, program, project={"plugins": {"providers": [plugin]}})

    return make


def test_a_plugin_that_dies_at_its_start(stack, tmp_path: Path) -> None:
    result = stack("dies at its start").update()
    assert errors(result) == [f"could not read plugin [{tmp_path / 'plugin'}]: exit status 1; it said:\nno licence"]
    assert result.exit_code == 1


def test_a_plugin_that_says_something_else_than_its_port(stack, tmp_path: Path) -> None:
    assert errors(stack("talks").preview()) == [f"the plugin {tmp_path / 'plugin'} printed 'hello' instead of its port"]


def test_a_plugin_that_does_not_answer_its_first_call(stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "ANSWER_SECONDS", 1.0)
    assert errors(stack("is silent").preview()) == ["the plugin of package 'aws' did not answer within 1 s of its start"]


def test_a_plugin_that_dies_in_a_call(stack, tmp_path: Path) -> None:
    s = stack("dies in a call")
    result = s.update()
    detected = (
        f"Detected that {tmp_path / 'plugin'} exited prematurely (exit status 7).\n"
        "This is *always* a bug in the provider. Please report the issue to the provider author as appropriate."
    )
    assert sorted(errors(result)) == [
        detected,
        "error reading from server: EOF",
        "update failed",
    ]
    assert "e" not in s.resources()


def test_a_plugin_that_is_not_there(stack, tmp_path: Path) -> None:
    s = stack("works", name="elsewhere")
    with pytest.raises(EngineError, match=f"^parsing plugin options for 'aws': no folder at path '{tmp_path / 'elsewhere'}'$"):
        s.preview()


def test_a_plugin_of_another_version_than_the_program_asks_for(stack) -> None:
    result = stack("works", version="6.0.0").preview()
    assert [message.partition(";")[0] for message in errors(result)] == [
        (
            f"no resource plugin 'pulumi-resource-aws' found in the workspace at version v{version('pulumi-aws')}: the one under "
            "plugins.providers of Pulumi.yaml has version 6.0.0"
        )
    ]
    assert result.exit_code == 1


def test_a_plugin_of_the_version_that_the_program_asks_for(stack) -> None:
    assert stack("works", version=f"v{version('pulumi-aws')}").preview().exit_code == 0


KILLED = """
import os, signal, subprocess, sys
from engine.providers.guard import Leash
leash = Leash()
command = leash.command((sys.executable, "-c", "import subprocess; subprocess.Popen(['sleep', '60']); subprocess.run(['sleep', '60'])"))
process = subprocess.Popen(command, stdin=leash.end, start_new_session=True)
leash.handed_over()
print(process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_nothing_outlives_an_engine_that_is_killed() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=30,
        check=False,
    )
    assert ran.returncode == -signal.SIGKILL
    assert _gone(int(ran.stdout)), "the plugin's group lives on"


def _gone(group: int, seconds: float = 10.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        alive = subprocess.run(["ps", "-o", "stat=", "-g", str(group)], capture_output=True, text=True, check=False).stdout.split()
        if all(state.startswith("Z") for state in alive):
            return True
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    return False
