"""The simulated clouds as plugin processes: over real gRPC, and under the real engine where there is one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import grpc
import pytest
import yaml
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

import simulator
from simulator.plugin import STORE, store_path
from simulator.wire import from_struct, to_struct

ROOT = Path(simulator.__file__).parents[1]
VPC = "aws:ec2/vpc:Vpc"
URN = f"urn:pulumi:dev::test::{VPC}::net"

PROGRAM = """
import pulumi, pulumi_aws as aws
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", tags={"step": pulumi.Config().require("step")})
subnet = aws.ec2.Subnet("a", vpc_id=vpc.id, cidr_block="10.0.0.0/24", availability_zone=aws.get_availability_zones().names[0])
aws.sns.Topic("topic")
key = aws.ssm.Parameter("key", type="SecureString", value=pulumi.Config().require_secret("key"))
pulumi.export("subnet", subnet.arn)
"""


@pytest.fixture
def plugin(tmp_path):
    """Starts the plugin of a package; gives its process and a channel to it."""
    started = []

    def start(package: str):
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "simulator" / package / "__main__.py")],
            cwd=tmp_path,
            env={**os.environ, STORE: str(tmp_path / "clouds.sqlite")},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        channel = grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}")
        started.append((process, channel))
        return process, provider_pb2_grpc.ResourceProviderStub(channel)

    yield start
    for process, channel in started:
        channel.close()
        process.kill()
        process.wait(timeout=10)
        process.stdout.close()


class TestOverGrpc:
    def test_an_object_lives_and_dies(self, plugin):
        _, aws = plugin("aws")
        assert aws.Handshake(provider_pb2.ProviderHandshakeRequest()).accept_secrets
        aws.Configure(provider_pb2.ConfigureRequest(args=to_struct({"region": "ap-southeast-3"})))
        inputs = aws.Check(provider_pb2.CheckRequest(urn=URN, news=to_struct({"cidrBlock": "10.0.0.0/16"}))).inputs
        made = aws.Create(provider_pb2.CreateRequest(urn=URN, properties=inputs), metadata=(("nusa-operation", "one"),))
        again = aws.Create(provider_pb2.CreateRequest(urn=URN, properties=inputs), metadata=(("nusa-operation", "one"),))
        assert again == made
        assert from_struct(made.properties)["ownerId"] == "123456789012"
        read = aws.Read(provider_pb2.ReadRequest(urn=URN, id=made.id))
        assert read.properties == made.properties
        aws.Delete(provider_pb2.DeleteRequest(urn=URN, id=made.id, properties=made.properties))
        assert aws.Read(provider_pb2.ReadRequest(urn=URN, id=made.id)).id == ""
        aws.Cancel(empty_pb2.Empty())

    def test_processes_see_each_others_objects_and_a_refusal_is_plain(self, plugin):
        (_, first), (_, second) = plugin("aws"), plugin("aws")
        for aws in (first, second):
            aws.Configure(provider_pb2.ConfigureRequest(args=to_struct({"region": "ap-southeast-3"})))
        vpc = first.Create(provider_pb2.CreateRequest(urn=URN, properties=to_struct({"cidrBlock": "10.0.0.0/16"}))).id
        subnet = URN.replace(VPC, "aws:ec2/subnet:Subnet")
        second.Create(provider_pb2.CreateRequest(urn=subnet, properties=to_struct({"vpcId": vpc, "cidrBlock": "10.0.0.0/24"})))
        deletion = first.Delete.future(provider_pb2.DeleteRequest(urn=URN, id=vpc, properties=to_struct({})))
        assert deletion.code() == grpc.StatusCode.UNKNOWN
        assert deletion.details().startswith(f"DependencyViolation: The vpc '{vpc}' has dependencies")

    @pytest.mark.parametrize("package", simulator.PACKAGES)
    def test_every_package_has_a_plugin_that_says_what_it_is_and_ends_when_told(self, plugin, package):
        from importlib.metadata import version

        process, provider = plugin(package)
        assert provider.GetPluginInfo(empty_pb2.Empty()).version == version(f"pulumi-{package}")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


class TestFiles:
    def test_the_project_points_back_to_the_program_and_to_the_plugins(self):
        folder = ROOT / "simulator" / "project"
        project = yaml.safe_load((folder / "Pulumi.yaml").read_text())
        main = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())
        assert project["name"] == main["name"]
        assert (folder / project["main"]).resolve() == ROOT
        assert (folder / project["stackConfigDir"]).resolve() == (ROOT / main["stackConfigDir"]).resolve()
        assert project["backend"]["url"].startswith("file://")
        assert "plugins" not in main
        for found in project["plugins"]["providers"]:
            from importlib.metadata import version

            assert (folder / found["path"]).resolve() == ROOT / "simulator" / found["name"]
            assert found["version"] == version(f"pulumi-{found['name']}")
            plugin = yaml.safe_load((folder / found["path"] / "PulumiPlugin.yaml").read_text())
            assert (folder / found["path"] / plugin["runtime"]["options"]["virtualenv"]).resolve() == ROOT / ".venv"

    def test_the_store_is_named_by_the_environment_or_beside_the_project(self, tmp_path):
        assert store_path({STORE: str(tmp_path / "x")}) == tmp_path / "x"
        assert store_path({}) == ROOT / "simulator" / "project" / ".nusa" / "clouds.sqlite"


@pytest.mark.cli
@pytest.mark.skipif(shutil.which("pulumi") is None, reason="no pulumi on PATH")
def test_the_real_engine_runs_on_them(tmp_path):
    (tmp_path / "__main__.py").write_text(PROGRAM)
    (tmp_path / "state").mkdir()
    runtime = {"name": "python", "options": {"virtualenv": str(Path(sys.executable).parents[1])}}
    providers = [{"name": "aws", "path": str(ROOT / "simulator" / "aws"), "version": "7.51.1"}]
    (tmp_path / "Pulumi.yaml").write_text(json.dumps({"name": "test", "runtime": runtime, "plugins": {"providers": providers}}))
    environment = {
        **os.environ,
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_BACKEND_URL": f"file://{tmp_path / 'state'}",
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        STORE: str(tmp_path / "clouds.sqlite"),
    }

    def pulumi(*arguments: str) -> str:
        command = ["pulumi", *arguments, "--non-interactive"]
        ran = subprocess.run(command, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    pulumi("stack", "init", "dev")
    pulumi("config", "set", "aws:region", "ap-southeast-3")
    pulumi("config", "set", "step", "1")
    pulumi("config", "set", "--secret", "key", "hunter2")
    first = pulumi("up", "--yes", "--skip-preview")
    assert "+ 5 created" in first
    assert "warning: no rules exist for aws:sns/topic:Topic" in first
    assert "5 unchanged" in pulumi("preview")
    assert not any(b"hunter2" in file.read_bytes() for file in tmp_path.glob("clouds.sqlite*"))
    pulumi("config", "set", "step", "2")
    assert "~ 1 updated" in pulumi("up", "--yes", "--skip-preview")
    assert "- 5 deleted" in pulumi("destroy", "--yes", "--skip-preview")
    assert simulator.Clouds(tmp_path / "clouds.sqlite").list() == ()
