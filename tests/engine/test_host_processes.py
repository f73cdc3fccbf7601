"""The program's process: what it sees of its surroundings, and that it never outlives the engine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.host import ProgramResult, ZygoteError, run_program, zygote_for
from tests.support.trivial_monitor import TrivialMonitor, run, spec

ROOT = Path(__file__).parents[2]
INTERPRETERS = pytest.mark.parametrize("interpreter", [None, Path(sys.executable)], ids=["fork", "other interpreter"])


@INTERPRETERS
def test_surroundings_are_those_of_pulumis_language_host(tmp_path, interpreter):
    (tmp_path / "helper.py").write_text("")
    source = """
        import helper, json, os, sys, pulumi
        print(json.dumps([os.getcwd(), sys.path[0], sys.argv, __name__, os.path.isabs(__file__), sys.stdin.read()]))
        print(pulumi.get_project(), pulumi.get_stack(), pulumi.get_organization(), pulumi.runtime.is_dry_run(), pulumi.get_root_directory())
        print(pulumi.Config().require("plain"), type(pulumi.Config("aws").require_secret("token")), pulumi.runtime.is_config_secret("aws:token"))
        """
    config = {"trivial:plain": "text", "aws:token": "hush"}
    ran = run(
        tmp_path, source, interpreter=interpreter, config=config, secret_keys=("aws:token",), root_directory=tmp_path / "root"
    )
    assert ran.result.messages == ()
    assert ran.out[0] == f'["{tmp_path}", ".", ["."], "__main__", true, ""]'
    assert ran.out[1] == f"trivial dev organization True {tmp_path}/root"
    assert ran.out[2] == "text <class 'pulumi.output.Output'> True"


@INTERPRETERS
def test_none_of_our_packages_can_be_imported(tmp_path, interpreter):
    source = """
        for name in ("engine", "faults", "components", "stacks", "cli", "simulator", "views", "tests"):
            try:
                __import__(name)
            except ImportError:
                continue
            print(name)
        """
    ran = run(tmp_path, source, interpreter=interpreter)
    assert ran.out == []
    assert ran.result.messages == ()


def test_a_programs_own_package_may_have_the_name_of_one_of_ours(tmp_path):
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "__init__.py").write_text("theirs = True")
    assert run(tmp_path, "import engine\nprint(engine.theirs)").out == ["True"]


def test_a_program_has_nothing_of_what_ran_on_mocks_in_the_engines_process(tmp_path):
    (tmp_path / "__main__.py").write_text("import pulumi\npulumi.export('stack', 1)\nprint(pulumi.get_stack())")
    engine = f"""
import asyncio, pathlib, pulumi
from engine.host import ProgramSpec, run_program
from tests.support.trivial_monitor import TrivialMonitor

class Mocks(pulumi.runtime.Mocks):
    def call(self, args): ...
    def new_resource(self, args): ...

pulumi.runtime.set_mocks(Mocks(), stack="mocked")
program = ProgramSpec(directory=pathlib.Path({str(tmp_path)!r}), project="p", stack="own", config={{}}, dry_run=True)
print(asyncio.run(run_program(program, TrivialMonitor(), lambda severity, text: print(text))).messages)
"""
    done = subprocess.run([sys.executable, "-c", engine], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout.splitlines(), done.stderr) == (["own", "()"], "")


def test_programs_share_no_modules(tmp_path):
    (tmp_path / "counter.py").write_text("runs = []")
    source = "import counter\ncounter.runs.append(1)\nprint(len(counter.runs))"
    assert [run(tmp_path, source).out for _ in range(2)] == [["1"], ["1"]]


def test_variables_of_the_environment_are_those_of_the_moment(tmp_path, monkeypatch):
    run(tmp_path, "")
    monkeypatch.setenv("SET_LATER", "yes")
    source = "import os\nprint(os.environ['SET_LATER'], os.environ['ON_TOP'])"
    assert run(tmp_path, source, environment={"ON_TOP": "too"}).out == ["yes too"]


def test_an_interpreter_without_pulumi_is_named(tmp_path):
    bare = tmp_path / "bare" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    with pytest.raises(ZygoteError, match=f"{bare} has no package pulumi; fix: install"):
        run(tmp_path, "", interpreter=bare)


def test_an_interpreter_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(ZygoteError, match="/nowhere/python: cannot be run: No such file or directory"):
        run(tmp_path, "", interpreter=Path("/nowhere/python"))


def test_the_host_is_started_anew_after_it_was_killed(tmp_path):
    run(tmp_path, "")
    host = zygote_for(None).pid
    os.kill(host, signal.SIGKILL)
    os.waitid(os.P_PID, host, os.WEXITED | os.WNOWAIT)
    assert run(tmp_path, "print('again')").out == ["again"]


def test_cancelling_kills_the_program_and_what_it_started(tmp_path):
    source = """
        import os, subprocess, time
        child = subprocess.Popen(["sleep", "300"])
        print(os.getpid(), child.pid)
        time.sleep(300)
        """
    pids: list[int] = []

    async def main() -> ProgramResult:
        started = asyncio.Event()

        def output(_, text):
            pids.extend(map(int, text.split()))
            started.set()

        running = asyncio.create_task(run_program(spec(tmp_path, source), TrivialMonitor(), output))
        await asyncio.wait_for(started.wait(), 20)
        running.cancel()
        return await running

    assert asyncio.run(main()).cancelled
    assert_gone(pids)


def test_kill_9_of_the_engine_leaves_no_orphan(tmp_path):
    (tmp_path / "__main__.py").write_text("import os, time\nprint(os.getppid(), os.getpid())\ntime.sleep(300)")
    engine = f"""
import asyncio, pathlib
from engine.host import ProgramSpec, run_program
from tests.support.trivial_monitor import TrivialMonitor
program = ProgramSpec(directory=pathlib.Path({str(tmp_path)!r}), project="p", stack="s", config={{}}, dry_run=True)
asyncio.run(run_program(program, TrivialMonitor(), lambda severity, text: print(text, flush=True)))
"""
    with subprocess.Popen([sys.executable, "-c", engine], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pids = list(map(int, process.stdout.readline().split()))
        process.kill()
    assert_gone(pids)


def assert_gone(pids: list[int]) -> None:
    assert pids
    deadline = time.monotonic() + 10
    while alive := [pid for pid in pids if _alive(pid)]:
        assert time.monotonic() < deadline, f"still there: {alive}"
        time.sleep(0.02)


def _alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False
