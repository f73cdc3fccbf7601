"""How a program ends, and what is said of it: as Pulumi's language host says it."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.trivial_monitor import TrivialMonitor, run


def test_a_program_that_ends_well(tmp_path):
    monitor = TrivialMonitor()
    ran = run(tmp_path, "import pulumi\npulumi.export('answer', 42)", monitor)
    assert ran.result.messages == ()
    assert ran.result.exit_code == 0
    assert monitor.sent("RegisterResourceOutputs")[0].outputs["answer"] == 42
    assert monitor.sent("SignalAndWaitForShutdown")


def test_an_exception_shows_the_programs_own_frames_alone(tmp_path):
    (tmp_path / "helper.py").write_text("def boom():\n    raise ValueError('from helper')\n")
    result = run(tmp_path, "import helper\nhelper.boom()").result
    assert result.exit_code == 1
    assert result.messages == ("Program failed with an unhandled exception:\n" + result.error,)
    assert result.error == (
        "Traceback (most recent call last):\n"
        f'  File "{tmp_path}/__main__.py", line 2, in <module>\n'
        "    helper.boom()\n"
        f'  File "{tmp_path}/helper.py", line 2, in boom\n'
        "    raise ValueError('from helper')\n"
        "ValueError: from helper\n"
    )


def test_an_exception_in_an_apply_shows_the_apply(tmp_path):
    result = run(
        tmp_path,
        """
        import pulumi
        def f(value):
            raise KeyError("in apply")
        pulumi.export("o", pulumi.Output.from_input(1).apply(f))
        """,
    ).result
    assert result.error == (
        "Traceback (most recent call last):\n"
        f'  File "{tmp_path}/__main__.py", line 4, in f\n'
        '    raise KeyError("in apply")\n'
        "KeyError: 'in apply'\n"
    )


def test_frames_of_python_and_of_sdks_are_left_out(tmp_path):
    source = """
        import json, pulumi
        def read():
            return json.loads("{")
        pulumi.Output.from_input(1).apply(lambda _: 1)
        try:
            read()
        except ValueError as error:
            raise RuntimeError("no settings") from error
        """
    error = run(tmp_path, source).result.error
    assert [line.split(", in ")[1] for line in error.splitlines() if line.startswith("  File")] == ["<module>", "read", "<module>"]
    assert error.splitlines()[-1] == "RuntimeError: no settings"
    assert "json/decoder.py" not in error


def test_what_fails_outside_the_program_is_told_by_its_message(tmp_path):
    error = run(tmp_path, "import pulumi\npulumi.ComponentResource('a:b:C', 'c', {'x': object()}, None, remote=True)").result.error
    assert error.startswith("ValueError: While processing resource: 'c'"), error
    assert "File" not in error


def test_a_syntax_error_shows_none_of_our_frames(tmp_path):
    error = run(tmp_path, "x = (").result.error
    assert error.splitlines()[-1] == "SyntaxError: '(' was never closed"
    assert "engine" not in error
    assert "Traceback" not in error


def test_a_run_error_shows_its_message_alone(tmp_path):
    result = run(tmp_path, "import pulumi\nraise pulumi.RunError('a message for people')").result
    assert result.messages == (
        "a message for people",
        "an unhandled error occurred: program exited with non-zero exit code: 1",
    )
    assert result.exit_code == 1


def test_the_exit_code_attribute_of_an_exception_is_honoured(tmp_path):
    source = """
        import pulumi
        class Faulty(pulumi.RunError):
            exit_code = 2
        raise Faulty("two faults")
        """
    result = run(tmp_path, source).result
    assert (result.error, result.exit_code) == ("two faults", 2)


@pytest.mark.parametrize(
    ("source", "end"),
    [
        ("import sys; sys.exit(3)", "program exited with non-zero exit code: 3"),
        ("import os; os._exit(4)", "program exited with non-zero exit code: 4"),
        ("import os; os._exit(0)", "program ended its process before it had finished"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "program was killed by signal 11 (SIGSEGV)"),
    ],
)
def test_a_program_that_ends_its_own_process(tmp_path, source, end):
    result = run(tmp_path, source).result
    assert result.messages == (f"an unhandled error occurred: {end}",)
    assert result.exit_code == 1


def test_sys_exit_without_a_code_is_a_good_end(tmp_path):
    assert run(tmp_path, "import sys; sys.exit()").result.messages == ()


def test_sys_exit_with_words_prints_them(tmp_path):
    ran = run(tmp_path, "import sys; sys.exit('bye')")
    assert ran.err == ["bye"]
    assert ran.result.end == "program exited with non-zero exit code: 1"


def test_a_directory_without_a_program(tmp_path):
    (tmp_path / "empty").mkdir()
    result = run(tmp_path, "", entry_point="empty").result
    assert result.error == f"unable to find main python program `__main__.py` in `{tmp_path}/empty`"


def test_output_comes_line_by_line_on_its_own_stream(tmp_path):
    ran = run(tmp_path, "import sys\nprint('one\\ntwo')\nprint('wrong', file=sys.stderr)\nprint('half', end='')")
    assert ran.out == ["one", "two", "half"]
    assert ran.err == ["wrong"]


def test_what_the_program_registers_for_its_end_is_run(tmp_path):
    source = """
        import atexit, threading, time
        atexit.register(lambda: print("at the end"))
        threading.Thread(target=lambda: (time.sleep(0.2), print("thread"))).start()
        """
    assert run(tmp_path, source).out == ["thread", "at the end"]


def test_an_async_program(tmp_path):
    monitor = TrivialMonitor()
    source = """
        import asyncio, pulumi
        async def main():
            await asyncio.sleep(0)
            return {"answer": 42}
        pulumi.run(main)
        """
    assert run(tmp_path, source, monitor).result.messages == ()
    assert monitor.sent("RegisterResourceOutputs")[0].outputs["answer"] == 42


def test_calls_that_were_made_are_answered_before_the_end_of_a_program_is_told(tmp_path):
    class Slow(TrivialMonitor):
        answered = False

        async def RegisterResource(self, request):
            answer = await super().RegisterResource(request)
            if request.custom:
                await asyncio.sleep(0.3)
                self.answered = True
            return answer

    monitor = Slow()
    source = """
        import asyncio, pulumi
        pulumi.CustomResource("t:m:T", "slow", {})
        async def soon():
            await asyncio.sleep(0.05)
            raise ValueError("too early")
        pulumi.export("x", pulumi.Output.from_input(soon()))
        """
    assert "too early" in run(tmp_path, source, monitor).result.error
    assert monitor.answered


def test_an_exception_behind_an_input_shows_the_programs_own_frames(tmp_path):
    source = """
        import pulumi
        def f(value):
            raise ValueError("in apply")
        a = pulumi.CustomResource("t:m:T", "a", {})
        pulumi.CustomResource("t:m:T", "r", {"size": a.id.apply(f)})
        """
    error = run(tmp_path, source).result.error
    own = f'Traceback (most recent call last):\n  File "{tmp_path}/__main__.py", line 4, in f\n    raise ValueError("in apply")\nValueError'
    assert error.startswith(own)
    assert error.count("Traceback") == error.count("  File ") == 1


def test_an_exception_behind_an_output_of_the_stack_shows_the_programs_own_frames(tmp_path):
    source = """
        import pulumi
        def f(value):
            raise ValueError("in apply")
        pulumi.export("x", pulumi.Output.from_input(1).apply(f))
        """
    error = run(tmp_path, source).result.error
    assert f'File "{tmp_path}/__main__.py", line 4, in f\n    raise ValueError("in apply")\nValueError: in apply' in error
