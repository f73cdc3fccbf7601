"""The way back when the cloud is lost that the state is in: from the encrypted copy to a state that can be imported."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import ROOT, Project

GIVEN = {"PULUMI_CONFIG_PASSPHRASE": "of the day"}
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on PATH")


def openssl(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["openssl", *arguments], capture_output=True, check=False)


@pytest.fixture
def seal(tmp_path: Path) -> Path:
    """The script that encrypts, with the certificates of two people beside it, each of another kind."""
    recipients = tmp_path / "github" / "recipients"
    recipients.mkdir(parents=True)
    for name, kind in (("ani", ["rsa:2048"]), ("budi", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"])):
        made = [
            "req",
            "-x509",
            "-nodes",
            "-subj",
            f"/CN={name}",
            "-keyout",
            tmp_path / f"{name}.key",
            "-out",
            recipients / f"{name}.pem",
        ]
        assert openssl(*made, "-newkey", *kind).returncode == 0
    return Path(shutil.copy(ROOT / ".github" / "seal.sh", tmp_path / "github" / "seal.sh"))


def opened(by: str, message: Path) -> subprocess.CompletedProcess[bytes]:
    """What docs/deployment.md says to run."""
    home, certificate = message.parent, message.parent / "github" / "recipients" / f"{by}.pem"
    return openssl(
        "cms", "-decrypt", "-binary", "-inform", "DER", "-in", message, "-inkey", home / f"{by}.key", "-recip", certificate
    )


@needs_openssl
def test_everybody_who_has_a_certificate_opens_a_copy_and_nobody_a_changed_one(seal: Path, tmp_path: Path):
    message = tmp_path / "state.json.cms"
    subprocess.run([seal, message], input=b"hush" * 1000, check=True)
    assert b"hush" not in message.read_bytes()
    for name in ("ani", "budi"):
        assert opened(name, message).stdout == b"hush" * 1000
    changed = bytearray(message.read_bytes())
    changed[-100] ^= 1
    message.write_bytes(changed)
    assert opened("ani", message).returncode != 0


@needs_openssl
def test_nothing_is_encrypted_for_nobody(seal: Path, tmp_path: Path):
    shutil.rmtree(seal.parent / "recipients")
    done = subprocess.run([seal, tmp_path / "state.json.cms"], input=b"hush", capture_output=True, check=False)
    assert done.returncode == 1
    assert b"nobody could open it" in done.stderr
    assert not (tmp_path / "state.json.cms").exists()


@needs_openssl
def test_a_stack_goes_on_from_its_copy_without_the_key_that_had_sealed_it(project: Project, seal: Path, tmp_path: Path):
    assert project.nusa("up", "-s", "dev", "-y", "-f", PULUMI_CONFIG_PASSPHRASE="before").returncode == 0
    exported = project.nusa("stack", "export", "-s", "dev", "--show-secrets", PULUMI_CONFIG_PASSPHRASE="before").stdout
    told = json.loads(exported)
    told["deployment"]["secrets_providers"] = {"type": "cloud", "state": {"url": "awskms://alias/lost", "encryptedkey": "AAAA"}}
    message = tmp_path / "state.json.cms"
    subprocess.run([seal, message], input=json.dumps(told).encode(), check=True)

    (project.root / "state.json").write_bytes(opened("budi", message).stdout)
    resealed = project.nusa("stack", "reseal", "state.json", "--file", "sealed.json", **GIVEN)
    assert resealed.returncode == 0, resealed.stderr
    text = (project.root / "sealed.json").read_text()
    assert "planted" not in text
    assert json.loads(text)["deployment"]["secrets_providers"]["type"] == "passphrase"
    shutil.rmtree(project.root / ".nusa")
    assert project.nusa("stack", "import", "-s", "dev", "--file", "sealed.json", **GIVEN).returncode == 0
    assert "planted" in project.nusa("stack", "output", "-s", "dev", "--show-secrets", **GIVEN).stdout


@pytest.mark.parametrize(
    ("given", "source", "told"),
    [
        ({}, "{}", "there is no passphrase to seal the secrets under"),
        (GIVEN, "[]", "is no state with its secrets open"),
        (GIVEN, "no", "is no state with its secrets open"),
        (
            GIVEN,
            '{"deployment": {"a": {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "x"}}}',
            "a secret in it is sealed",
        ),
    ],
)
def test_what_cannot_be_sealed_is_told(project: Project, given: dict[str, str], source: str, told: str):
    (project.root / "state.json").write_text(source)
    done = project.nusa("stack", "reseal", "state.json", "--file", "sealed.json", **given)
    assert done.returncode == 1
    assert told in done.stderr
    assert not (project.root / "sealed.json").exists()
