"""What workflows run in a shell, run here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not on PATH")
GH = """\
#!/usr/bin/env bash
# Stands for GitHub's command line: notes what it is asked, and has the issue of one stack.
echo "$*" >> "$NOTED"
if [ "$1 $2" = "issue list" ] && [ "${TITLE#Drift: }" = "$OPEN" ]; then echo 7; fi
"""
NUSA = """\
#!/usr/bin/env bash
echo "what differs in $3"
"""


def script(file: str, called: str) -> str:
    told: Any = yaml.safe_load((GITHUB / file).read_text())
    jobs = told["jobs"].values() if "jobs" in told else [told["runs"]]
    (found,) = (step["run"] for job in jobs for step in job.get("steps", ()) if step.get("name") == called)
    return found


def bash(text: str, cwd: Path, **given: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does with `shell: bash`."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), **{name: str(value) for name, value in given.items()}}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def git(directory: Path, *arguments: str) -> str:
    base = ["git", "-C", directory, "-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"]
    return subprocess.run([*base, *arguments], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A repository with an earlier commit and the newest one, and one that nobody has merged."""
    place = tmp_path_factory.mktemp("repository")
    git(place, "init", "-q", "-b", "main")
    for name in ("earlier", "newest"):
        git(place, "commit", "-q", "--allow-empty", "-m", name)
    git(place, "checkout", "-q", "-b", "proposal")
    git(place, "commit", "-q", "--allow-empty", "-m", "proposal")
    found = {
        name: git(place, "rev-parse", ref) for name, ref in (("earlier", "main~1"), ("newest", "main"), ("proposed", "proposal"))
    }
    git(place, "checkout", "-q", "main")
    return {**found, "place": place}


@pytest.mark.parametrize(
    ("asked", "here", "taken"),
    [
        ("newest", "main", True),
        ("earlier", "main", True),
        ("proposed", "main", False),
        ("newest", "proposal", False),
        ("main", "main", False),
        ("$(touch harm)", "main", False),
        ("", "main", False),
    ],
)
def test_what_was_merged_is_deployed_and_nothing_else(
    history: dict[str, Any], tmp_path: Path, asked: str, here: str, *, taken: bool
):
    place, output = history["place"], tmp_path / "output"
    commit = history.get(asked, asked)
    done = bash(
        script("workflows/deploy.yml", "Take what was reviewed, and nothing else"),
        place,
        BRANCH="main",
        HERE=here,
        ASKED=commit,
        GITHUB_SHA=history["newest"],
        GITHUB_OUTPUT=output,
    )
    assert (done.returncode == 0) is taken, done.stdout + done.stderr
    assert output.exists() is taken
    if taken:
        assert output.read_text() == f"hash={commit}\n"
    assert not (place / "harm").exists()


@pytest.mark.parametrize(
    ("changes", "open_", "asked"),
    [
        ("3", "", "issue create --title Drift: production --label drift --body-file {}/body.md"),
        ("3", "production", "issue edit 7 --body-file {}/body.md"),
        ("0", "production", "issue close 7 --comment The clouds have what the program says again."),
        ("0", "staging", None),
        (None, "production", None),
    ],
)
def test_a_stack_has_one_issue_while_it_differs(tmp_path: Path, changes: str | None, open_: str, asked: str | None):
    for place, text in (("bin/gh", GH), (".venv/bin/nusa", NUSA)):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text(text)
        (tmp_path / place).chmod(0o755)
    found = tmp_path / "found" / "drift-production"
    found.mkdir(parents=True)
    (found / "plan.json").touch()
    if changes is not None:
        (found / "changes").write_text(f"{changes}\n")
    noted = tmp_path / "noted"
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    done = bash(f"{GITHUB / 'drift.sh'} {tmp_path / 'found'}", tmp_path, PATH=path, NOTED=noted, OPEN=open_)
    assert done.returncode == 0, done.stderr
    doing = [line for line in noted.read_text().splitlines() if line.startswith("issue") and not line.startswith("issue list")]
    assert doing == ([] if asked is None else [asked.format(found)])
    if changes == "3":
        assert (found / "body.md").read_text() == f"what differs in {found}/plan.json\n"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not on PATH")
