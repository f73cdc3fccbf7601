"""What a run that was killed has left, and what the next one makes of it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.durable import Cloud
from tests.support.programs import HEAD, Stack

ROOT = Path(__file__).parents[2]


KILLED = """
a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16" if step == 0 else "10.1.0.0/16", opts=Opts(aliases=[Alias(name="was")]))
b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24")
c = aws.ec2.Eip("c", tags={"b": b.id, "step": str(step)})
if step == 0:
    aws.ec2.Eip("d")
"""


def killed(s: Stack, store: Path, at: str, what: str = "update") -> None:
    code = "import sys; from tests.support.durable import main; main(*sys.argv[1:])"
    command = [sys.executable, "-c", code, s.root, store, at, what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("at", ["Create a", "before Create b", "Create c"])
def test_a_run_that_was_killed_while_it_created_is_taken_up_where_it_was(at: str, tmp_path: Path) -> None:
    cloud = Cloud(tmp_path / "cloud.json")
    s = Stack(tmp_path, HEAD + KILLED, providers=cloud.servicer)
    s.configure(step=0)
    killed(s, tmp_path / "cloud.json", at)
    result = s.update()
    assert result.exit_code == 0
    assert cloud.names() == ["a", "b", "c", "d"], "each object exists once"
    assert result.snapshot.pending_operations == []
    assert dict(s.preview().summary.changes) == {"same": 5}


@pytest.mark.parametrize("at", ["Create a", "Create b", "Update c", "Delete b", "Delete a", "Delete d"])
def test_a_run_that_was_killed_while_it_changed_things_is_taken_up(at: str, tmp_path: Path) -> None:
    cloud = Cloud(tmp_path / "cloud.json")
    s = Stack(tmp_path, HEAD + KILLED, providers=cloud.servicer)
    s.configure(step=0)
    s.update()
    s.configure(step=1)
    killed(s, tmp_path / "cloud.json", at)
    result = s.update()
    assert result.exit_code == 0
    assert cloud.names() == ["a", "b", "c"]
    assert [r.urn for r in result.snapshot.resources if r.delete or r.pending_replacement] == []
    assert dict(s.preview().summary.changes) == {"same": 4}


CASCADE = """
v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
s = aws.ec2.Subnet("s", vpc_id=v.id, cidr_block=f"10.0.{step}.0/24", opts=Opts(delete_before_replace=True))
t = aws.ec2.Subnet("t", vpc_id=s.id, cidr_block="10.0.9.0/24")
aws.ec2.Eip("u", tags={"s": s.id, "t": t.id})
"""


@pytest.mark.parametrize("at", ["Delete t", "Delete s", "before Create s", "Create s", "before Create t", "Create t", "Update u"])
def test_a_replacement_that_was_killed_between_its_deletions_and_creations_is_taken_up(at: str, tmp_path: Path) -> None:
    cloud = Cloud(tmp_path / "cloud.json")
    s = Stack(tmp_path, HEAD + CASCADE, providers=cloud.servicer)
    s.configure(step=0)
    s.update()
    s.configure(step=1)
    killed(s, tmp_path / "cloud.json", at)
    result = s.update()
    assert result.exit_code == 0
    assert cloud.names() == ["s", "t", "u", "v"], "each object exists once"
    assert {r.id for r in result.snapshot.resources if r.type.startswith("aws:")} == set(cloud.objects)
    assert [r.urn for r in result.snapshot.resources if r.delete or r.pending_replacement] == []
    assert dict(s.preview().summary.changes) == {"same": 5}


@pytest.mark.parametrize("at", ["Delete c", "Delete a"])
def test_a_destruction_that_was_killed_leaves_nothing_behind(at: str, tmp_path: Path) -> None:
    cloud = Cloud(tmp_path / "cloud.json")
    s = Stack(tmp_path, HEAD + KILLED, providers=cloud.servicer)
    s.configure(step=0)
    s.update()
    killed(s, tmp_path / "cloud.json", at, "destroy")
    result = s.destroy()
    assert result.exit_code == 0
    assert result.snapshot.resources == []
    assert cloud.names() == []


def test_what_was_cut_off_while_created_is_destroyed_too(tmp_path: Path) -> None:
    cloud = Cloud(tmp_path / "cloud.json")
    s = Stack(tmp_path, HEAD + KILLED, providers=cloud.servicer)
    s.configure(step=0)
    killed(s, tmp_path / "cloud.json", "Create c")
    assert "c" in cloud.names()
    assert s.destroy().exit_code == 0
    assert cloud.names() == []
