"""A run full of secrets, also one that fails, is killed or says them aloud, leaves none in clear anywhere."""

from __future__ import annotations

import os
import signal
import textwrap
import time
from pathlib import Path

import pytest

from tests.chaos.stack import PASSWORD, Stack

LOUD = """
    import sys
    import pulumi

    password = pulumi.Config().require("password")
    print("standard output", password)
    print("standard error", password, file=sys.stderr)
    pulumi.log.warn(f"a warning {password}")

    class Vpc(pulumi.CustomResource):
        def __init__(self, name, props):
            super().__init__("aws:ec2/vpc:Vpc", name, {**props, "arn": None})

    secret = pulumi.Output.secret(password)
    Vpc("bad", {"cidrBlock": secret})
    Vpc("nested", {"cidrBlock": "10.0.0.0/16", "tags": {"deep": pulumi.Output.all(secret, "x").apply(lambda both: "-".join(both))}})
    pulumi.export("object", {"list": [secret], "text": pulumi.Output.format("{0}!", secret)})
    raise RuntimeError(f"no {password}")
"""


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stack:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    return Stack(tmp_path / "stack")


def holding(directory: Path) -> list[str]:
    """The files below a directory that hold the password in clear."""
    return [str(file) for file in directory.rglob("*") if file.is_file() and PASSWORD.encode() in file.read_bytes()]


def arguments() -> list[str]:
    """The command lines of this machine's processes that hold the password."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if PASSWORD.encode() in line:
                found.append(line.decode())
    return found


def test_no_file_and_no_line_holds_a_secret_in_clear(stack, tmp_path):
    said = [stack.run("up", "--yes").stdout, stack.run("preview", "--diff").stdout, stack.run("preview", "--json").stdout]
    (stack.root / "__main__.py").write_text(textwrap.dedent(LOUD))
    failed = stack.run("up", "--yes", "--skip-preview", "--continue-on-error")
    assert failed.returncode == 1
    assert "standard output [secret]" in failed.stdout
    said += [failed.stdout, stack.run("up", "--yes", "--skip-preview", "--json").stdout]
    said += [stack.run(*command).stdout for command in (("stack", "history", "--json"), ("stack", "export"), ("stack", "output"))]
    assert [text for text in said if PASSWORD in text] == []
    assert holding(tmp_path) == []


def test_a_run_that_is_killed_leaves_no_secret_in_clear(stack, tmp_path):
    process = stack.start("up", "--yes", "--skip-preview")
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        if stack.journal.exists() and stack.journal.read_bytes().count(b"\n") > 10:
            break
        time.sleep(0.005)
    assert arguments() == []
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert stack.journal.read_bytes().count(b'"ciphertext"') > 0, "there was a secret to keep"
    assert holding(tmp_path) == []
