"""Where the real `pulumi` is on PATH: an environment that is one of its stacks becomes several and one again, and nothing changes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.test_split_environment import ENVIRONMENT, SPLIT, STACKS
from tests.test_workflow_scripts import git, script

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = {"aws": "7.51.1", "alicloud": "4.0.0", "kubernetes": "4.34.2"}
pytestmark = [
    pytest.mark.cli,
    pytest.mark.skipif(shutil.which("pulumi") is None, reason="no pulumi on PATH"),
]


@pytest.fixture
def run(tmp_path):
    """Runs `pulumi` or `nusa` on a copy of the program, whose providers are the simulated clouds."""
    for name in ("__main__.py", "components", "faults", "stacks"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile)(ROOT / name, tmp_path / name)
    for file in (tmp_path / "stacks").glob("Pulumi.*.yaml"):
        file.unlink()
    (tmp_path / "stacks" / "Pulumi.test.yaml").write_text(ENVIRONMENT)
    (tmp_path / "backend").mkdir()
    project = {
        "name": "nusantara",
        "runtime": {"name": "python", "options": {"virtualenv": str(Path(sys.executable).parents[1])}},
        "stackConfigDir": "stacks",
        "plugins": {
            "providers": [
                {"name": name, "path": str(ROOT / "simulator" / name), "version": version} for name, version in VERSIONS.items()
            ]
        },
    }
    (tmp_path / "Pulumi.yaml").write_text(json.dumps(project))
    # One that was built from source tells no version, which the Automation API asks for.
    shim = tmp_path / "bin" / "pulumi"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nif [ "$1" = version ]; then echo v3.272.0; else exec {shutil.which("pulumi")} "$@"; fi\n')
    shim.chmod(0o755)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")},
        "PATH": f"{shim.parent}:{os.environ['PATH']}",
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_BACKEND_URL": f"file://{tmp_path / 'backend'}",
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "NUSANTARA_CLOUDS": str(tmp_path / "clouds.sqlite"),
        "PYTHONPATH": str(ROOT),
    }

    def ran(program: str, *arguments: str, code: int = 0) -> str:
        command = [sys.executable, "-m", "cli"] if program == "nusa" else [program]
        done = subprocess.run(
            [*command, *arguments], check=False, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == code, f"{program} {' '.join(arguments)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    return ran


def merged(place: Path) -> None:
    """Have what is written committed, as a pull request would."""
    (place / ".venv").symlink_to(sys.prefix)
    (place / ".gitignore").write_text("/*\n!/stacks\n__pycache__\n")
    shutil.copytree(ROOT / ".github", place / ".github")
    git(place, "init", "-q")
    git(place, "add", ".")
    git(place, "commit", "-q", "-m", "split: site")


def moved(run: Callable[..., str], way: str) -> str:
    """What the steps of the workflow that moves a state print."""
    given = f"STACK=test WAY={way} HERE=main BRANCH=main GITHUB_STEP_SUMMARY=summary.md"
    names = ("Go by what was merged, with the files of its stacks", "Move the state", "Show that nothing changes")
    steps = (script("workflows/split.yml", name) for name in names)
    return "".join(run("bash", "-eo", "pipefail", "-c", f"export {given}\n{step}") for step in steps)


def test_a_stack_of_the_real_engine_is_split_brought_up_in_order_and_joined(run, tmp_path):
    file = tmp_path / "stacks" / "Pulumi.test.yaml"
    run("pulumi", "stack", "init", "test", "--non-interactive")
    run("pulumi", "up", "-s", "test", "--yes", "--skip-preview", "--non-interactive")
    file.write_text(file.read_text().replace("    sites:\n", f"{SPLIT}    sites:\n"))
    assert "fix: run `nusa pulumi split -s test`" in run("nusa", "pulumi", "preview", "-s", "test", code=1)
    run("nusa", "stack", "split", "-s", "test")  # which knows nothing of this backend, and writes the files
    run("pulumi", "stack", "init", "test-jakarta", "--non-interactive")
    told = run("pulumi", "up", "-s", "test-jakarta", "--yes", "--skip-preview", "--non-interactive", code=1)
    assert "split: site, while the stack test has the resources, expected its state to be moved before test-jakarta is run" in told
    merged(tmp_path)
    told = moved(run, "split")
    assert "test: 0 resources" in told
    assert all(f"{stack}: preview: done" in told for stack in STACKS)

    file.write_text(file.read_text().replace("owner: platform", "owner: somebody"))
    told = run("nusa", "pulumi", "up", "-s", "test", "--yes")
    assert max(told.index(f"{site}: Updating") for site in STACKS[:2]) < told.index(f"{STACKS[2]}: Updating")

    file.write_text(file.read_text().replace(SPLIT, ""))
    assert "split: nothing, while there are files of test-batam" in run(
        "pulumi", "preview", "-s", "test", "--non-interactive", code=1
    )
    assert "fix: run `nusa pulumi join -s test`" in run("nusa", "pulumi", "up", "-s", "test", "--yes", code=1)
    assert "test-global: 0 resources" in moved(run, "join")
    assert not list((tmp_path / "stacks").glob("Pulumi.test-*.yaml"))
    run("pulumi", "preview", "-s", "test", "--expect-no-changes", "--non-interactive")


def test_an_environment_that_is_split_from_its_beginning_is_previewed_before_anything_is_up(run, tmp_path):
    file = tmp_path / "stacks" / "Pulumi.test.yaml"
    file.write_text(ENVIRONMENT.replace("    sites:\n", f"{SPLIT}    sites:\n"))
    run("nusa", "stack", "split", "-s", "test")
    told = "there is no stack test-jakarta, test-batam, test-global yet; fix: `nusa pulumi init -s test` makes them"
    assert told in run("nusa", "pulumi", "preview", "-s", "test", code=1)
    assert run("nusa", "pulumi", "init", "-s", "test") == "".join(f"{stack}: made\n" for stack in STACKS)
    planned = run("nusa", "pulumi", "preview", "-s", "test")
    assert all(f"{stack}: preview: done" in planned for stack in STACKS), planned
    done = run("nusa", "pulumi", "up", "-s", "test", "--yes")
    for stack in STACKS:
        (count,) = re.findall(rf"{stack}:     \+ (\d+) to create", planned)
        assert f"{stack}:     + {count} created" in done
