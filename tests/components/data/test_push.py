"""The program that pushes objects to the other cloud, run by this machine's own shell with what it calls in its place."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from components.data.flows import Flow
from components.data.push import PROGRAM, Place, variables

AWS = Place(cloud="aws", region="ap-southeast-3", bucket="java-media", account="111122223333")
OSS = Place(cloud="alicloud", region="ap-southeast-5", bucket="bali-media", account="5012345678901234")
ANSWER = (
    '{"RequestId":"1","Credentials":{"SecurityToken":"T/+=","AccessKeyId":"STS.k","AccessKeySecret":"s3cr3t","Expiration":"x"}}'
)


def flow(*, away: bool = True, **changed) -> Flow:
    ends: dict[str, Any] = {"writer": "java", "replica": "bali", "clouds": ("aws", "alicloud")}
    if not away:
        ends = {"writer": "bali", "replica": "java", "clouds": ("alicloud", "aws")}
    return Flow(bucket="media", **ends, prefixes=("faces/", "goods/"), within=900, **changed)


def told(made: Flow) -> dict[str, str]:
    ends = (AWS, OSS) if made.clouds[0] == "aws" else (OSS, AWS)
    return variables(made, *ends, app="media-to-there", role="writes-there", issuer="java-main")


def run(tmp_path: Path, made: Flow, *, answer: str = ANSWER, fails: str = "") -> tuple[int, list[str], str]:
    """What the program comes to, what it called rclone with, and what it asked OSS' token service."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "wget").write_text(
        '#!/bin/sh\nwhile [ "$1" ]; do case $1 in -O) out=$2;; --post-file) asked=$2;; esac; shift; done\n'
        f"cp \"$asked\" {tmp_path}/seen; printf '%s' '{answer}' > \"$out\"\n"
    )
    (tools / "rclone").write_text(
        f'#!/bin/sh\n[ "$1" = rcat ] && cat > /dev/null\n'
        f'echo "$* as $RCLONE_CONFIG_OSS_ACCESS_KEY_ID $RCLONE_CONFIG_OSS_SECRET_ACCESS_KEY $RCLONE_CONFIG_OSS_SESSION_TOKEN" >> {tmp_path}/called\n'
        f'case "$*" in *"{fails or "nothing"}"*) exit 1;; esac\n'
    )
    for tool in tools.iterdir():
        tool.chmod(0o755)
    (tmp_path / "token").write_text("header.payload.signature\n")
    given = {
        "ALIBABA_CLOUD_ROLE_ARN": "acs:ram::1:role/reads",
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "acs:ram::1:oidc-provider/ack",
        **told(made),
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE": str(tmp_path / "token"),
        "SCRATCH": str(tmp_path),
        "PATH": f"{tools}:{os.environ['PATH']}",
    }
    done = subprocess.run(["/bin/sh", str(PROGRAM)], env=given, capture_output=True, text=True, timeout=20, check=False)
    called, asked = tmp_path / "called", tmp_path / "seen"
    return done.returncode, called.read_text().splitlines() if called.exists() else [], asked.read_text()


def test_each_prefix_is_sent_and_then_it_is_said_that_all_has_arrived(tmp_path):
    code, called, asked = run(tmp_path, flow())
    credentials = "as STS.k s3cr3t T/+="
    assert code == 0
    assert called == [
        f"copy s3:java-media/faces/ oss:bali-media/faces/ {credentials}",
        f"copy s3:java-media/goods/ oss:bali-media/goods/ {credentials}",
        f"rcat s3:java-media/.replicated/java--bali {credentials}",
    ]
    assert "&RoleArn=acs%3Aram%3A%3A5012345678901234%3Arole%2Fwrites-there&" in asked
    assert "&OIDCProviderArn=acs%3Aram%3A%3A5012345678901234%3Aoidc-provider%2Fjava-main&" in asked
    assert asked.endswith("&OIDCToken=header.payload.signature")
    assert not (tmp_path / "answer").exists(), "nothing is left of the keys"


def test_the_other_way_the_marker_lies_where_the_replica_does(tmp_path):
    _, called, asked = run(tmp_path, flow(away=False))
    assert [line.partition(" as ")[0] for line in called] == [
        "copy oss:bali-media/faces/ s3:java-media/faces/",
        "copy oss:bali-media/goods/ s3:java-media/goods/",
        "rcat s3:java-media/.replicated/bali--java",
    ]
    assert "role%2Freads" in asked, "the cluster's own role for what it reads"
    made = told(flow(away=False))
    assert made["AWS_ROLE_ARN"] == "arn:aws:iam::111122223333:role/writes-there"
    assert made["AWS_WEB_IDENTITY_TOKEN_FILE"] == "/run/tokens/media-to-there/aws"
    assert made["RCLONE_CONFIG_OSS_ENDPOINT"] == "oss-ap-southeast-5-internal.aliyuncs.com"


@pytest.mark.parametrize(
    ("changed", "how"), [({"deletions": True}, "sync --max-delete 1000 "), ({"locked": True}, "copy --immutable --size-only ")]
)
def test_a_replica_follows_deletions_where_it_should_and_is_never_written_over_where_it_is_locked(tmp_path, changed, how):
    assert run(tmp_path, flow(**changed))[1][0].startswith(f"{how}s3:")


def test_what_was_not_sent_is_not_said_to_have_arrived(tmp_path):
    code, called, _ = run(tmp_path, flow(), fails="goods/")
    assert code != 0
    assert not any(line.startswith("rcat") for line in called)


def test_without_credentials_nothing_is_sent(tmp_path):
    code, called, _ = run(tmp_path, flow(), answer='{"Code":"AuthenticationFail.OIDCToken.Expired"}')
    assert (code != 0, called) == (True, [])


def test_what_is_newer_at_the_replica_is_not_written_over():
    """As after the writer has moved: what had not arrived at the new one is still there, at the old one."""
    assert {told(flow())[name] for name in ("RCLONE_UPDATE", "RCLONE_USE_SERVER_MODTIME", "RCLONE_NO_UPDATE_MODTIME")} == {"true"}


def test_no_variable_is_a_secret():
    assert not [name for name in told(flow()) if "SECRET" in name or "KEY" in name or name.endswith("_TOKEN")]
