"""Ctrl-C, SIGTERM, a closed terminal and a closed pipe, at every moment of a run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from tests.cli.conftest import PATIENCE, ROOT, Project, environment

SLOW = """
    import pathlib, time
    import pulumi, pulumi.dynamic

    class Provider(pulumi.dynamic.ResourceProvider):
        def create(self, props):
            pathlib.Path("begun").touch()
            while not pathlib.Path("go on").exists():
                time.sleep(0.02)
            return pulumi.dynamic.CreateResult("id", {})

    class Slow(pulumi.dynamic.Resource):
        pass

    slow = Slow(Provider(), "slow", {})
    Slow(Provider(), "after", {"of": slow.id})
"""
KILLED_WHILE = """
import builtins, os, signal, sys
sys.path.insert(0, {root!r})
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), {signal})
from cli.start import main
sys.meta_path.insert(0, Finder())
sys.argv = ["nusa", "up", "--yes"]
main()
"""
LATE = """
import os, signal, sys
from {module} import {owner}
inner = {owner}.{method}
def outer(*args, **kwargs):
    for _ in range(3):
        os.kill(os.getpid(), signal.SIGINT)
    result = inner(*args, **kwargs)
    for _ in range(3):
        os.kill(os.getpid(), signal.SIGTERM)
    return result
{owner}.{method} = outer
from cli.start import main
sys.argv = ["nusa", "up", "--yes", "--skip-preview"]
main()
"""


@pytest.fixture
def slow(project: Project) -> Project:
    project.write("__main__.py", textwrap.dedent(SLOW))
    return project


def python(project: Project, code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=project.root, env=environment({}), capture_output=True, text=True, check=False)


def begun(project: Project, process: subprocess.Popen[str]) -> None:
    """Until the slow resource is being made, and the engine takes signals."""
    end = time.monotonic() + PATIENCE
    while not (project.root / "begun").exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


def entries(project: Project) -> tuple[list[str], list[str]]:
    """The names in the state, and those of its pending operations."""
    deployment = json.loads((project.root / ".nusa/stacks/shop/dev.json").read_text())["deployment"]
    pending = [operation["resource"] for operation in deployment.get("pending_operations", [])]
    made, begun = ([entry["urn"].rpartition("::")[2] for entry in part] for part in (deployment.get("resources", []), pending))
    return made, begun


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_first_signal_lets_what_runs_finish_and_starts_nothing_new(slow, name):
    process = slow.start("up", "--yes", "--skip-preview")
    begun(slow, process)
    process.send_signal(getattr(signal, name))
    time.sleep(0.3)
    (slow.root / "go on").touch()
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (1, "")
    assert f"{'^C' if name == 'SIGINT' else name} received; cancelling." in out
    assert "error: update canceled" in out
    names, pending = entries(slow)
    assert "slow" in names
    assert "after" not in names
    assert pending == []


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_the_second_signal_gives_up_and_a_third_changes_nothing(slow, name):
    process = slow.start("up", "--yes", "--skip-preview")
    begun(slow, process)
    for _ in range(3):
        process.send_signal(getattr(signal, name))
        time.sleep(0.2)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (8, "error: update cancelled\n")
    assert f"{'^C' if name == 'SIGINT' else name} received; terminating" in out
    assert "error: update failed" in out
    names, pending = entries(slow)
    assert "slow" not in names
    assert pending == ["slow"], "nobody knows whether it was made"

    (slow.root / "go on").touch()
    again = slow.nusa("up", "--yes", "--skip-preview")
    assert again.returncode == 0
    assert "1 pending operations from previous deployment" in again.stdout
    assert "slow, interrupted while creating" in again.stdout


def test_a_preview_does_not_wait_for_a_provider_that_never_answers(slow):
    program = textwrap.dedent(SLOW).replace("def create(self, props)", "def read(self, id, props)")
    slow.write("__main__.py", f'{program}\nSlow(Provider(), "looked-up", {{}}, pulumi.ResourceOptions(id="x"))\n')
    process = slow.start("preview")
    begun(slow, process)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "preview canceled" in out
    assert "received; terminating" not in out


def test_a_preview_that_is_interrupted_writes_nothing(project):
    project.write("__main__.py", "import pathlib, time\npathlib.Path('begun').touch()\ntime.sleep(60)\n")
    process = project.start("preview")
    begun(project, process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (1, "")
    assert "preview canceled" in out
    assert not (project.root / ".nusa").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("module", ["cli.main", "typer", "cli.flow", "engine.session", "views.board"])
def test_before_the_start_a_signal_ends_in_good_order_and_writes_nothing(project, module, number):
    done = python(project, KILLED_WHILE.format(root=str(ROOT), module=module, signal=int(number)))
    assert (done.returncode, done.stdout, done.stderr) == (8, "", "")
    assert not (project.root / ".nusa").exists()


@pytest.mark.parametrize(
    ("module", "owner", "method"),
    [("engine.state", "StackState", "save"), ("engine.lock", "Lock", "release"), ("cli.texts", "Logged", "end")],
)
def test_after_the_engine_has_finished_a_signal_changes_nothing(project, module, owner, method):
    done = python(project, LATE.format(module=module, owner=owner, method=method))
    assert (done.returncode, done.stderr) == (0, "")
    assert "+ 2 created" in done.stdout
    names, pending = entries(project)
    assert "net" in names
    assert pending == []
    assert not (project.root / ".nusa/stacks/shop/dev.journal").exists()


def test_an_ignored_hang_up_stays_ignored(slow):
    command = ["sh", "-c", 'trap "" HUP; exec "$0" -m cli up --yes --skip-preview', sys.executable]
    process = subprocess.Popen(command, cwd=slow.root, env=environment({}), stdout=subprocess.PIPE, text=True)
    begun(slow, process)
    process.send_signal(signal.SIGHUP)
    (slow.root / "go on").touch()
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, out


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_an_update_goes_on_when_nobody_reads_it_any_more(project, closed):
    process = project.start("up", "--yes", "--skip-preview")
    getattr(process, closed).close()
    setattr(process, closed, None)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "net" in entries(project)[0]


def test_an_update_ends_in_good_order_when_its_terminal_is_closed(slow):
    terminal = slow.terminal("up", "--yes", "--skip-preview")
    terminal.until(lambda _: (slow.root / "begun").exists())
    os.close(terminal._master)
    terminal.process.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    (slow.root / "go on").touch()
    assert terminal.process.wait(PATIENCE) == 1
    assert "slow" in entries(slow)[0]
