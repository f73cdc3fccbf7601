"""What cannot be done is said in a line, with Pulumi's exit code, and nothing is written."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from cli import main as command
from cli.endings import STORE, UsageError
from cli.request import Kind, Request


def ended(monkeypatch, *args: str):
    """The exit code of `nusa` in this very process."""
    monkeypatch.setattr(sys, "argv", ["nusa", *args])
    with pytest.raises(SystemExit) as exit_:
        command.main()
    return exit_.value.code


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("preview", "-s", "prod"), 6, "error: no stack named 'prod' found"),
        (("preview", "-s", "dve"), 6, "did you mean 'dev'?"),
        (("preview", "-s", "organization/other/dev"), 2, "is of project 'other', and this is 'shop'; fix: choose with -C"),
        (("preview", "-s", "../dev/x/y"), 2, "expected stack, organization/stack or organization/project/stack"),
        (("preview", "-s", "a//dev"), 2, "expected stack, organization/stack or organization/project/stack"),
        (("preview", "-C", "nowhere"), 2, "'nowhere' does not exist"),
        (("preview", "-C", "Pulumi.yaml"), 2, "'Pulumi.yaml' is a file"),
        (
            ("up",),
            2,
            "error: --yes or --skip-preview or --preview-only must be passed in to proceed when running in non-interactive mode",
        ),
        (
            ("destroy",),
            2,
            "error: --yes or --skip-preview or --preview-only must be passed in to proceed when running in non-interactive mode",
        ),
        (("preview", "-c", "cidr"), 2, "error: --config cidr: expected key=value"),
        (("preview", "--paralel", "3"), 2, "No such option: --paralel"),
        (("preview", "-p", "0"), 2, "Invalid value for '--parallel'"),
        (("prewiew",), 2, "No such command 'prewiew'"),
        (("clouds", "fail", "azure"), 2, "'azure' is no simulated cloud, expected aws, alicloud, kubernetes"),
        (("clouds", "fail", "alicluod"), 2, "did you mean alicloud?"),
        (("clouds", "fail", "aws", "us-east1"), 2, "'us-east1' is no region of aws; did you mean us-east-1?"),
        (("clouds", "fail", "alicloud", "moon"), 2, "'moon' is no region of alicloud, expected "),
        (("preview", "-c", "a:b:c=1"), 1, "error: could not parse a:b:c as a configuration key (configuration keys should be of"),
        (("preview", "--import-file", "nowhere/in.json"), 1, "error: open nowhere/in.json: no such file or directory"),
        (("clouds", "reset"), 2, "error: --yes must be passed in"),
    ],
)
def test_a_fault(project, monkeypatch, capsys, args, code, told):
    monkeypatch.chdir(project.root)
    monkeypatch.delenv("PULUMI_STACK", raising=False)
    assert ended(monkeypatch, *args) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert told in " ".join(said.err.split())
    assert not (project.root / ".nusa").exists()


def test_no_project(project, tmp_path):
    (project.root / "Pulumi.yaml").unlink()
    done = project.nusa("preview")
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: no Pulumi.yaml project file found in {project.root}")


def test_every_fault_of_a_file_is_told_with_its_place(project):
    project.write("Pulumi.yaml", "name: 3\nruntime: nodejs\nmain: nowhere\n")
    done = project.nusa("preview")
    assert done.returncode == 2
    assert [line.split(" ")[0] for line in done.stderr.splitlines()] == [f"Pulumi.yaml:{line}:1" for line in (1, 2, 3)]


def test_the_stack_is_the_only_one_the_named_one_or_the_environments(project):
    assert "(dev):" in project.nusa("preview").stdout
    project.stack("live")
    done = project.nusa("preview")
    assert done.returncode == 2
    assert done.stderr == "error: no stack selected; fix: choose one of dev, live with --stack or PULUMI_STACK\n"
    assert "(live):" in project.nusa("preview", PULUMI_STACK="live").stdout
    assert "(dev):" in project.nusa("preview", "-s", "organization/shop/dev", PULUMI_STACK="live").stdout


def test_a_project_without_a_stack_says_how_to_make_one(project):
    (project.root / "Pulumi.dev.yaml").unlink()
    assert "fix: make one with `nusa stack init NAME`" in project.nusa("preview").stderr


def test_the_directory_may_stand_before_and_after_the_command(project, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    root, project.root = str(project.root), elsewhere
    assert "(dev):" in project.nusa("-C", root, "preview").stdout
    assert "(dev):" in project.nusa("preview", "--cwd", root, "--import-file", "in.json").stdout
    assert [file.name for file in elsewhere.iterdir()] == []
    assert Path(root, "in.json").exists()


def test_a_fault_of_our_own_is_a_sentence_too(monkeypatch, capsys):
    def broken(_request):
        raise LookupError("what was that")

    monkeypatch.delenv("NUSANTARA_DEBUG", raising=False)
    monkeypatch.setattr("cli.flow.follow", broken)
    assert ended(monkeypatch, "preview") == 255
    told = capsys.readouterr().err
    assert told.startswith("error: this is a fault of nusa itself: LookupError: what was that\n")
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "dev.json: No space left on device; fix: make room and run it again; what was done is written down"),
        (errno.EROFS, "dev.json: Read-only file system; fix: work in a directory that can be written"),
        (errno.EACCES, "dev.json: Permission denied; fix: let this user read and write there"),
    ],
)
def test_what_the_machine_refuses_is_no_fault_of_ours(monkeypatch, capsys, number, told):
    def broken(_request):
        raise OSError(number, os.strerror(number), "dev.json")

    monkeypatch.setattr("cli.flow.follow", broken)
    assert ended(monkeypatch, "preview") == 1
    assert capsys.readouterr().err == f"error: {told}\n"


def test_simulated_clouds_that_are_no_database(project):
    (project.root / ".nusa").mkdir()
    (project.root / ".nusa" / STORE).write_bytes(b"garbage" * 1000)
    done = project.nusa("clouds")
    assert done.returncode == 1
    assert done.stderr == (
        f"error: the simulated clouds cannot be used: file is not a database; fix: remove {STORE} from .nusa/, which empties them\n"
    )


def test_configuration_for_one_run():
    assert Request(kind=Kind.PREVIEW, config=["a=1", "b=x=y", "c="]).configuration.overrides == {"a": "1", "b": "x=y", "c": ""}
    with pytest.raises(UsageError, match="--config a, =1: expected key=value"):
        _ = Request(kind=Kind.PREVIEW, config=["a", "=1", "b=2"]).configuration
