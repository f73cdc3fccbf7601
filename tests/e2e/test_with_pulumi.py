"""Where the real `pulumi` is on PATH: a stack goes over to it and comes back, and neither engine finds anything to change."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import pulumi
import pulumi_aws as aws

config = pulumi.Config()
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", tags={"key": config.require_secret("password")})
subnet = aws.ec2.Subnet("sub", vpc_id=vpc.id, cidr_block="10.0.0.0/24", opts=pulumi.ResourceOptions(protect=True))
explicit = aws.Provider("explicit", region="ap-southeast-1")
aws.ec2.Eip("address", domain="vpc", opts=pulumi.ResourceOptions(provider=explicit, depends_on=[subnet]))
pulumi.export("password", config.require_secret("password"))
pulumi.export("vpc", vpc.id)
"""
pytestmark = [
    pytest.mark.cli,
    pytest.mark.skipif(shutil.which("pulumi") is None, reason="no pulumi on PATH"),
]


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `pulumi` or `nusa` in a project whose providers are the simulated clouds, for both the same ones."""
    (tmp_path / "__main__.py").write_text(PROGRAM)
    (tmp_path / "backend").mkdir()
    runtime = {"name": "python", "options": {"virtualenv": str(Path(sys.executable).parents[1])}}
    providers = [{"name": "aws", "path": str(ROOT / "simulator" / "aws"), "version": "7.51.1"}]
    (tmp_path / "Pulumi.yaml").write_text(json.dumps({"name": "test", "runtime": runtime, "plugins": {"providers": providers}}))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")},
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_BACKEND_URL": f"file://{tmp_path / 'backend'}",
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "NUSANTARA_CLOUDS": str(tmp_path / "clouds.sqlite"),
        "PYTHONPATH": str(ROOT),
    }

    def ran(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "cli"] if program == "nusa" else [program]
        done = subprocess.run(
            [*command, *arguments], check=False, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=240
        )
        assert done.returncode == 0, f"{program} {' '.join(arguments)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    ran("pulumi", "stack", "init", "dev", "--non-interactive")
    ran("pulumi", "config", "set", "aws:region", "ap-southeast-3", "--non-interactive")
    ran("pulumi", "config", "set", "--secret", "password", "hush-hush", "--non-interactive")
    return ran


@pytest.mark.parametrize("what", ["export", "file", "export --show-secrets"])
def test_what_nusa_made_pulumi_takes_and_has_nothing_to_change(run, tmp_path, what):
    run("nusa", "up", "--yes", "--skip-preview", "-s", "dev")
    state = tmp_path / ".nusa/stacks/test/dev.json"
    if what != "file":
        state = tmp_path / "exported.json"
        run("nusa", "stack", *what.split(), "-s", "dev", "--file", str(state))
    run("pulumi", "stack", "import", "-s", "dev", "--file", str(state), "--non-interactive")
    assert "5 unchanged" in run("pulumi", "preview", "-s", "dev", "--expect-no-changes", "--non-interactive").stdout
    assert "hush-hush" in run("pulumi", "stack", "output", "-s", "dev", "--show-secrets", "--non-interactive").stdout
    assert "5 unchanged" in run("pulumi", "up", "-s", "dev", "--yes", "--skip-preview", "--non-interactive").stdout


def test_what_pulumi_made_nusa_takes_and_has_nothing_to_change(run, tmp_path):
    run("pulumi", "up", "-s", "dev", "--yes", "--skip-preview", "--non-interactive")
    exported = tmp_path / "exported.json"
    run("pulumi", "stack", "export", "-s", "dev", "--file", str(exported), "--non-interactive")
    run("nusa", "stack", "import", "-s", "dev", "--file", str(exported), "--force")
    assert "5 unchanged" in run("nusa", "preview", "-s", "dev", "--expect-no-changes").stdout
    assert "hush-hush" in run("nusa", "stack", "output", "-s", "dev", "--show-secrets").stdout
    run("nusa", "up", "-s", "dev", "--yes", "--skip-preview", "--expect-no-changes")
    run("nusa", "stack", "export", "-s", "dev", "--file", str(exported))
    run("pulumi", "stack", "import", "-s", "dev", "--file", str(exported), "--non-interactive")
    assert "5 unchanged" in run("pulumi", "preview", "-s", "dev", "--expect-no-changes", "--non-interactive").stdout