@pytest.mark.parametrize(
    ("checkpoint", "against", "moved", "options"),
    [
        ("state.json", "main~1", False, "--checkpoint state.json"),
        ("", "main~1", False, "--against main~1"),
        ("", "main~1", True, "--against main~1 --against-virtualenv {}/base/.venv"),
        ("", "", False, ""),
    ],
)
def test_a_pull_request_is_compared_with_what_is_deployed_or_else_with_its_base(
    tmp_path: Path, checkpoint: str, against: str, options: str, *, moved: bool
):
    place = tmp_path / "repository"
    (place / ".venv" / "bin").mkdir(parents=True)
    nusa = place / ".venv" / "bin" / "nusa"
    nusa.write_text('#!/usr/bin/env bash\nif [ "$1" = preview ]; then echo "$*"; exit 5; fi\n')
    nusa.chmod(0o755)
    (place / "Makefile").write_text("setup:\n\t@touch set-up\n")
    (place / "requirements.txt").write_text("old\n")
    (place / ".gitignore").write_text(".venv\n")
    git(place, "init", "-q", "-b", "main")
    git(place, "add", "-A")
    git(place, "commit", "-qm", "first")
    (place / "requirements.txt").write_text("new\n" if moved else "old\n")
    git(place, "commit", "-q", "--allow-empty", "-am", "second")
    given = {"CHECKPOINT": checkpoint, "AGAINST": against, "STACK": "production", "TIMEOUT": "1m", "BASE": tmp_path / "base"}
    written = {"PLAN": tmp_path / "plan.json", "GITHUB_OUTPUT": tmp_path / "output", "GITHUB_STEP_SUMMARY": tmp_path / "summary"}
    done = bash(script("actions/preview/action.yml", "Plan"), place, **given, **written)
    assert done.returncode == 0, done.stderr
    asked = f"preview --stack production {options.format(tmp_path)} --timeout 1m --json --show-sames --review"
    assert written["PLAN"].read_text().split() == asked.split()
    assert "exit-code=5" in written["GITHUB_OUTPUT"].read_text()
    assert (tmp_path / "base" / "set-up").exists() is moved


@needs_jq
def test_a_checkpoint_that_a_fork_has_published_is_passed_over(tmp_path: Path):
    def artifact(run: int, created: str, branch: str = "main", head: int = 1, *, expired: bool = False) -> dict[str, Any]:
        about = {"id": run, "head_branch": branch, "repository_id": 1, "head_repository_id": head}
        return {"expired": expired, "created_at": created, "workflow_run": about}

    listed = [
        artifact(5, "2026-11-25T00:00:00Z", head=2),
        artifact(4, "2026-11-24T00:00:00Z", branch="proposal"),
        artifact(3, "2026-11-23T00:00:00Z", expired=True),
        artifact(1, "2026-11-21T00:00:00Z"),
        artifact(2, "2026-11-22T00:00:00Z"),
    ]
    (tmp_path / "listed.json").write_text(json.dumps({"artifacts": listed}))
    (tmp_path / "gh").write_text('#!/usr/bin/env bash\nexec jq -r "${@: -1}" listed.json\n')
    (tmp_path / "gh").chmod(0o755)
    output = tmp_path / "output"
    given = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "BRANCH": "main", "NAME": "checkpoint-production", "GITHUB_OUTPUT": output}
    done = bash(script("actions/deployed/action.yml", "Look for it"), tmp_path, GITHUB_REPOSITORY="shop/infra", **given)
    assert done.returncode == 0, done.stderr
    assert output.read_text() == "run=2\n"


@needs_jq
@pytest.mark.parametrize(
    ("commit", "deployed", "goes"),
    [
        ("newest", "earlier", True),
        ("newest", "newest", True),
        ("earlier", "newest", False),
        ("newest", "proposed", False),  # brought up by hand, from what was rebased away since
        ("newest", "0" * 40, True),
        ("newest", "", True),
        ("newest", None, True),
    ],
)
def test_an_approval_that_comes_late_takes_nothing_back(
    history: dict[str, Any], tmp_path: Path, commit: str, deployed: str | None, *, goes: bool
):
    checkpoint = tmp_path / "checkpoint.json"
    if deployed is not None:
        checkpoint.write_text(json.dumps({"deployment": {"metadata": {"commit": history.get(deployed, deployed)}}}))
    given = {"CHECKPOINT": "" if deployed is None else checkpoint, "COMMIT": history[commit]}
    done = bash(script("workflows/update.yml", "Go back only if asked"), history["place"], **given)
    assert (done.returncode == 0) is goes, done.stdout + done.stderr


@needs_jq
def test_that_a_preview_takes_on_other_roles_is_part_of_no_update(tmp_path: Path):
    def step(name: str, type_: str, op: str, *reasons: str) -> dict[str, Any]:
        return {"op": op, "urn": f"urn:pulumi:production::shop::{type_}::{name}", "diffReasons": list(reasons)}

    site = "nusantara:index:Environment$pulumi:providers"
    kept = [
        step("vpc", "aws:ec2/vpc:Vpc", "update", "tags"),
        step("other-region", f"{site}:aws", "replace", "region"),
        step("newer", f"{site}:aws", "update", "assumeRoles", "defaultTags"),
    ]
    roles = [step("aws", f"{site}:aws", "update", "assumeRoles"), step("inside", f"{site}:kubernetes", "update", "kubeconfig")]
    (tmp_path / "printed.json").write_text(json.dumps({"steps": [*kept, *roles], "diagnostics": []}))
    (tmp_path / "pulumi").write_text('#!/usr/bin/env bash\necho "$*" > asked\ncat printed.json\nexit 1\n')
    (tmp_path / "pulumi").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = bash(f"{GITHUB / 'preview.sh'} production plan.json --refresh", tmp_path, PATH=path)
    assert done.returncode == 1
    assert (tmp_path / "asked").read_text().split() == [
        *("preview", "--stack", "production", "--non-interactive", "--json"),
        *("--config", "nusantara:purpose=preview", "--refresh"),
    ]
    assert json.loads((tmp_path / "plan.json").read_text()) == {"steps": kept, "diagnostics": []}
