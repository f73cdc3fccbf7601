"""On a terminal: the question, the tree that grows, colours, Ctrl-C."""

from __future__ import annotations

import re
import signal

import pytest

from cli.options import Colors
from cli.terminal import coloured_for, is_ci

QUESTION = "Do you want to perform this update? [yes/no/details] (no) "


def asked(times: int):
    return lambda text: text.count(QUESTION) == times


def test_the_question_is_asked_until_it_is_answered(project):
    terminal = project.terminal("up")
    terminal.until(asked(1))
    assert "+ 2 to create" in terminal.text
    terminal.type("perhaps\n")
    terminal.until(asked(2))
    assert "Please answer yes, no or details" in terminal.text
    terminal.type("d\n")
    terminal.until(asked(3))
    assert "    + aws:ec2/vpc:Vpc: (create)\n" in terminal.text
    terminal.type("yes\n")
    assert terminal.end() == 0
    assert "+ 2 created" in terminal.text
    assert "planted" not in terminal.text


@pytest.mark.parametrize(("keys", "told"), [("\n", "declined"), ("n\n", "declined"), ("\x04", "cancelled")])
def test_no_answer_but_yes_does_anything(project, keys, told):
    terminal = project.terminal("up")
    terminal.until(asked(1))
    terminal.type(keys)
    assert terminal.end() == 1
    assert f"confirmation {told}, not proceeding with the update" in terminal.text
    assert not (project.root / ".nusa" / "stacks").exists()


@pytest.mark.parametrize(("args", "given"), [(("-f",), {}), ((), {"PULUMI_SKIP_CONFIRMATIONS": "true"})])
def test_who_wants_no_preview_or_no_questions_is_not_asked(project, args, given):
    terminal = project.terminal("up", *args, **given)
    assert terminal.end() == 0
    assert "Do you want" not in terminal.text


def test_the_tree_grows_and_stays(project):
    terminal = project.terminal("up", "-y", "-f")
    assert terminal.end() == 0
    assert terminal.text.count("Updating (dev):") == 1
    assert re.search(r" \+   └─ aws:ec2:Vpc       net       created \(\d+\.\d\ds\)", terminal.text)
    assert b"\x1b[?25h" in terminal.raw, "the cursor is shown again"
    assert b"\x1b[32m" in terminal.raw


def test_no_color_takes_every_colour_away(project):
    terminal = project.terminal("preview", NO_COLOR="1")
    assert terminal.end() == 0
    assert b"\x1b[3" not in terminal.raw
    assert b"\x1b[1m" not in terminal.raw


def test_a_build_server_is_no_person(project):
    terminal = project.terminal("up", CI="true")
    assert terminal.end() == 2
    assert "--yes or --skip-preview or --preview-only must be passed in" in terminal.text


def test_a_person_may_be_told_not_to_be_asked(project):
    for args in (("--non-interactive", "up"), ("up", "--non-interactive")):
        terminal = project.terminal(*args)
        assert terminal.end() == 2
        assert "--preview-only must be passed in" in terminal.text


def test_colours_can_be_asked_for(project):
    assert "\x1b[32m" in project.nusa("preview", "--color", "always").stdout
    assert "\x1b[" not in project.nusa("preview").stdout


def test_an_interrupt_ends_in_good_order(project):
    project.write("__main__.py", "import pulumi, time\npulumi.export('a', 1)\nprint('begun', flush=True)\ntime.sleep(60)\n")
    terminal = project.terminal("up", "-y", "-f")
    terminal.until(lambda text: "begun" in text)
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 1
    assert "Traceback" not in terminal.text
    assert "update canceled" in terminal.text
    assert b"\x1b[?25h" in terminal.raw


@pytest.mark.parametrize(
    ("colors", "on_terminal", "environment", "coloured"),
    [
        (Colors.AUTO, True, {}, True),
        (Colors.AUTO, False, {}, False),
        (Colors.AUTO, True, {"NO_COLOR": "1"}, False),
        (Colors.AUTO, True, {"NO_COLOR": ""}, True),
        (Colors.AUTO, True, {"TERM": "dumb"}, False),
        (Colors.AUTO, False, {"FORCE_COLOR": "1"}, True),
        (Colors.ALWAYS, False, {"NO_COLOR": "1"}, True),
        (Colors.NEVER, True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_when_to_colour(colors, on_terminal, environment, coloured):
    assert coloured_for(colors, on_terminal, environment) is coloured


@pytest.mark.parametrize(("value", "ci"), [("true", True), ("1", True), ("false", False), ("", False), ("0", False)])
def test_what_a_build_server_says(value, ci):
    assert is_ci({"CI": value}) is ci
    assert not is_ci({})
