"""`nusa cancel`: a running update is ended in good order, a lock that was left is taken away."""

from __future__ import annotations

import json
import signal

import pytest

from tests.cli.conftest import PATIENCE
from tests.cli.test_signals import begun, entries, slow

__all__ = ["slow"]
CANCELED = "The currently running update for 'dev' has been canceled!\n"
ELSEWHERE = {"owner": "someone@elsewhere", "host": "elsewhere", "pid": 1, "time": "2026-01-01T00:00:00Z"}


def test_a_running_update_finishes_what_it_has_begun(slow):
    process = slow.start("up", "--yes", "--skip-preview")
    begun(slow, process)
    cancel = slow.start("cancel", "--yes")
    while "cancelling" not in process.stdout.readline():
        pass
    assert cancel.poll() is None, "it waits for the end"
    (slow.root / "go on").touch()
    out, err = cancel.communicate(timeout=PATIENCE)
    assert (cancel.returncode, out, err) == (0, CANCELED, "")
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    names, pending = entries(slow)
    assert ("slow" in names, pending) == (True, [])


def test_cancelled_twice_it_gives_up(slow):
    process = slow.start("up", "--yes", "--skip-preview")
    begun(slow, process)
    first = slow.start("cancel", "dev", "--yes")
    while "cancelling" not in process.stdout.readline():
        pass
    second = slow.start("cancel", "-s", "dev", "--yes")
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 8
    for cancel in (first, second):
        out, _ = cancel.communicate(timeout=PATIENCE)
        assert (cancel.returncode, out) == (0, CANCELED)
    assert entries(slow)[1] == ["slow"]


def test_a_lock_that_was_left_is_taken_away(project):
    project.nusa("up", "--yes", "--skip-preview")
    lock = project.root / ".nusa/stacks/shop/dev.lock"
    lock.write_text(json.dumps(ELSEWHERE))
    refused = project.nusa("up", "--yes", "--skip-preview")
    assert refused.returncode == 1
    assert "the stack is currently locked by 1 lock(s)" in refused.stderr
    assert "created by someone@elsewhere (pid 1) at 2026-01-01T00:00:00Z" in refused.stderr
    assert project.nusa("cancel", "-y").stdout == CANCELED
    assert project.nusa("up", "--yes", "--skip-preview").returncode == 0
    assert project.nusa("cancel").stdout == CANCELED, "where nothing runs, all is done; as in Pulumi"


def test_nothing_is_written_where_there_is_nothing(project):
    assert project.nusa("cancel", "--yes").returncode == 0
    assert not (project.root / ".nusa").exists()
    assert project.nusa("cancel", "nope").returncode == 6
    both = project.nusa("cancel", "dev", "-s", "dev")
    assert (both.returncode, both.stderr.splitlines()[0]) == (
        2,
        "error: only one of --stack or argument stack name may be specified, not both",
    )


@pytest.mark.parametrize(("keys", "code"), [("dev\n", 0), ("no\n", 1), ("\x04", 1)])
def test_a_person_types_the_name(project, keys, code):
    lock = project.root / ".nusa/stacks/shop/dev.lock"
    lock.parent.mkdir(parents=True)
    lock.write_text(json.dumps(ELSEWHERE))
    terminal = project.terminal("cancel")
    terminal.until(lambda text: "by typing `dev`: " in text)
    assert "This will irreversibly cancel the currently running update for 'dev'!" in terminal.text
    terminal.type(keys)
    assert terminal.end() == code
    assert ("has been canceled!" in terminal.text, lock.read_text() == "") == ((True, True) if code == 0 else (False, False))


def test_waiting_may_be_given_up(slow):
    process = slow.start("up", "--yes", "--skip-preview")
    begun(slow, process)
    cancel = slow.start("cancel", "--yes")
    while "cancelling" not in process.stdout.readline():
        pass
    cancel.send_signal(signal.SIGINT)
    assert cancel.wait(PATIENCE) == 8
    (slow.root / "go on").touch()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
