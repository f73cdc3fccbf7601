"""The `nusa` command in a process of its own, on a small project, with pipes or with a terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import termios
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.commands import commands

ROOT = Path(__file__).resolve().parents[2]
PERSONAL = {"PULUMI_STACK", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE", "CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS"}
COMMANDS = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")
PATIENCE = 60.0
PROGRAM = """
    import pulumi

    config = pulumi.Config()

    class Vpc(pulumi.CustomResource):
        def __init__(self, name, cidr):
            super().__init__("aws:ec2/vpc:Vpc", name, {"cidrBlock": cidr, "tags": {"key": pulumi.Output.secret("planted")}, "arn": None})

    net = Vpc("net", config.get("cidr") or "10.0.0.0/16")
    pulumi.export("id", net.id)
    pulumi.export("password", pulumi.Output.secret("planted"))
"""


def environment(given: dict[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in PERSONAL}
    return {**inherited, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **given}


class Project:
    """A project in a folder, and `nusa` in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("Pulumi.yaml", "name: shop\nruntime: python\n")
        self.stack("dev")
        self.write("__main__.py", textwrap.dedent(PROGRAM))

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text)

    def stack(self, name: str) -> None:
        self.write(f"Pulumi.{name}.yaml", "config:\n  aws:region: ap-southeast-3\n")

    def start(self, *args: str, **given: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "cli", *args],
            cwd=self.root,
            env=environment(given),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def nusa(self, *args: str, **given: str) -> subprocess.CompletedProcess[str]:
        code, out, err = commands().run(args, self.root, environment(given), PATIENCE)
        assert "Traceback" not in err
        return subprocess.CompletedProcess(args, code, out, err)

    def terminal(self, *args: str, **given: str) -> Terminal:
        return Terminal([sys.executable, "-m", "cli", *args], self.root, environment(given))


class Terminal:
    """A process on a terminal of 80 columns."""

    def __init__(self, command: list[str], directory: Path, environment: dict[str, str]) -> None:
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (24, 80))
        self.process = subprocess.Popen(command, cwd=directory, env=environment, stdin=slave, stdout=slave, stderr=slave)
        os.close(slave)
        self.raw = b""

    @property
    def text(self) -> str:
        """Everything that was written, without colours and cursor moves."""
        return COMMANDS.sub(b"", self.raw).replace(b"\r", b"").decode()

    def until(self, seen: Callable[[str], bool]) -> None:
        """Read until the text is as wanted."""
        end = time.monotonic() + PATIENCE
        while not seen(self.text):
            assert time.monotonic() < end, self.text
            if not self._read():
                assert seen(self.text), self.text
                return

    def _read(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], 0.2)
        if not ready:
            return True
        try:
            chunk = os.read(self._master, 65536)
        except OSError:  # Linux says so when the other side is closed
            return False
        self.raw += chunk
        return bool(chunk)

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def end(self) -> int:
        """Read to the end; the exit code."""
        while self._read():
            if self.process.poll() is not None and not select.select([self._master], [], [], 0.1)[0]:
                break
        os.close(self._master)
        return self.process.wait(PATIENCE)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)
