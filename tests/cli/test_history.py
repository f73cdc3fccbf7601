"""`nusa stack history`: what Pulumi prints, of what was done here; the texts were compared with its own."""

from __future__ import annotations

import json
import os
import re
import subprocess

import pytest

from engine.secrets import PassphraseManager

CIRCUMSTANCES = re.compile(r"^    .*\n", re.MULTILINE)
TIMES = re.compile(r"(Updated ).*( took) \d+s")
PASSPHRASE = {"PULUMI_CONFIG_PASSPHRASE": "pw", "PULUMI_DISABLE_CI_DETECTION": "1"}
SECRET = "hush-hush"


def text(project, *args) -> str:
    """The history without circumstances and times."""
    shown = project.nusa("stack", "history", *args)
    assert (shown.returncode, shown.stderr) == (0, "")
    return TIMES.sub(r"\1now\2 1s", CIRCUMSTANCES.sub("", shown.stdout))


@pytest.fixture
def commit(project, monkeypatch):
    """A repository with a commit around the project."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", name.title())
        monkeypatch.setenv(f"GIT_{name}_EMAIL", f"{name.lower()}@shop.example")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    def git(*args):
        return subprocess.run(["git", *args], cwd=project.root, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "-q", "-b", "trunk")
    git("remote", "add", "origin", "https://someone:token-of-mine@github.com/acme/shop.git")
    project.write(".gitignore", ".nusa\n__pycache__\n")
    git("add", "-A")
    git("commit", "-q", "-m", "Sell more\n\nMuch more.")
    return git("rev-parse", "HEAD")


def test_every_update_and_destruction_is_there_the_newest_first(project):
    assert text(project) == "Stack has never been updated\n"
    assert project.nusa("stack", "history", "--json").stdout == "[]\n"
    project.nusa("up", "--yes", "-m", "begin")
    project.nusa("preview", "-m", "looked")
    project.nusa("up", "--yes", "--skip-preview", "--message", "larger", "-c", "cidr=10.1.0.0/16")
    project.nusa("destroy", "--yes", "-m", "end")
    assert text(project) == (
        "Version: 0\nUpdateKind: destroy\nStatus: succeeded\nMessage: end\n+0-2~0 0 Updated now took 1s\n\n"
        "Version: 0\nUpdateKind: update\nStatus: succeeded\nMessage: larger\n+0-0~0 1 Updated now took 1s\n\n"
        "Version: 0\nUpdateKind: update\nStatus: succeeded\nMessage: begin\n+2-0~0 0 Updated now took 1s\n\n"
    )
    assert text(project, "--page-size", "1", "--page", "2").count("Message: larger") == 1
    assert text(project, "--page-size", "0").count("Version") == 3
    assert text(project, "--page", "0", "--page-size", "1").count("Message: end") == 1
    assert text(project, "--page", "9") == "No stack updates found on page '9'\n"
    assert project.nusa("history").stdout.startswith("Version: 0\nUpdateKind: destroy\n")
    dated = project.nusa("stack", "history", "--full-dates", "--page-size", "1", TZ="UTC").stdout
    assert re.search(r"Updated 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC took ", dated)


def test_a_failed_update_is_there_too(project):
    project.write("__main__.py", "raise RuntimeError('no')\n")
    project.nusa("up", "--yes", "--skip-preview", "-m", "try")
    assert text(project).startswith("Version: 0\nUpdateKind: update\nStatus: failed\nMessage: try\n+")


def test_the_json_has_pulumis_keys_and_secrets_only_when_asked(project):
    manager = PassphraseManager("pw")
    secret = manager.encrypt(SECRET)
    project.write(
        "Pulumi.dev.yaml",
        f"encryptionsalt: {manager.salt}\nconfig:\n  aws:region: ap-southeast-3\n  shop:n: 4\n  shop:pw: {{secure: '{secret}'}}\n"
        f"  shop:deep: {{b: 1, a: [{{secure: '{secret}'}}]}}\n  shop:object: {{z: 1, a: 2}}\n  shop:gone: {{secure: 'v1:AAAA:AAAA'}}\n",
    )
    project.write("__main__.py", "")
    refused = project.nusa("up", "--yes", "--skip-preview", **PASSPHRASE)
    assert refused.returncode == 2, "a secret that nothing decrypts"
    project.write(
        "Pulumi.dev.yaml", (project.root / "Pulumi.dev.yaml").read_text().replace("  shop:gone: {secure: 'v1:AAAA:AAAA'}\n", "")
    )
    assert (
        project.nusa("up", "--yes", "-f", "--non-interactive", "-c", "shop:n=5", "-c", "shop:pw=other", **PASSPHRASE).returncode
        == 0
    )
    [entry] = json.loads(project.nusa("stack", "history", "--json").stdout)
    assert list(entry) == [
        "version", "kind", "startTime", "message", "environment", "config", "result", "endTime", "resourceChanges",
    ]  # fmt: skip
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z", entry["startTime"])
    assert (entry["kind"], entry["result"], entry["resourceChanges"], entry["message"]) == (
        "update",
        "succeeded",
        {"create": 1},
        "",
    )
    expected = {
        "aws:region": {"value": "ap-southeast-3", "secret": False},
        "shop:deep": {"secret": True},
        "shop:n": {"value": "5", "secret": False},
        "shop:object": {"value": '{"a":2,"z":1}', "objectValue": {"a": 2, "z": 1}, "secret": False},
        "shop:pw": {"secret": True},
    }
    assert entry["config"] == expected
    facts = entry["environment"]
    assert facts["pulumi.flag.yes"] == facts["pulumi.flag.non-interactive"] == facts["pulumi.flag.skip-preview"] == "true"
    assert facts["pulumi.flag.config"] == facts["pulumi.env.PULUMI_CONFIG_PASSPHRASE"] == "set"
    assert (facts["exec.kind"], facts["updatePlan"], facts["runtime.name"]) == ("cli", "false", "python")
    assert "ci.system" not in facts

    [entry] = json.loads(project.nusa("stack", "history", "--json", "--show-secrets", **PASSPHRASE).stdout)
    deep = {"a": [SECRET], "b": 1}
    opened = {"value": json.dumps(deep, separators=(",", ":")), "objectValue": deep, "secret": True}
    unopened = {"value": "ERROR_UNABLE_TO_DECRYPT", "secret": True}
    assert entry["config"] == {**expected, "shop:deep": opened, "shop:pw": unopened}, "what was given for one run is not kept"
    wrong = project.nusa("stack", "history", "--json", "--show-secrets", PULUMI_CONFIG_PASSPHRASE="wrong")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("error: decrypting secrets: incorrect passphrase")


def test_the_commit_is_told_and_no_token_of_its_remote(project, commit):
    project.nusa("up", "--yes")
    project.write("new.txt", "")
    project.nusa("up", "--yes", GITHUB_ACTIONS="true", GITHUB_RUN_ID="7", GITHUB_REPOSITORY="acme/shop", GITHUB_SHA="abc")
    newer, older = json.loads(project.nusa("stack", "history", "--json").stdout)
    assert older["message"] == newer["message"] == "Sell more"
    expected = {
        "git.head": commit,
        "git.headName": "refs/heads/trunk",
        "git.dirty": "false",
        "git.committer": "Committer",
        "git.committer.email": "committer@shop.example",
        "git.author": "Author",
        "git.author.email": "author@shop.example",
        "vcs.owner": "acme",
        "vcs.repo": "shop",
        "vcs.kind": "github.com",
        "vcs.root": ".",
    }
    assert {key: value for key, value in older["environment"].items() if key.startswith(("git.", "vcs."))} == expected
    assert newer["environment"]["git.dirty"] == "true"
    assert newer["environment"]["ci.system"] == "GitHub Actions"
    assert newer["environment"]["ci.build.url"] == "https://github.com/acme/shop/actions/runs/7"
    assert "token-of-mine" not in "".join(file.read_text() for file in (project.root / ".nusa/history").rglob("*.json"))
    assert f"    git.head: {commit}\n" in project.nusa("stack", "history").stdout


def test_an_unknown_stack_has_pulumis_exit_code(project):
    done = project.nusa("stack", "history", "-s", "nope")
    assert (done.returncode, done.stderr.partition(";")[0]) == (6, "error: no stack named 'nope' found")


def test_a_damaged_record_is_named(project):
    project.nusa("up", "--yes", "--skip-preview")
    [record] = (project.root / ".nusa/history/shop/dev").iterdir()
    record.write_text("{")
    done = project.nusa("stack", "history")
    assert (done.returncode, done.stdout) == (1, "")
    assert str(record.relative_to(project.root)) in done.stderr
