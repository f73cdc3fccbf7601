"""What exists on the simulated clouds is imported; the code that is printed, pasted into a program, changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import simulator
from engine.imports.file import ImportFile, Spec
from engine.imports.shapes import shapes_of
from tests.support.programs import Stack, errors, ops
from views.code.program import program

CONFIG = {"aws:region": "ap-southeast-3", "alicloud:region": "ap-southeast-5"}
KUBECONFIG = json.dumps(
    {
        "clusters": [{"name": "c", "cluster": {"server": "https://one:6443"}}],
        "contexts": [{"name": "main", "context": {"cluster": "c", "user": "u"}}],
        "users": [{"name": "u", "user": {"token": "t"}}],
        "current-context": "main",
    }
)
CLOUDS = """
    import json
    import pulumi, pulumi_aws as aws, pulumi_alicloud as ali

    vpc = aws.ec2.Vpc("main.net", cidr_block="10.0.0.0/16", enable_dns_hostnames=True, tags={"Name": "main", "team": "platform"})
    subnet = aws.ec2.Subnet("subnet-a", vpc_id=vpc.id, cidr_block="10.0.1.0/24", availability_zone="ap-southeast-3a")
    aws.ec2.InternetGateway("igw", vpc_id=vpc.id)
    aws.ec2.SecurityGroup("web", vpc_id=vpc.id, description="web",
        ingress=[{"from_port": 443, "to_port": 443, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]}],
        egress=[{"from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": ["0.0.0.0/0", "10.0.0.0/8"]}])
    eip = aws.ec2.Eip("eip", domain="vpc")
    aws.ec2.NatGateway("nat", allocation_id=eip.id, subnet_id=subnet.id)
    aws.ec2.RouteTable("class", vpc_id=vpc.id)
    principal = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
    aws.iam.Role("role", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [principal]}))
    aws.kms.Key("key", description='a "quoted"\\nand broken\\nline \\\\ end"')
    aws.ec2.LaunchTemplate("template", image_id="ami-0a1b2c3d4e5f67890", instance_type="c7i.2xlarge",
        metadata_options={"http_tokens": "required"})
    net = ali.vpc.Network("net", cidr_block="10.1.0.0/16", vpc_name="net")
    ali.vpc.Switch("switch", vpc_id=net.id, cidr_block="10.1.1.0/24", zone_id="ap-southeast-5a")
    group = ali.ecs.SecurityGroup("group", vpc_id=net.id, security_group_name="group")
    ali.ecs.SecurityGroupRule("rule", security_group_id=group.id, type="ingress", ip_protocol="tcp", port_range="443/443",
        cidr_ip="0.0.0.0/0")
"""
CLUSTER = """
    import pulumi, pulumi_kubernetes as k8s

    meta = lambda name: {"name": name, "namespace": "shop", "labels": {"app.kubernetes.io/name": name}}
    k8s.core.v1.Namespace("shop", metadata={"name": "shop"})
    k8s.core.v1.ConfigMap("settings", metadata=meta("settings"), data={"a.yaml": "x: 1\\ny: 2\\nz: 3\\n", "b": "two"})
    k8s.core.v1.ServiceAccount("account", metadata=meta("account"))
    k8s.apps.v1.Deployment("web", metadata=meta("web"), spec={"replicas": 2, "selector": {"match_labels": {"app": "web"}},
        "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [
            {"name": "web", "image": "nginx:1.27", "ports": [{"container_port": 80}], "resources": {"requests": {"cpu": "100m"}}}]}}})
    k8s.core.v1.Service("web", metadata=meta("web"), spec={"selector": {"app": "web"}, "ports": [{"port": 80, "target_port": "http"}]})
"""


class Two:
    """Two stacks on the same clouds: one that makes objects, and one that imports them."""

    def __init__(self, root: Path, made: str, config: dict[str, Any]) -> None:
        def servicer(package: str) -> Any:
            return simulator.servicer(package, store=root / "clouds.sqlite")

        for name in ("first", "second"):
            (root / name).mkdir()
        self.first = Stack(root / "first", made, providers=servicer)
        self.second = Stack(root / "second", "import pulumi\n", providers=servicer)
        for stack in (self.first, self.second):
            stack.configure(**config)
        update = self.first.update()
        assert update.exit_code == 0, errors(update)
        self.made = [r for r in update.snapshot.resources if r.custom and not r.type.startswith("pulumi:")]

    def code(self, *specs: Spec) -> str:
        """The code of what the second stack imports."""
        session = self.second.session()
        imports, names = session.resolve_imports(ImportFile(resources=specs))
        result = session.import_resources(imports)
        assert result.exit_code == 0, errors(result)
        state = {resource.urn: resource for resource in session.snapshot().resources}
        found = [state[item.urn_in("dev", "cases")] for item in imports]
        return program(found, names, shapes_of((item.type for item in found if item.custom), None))

    def changes(self, code: str) -> list[str]:
        """What the second stack would change with this code as its program."""
        self.second.write(code)
        preview = self.second.preview()
        assert preview.exit_code == 0, errors(preview)
        return [step for step in ops(preview) if not step.startswith("same ")]


@pytest.mark.parametrize(("made", "config", "types"), [(CLOUDS, CONFIG, 14), (CLUSTER, {"kubernetes:kubeconfig": KUBECONFIG}, 5)])
def test_pasted_code_changes_nothing(tmp_path, made, config, types):
    two = Two(tmp_path, made, config)
    specs = [Spec(type=r.type, name=f"{r.urn.rpartition('::')[2]}-{r.type.rpartition(':')[2]}", id=r.id) for r in two.made]
    assert len({spec.type for spec in specs}) == types
    assert two.changes(two.code(*specs)) == []


def test_pasted_code_below_a_component_and_with_a_provider_of_its_own(tmp_path):
    two = Two(tmp_path, CLOUDS, CONFIG)
    ids = {r.type: r.id for r in two.made}
    vpc, subnet = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
    configuration = {"region": "ap-southeast-3", "skipCredentialsValidation": "false", "skipRegionValidation": "true"}
    code = two.code(
        Spec(type=subnet, name="inner", id=ids[subnet], parent="home", provider="jakarta"),
        Spec(type=vpc, name="outer", id=ids[vpc], provider="jakarta"),
        Spec(type="cases:index:Home", name="home", component=True),
        Spec(type="pulumi:providers:aws", name="jakarta", version="7.51.1", inputs=configuration),
    )
    assert "parent=home,\n        provider=jakarta,\n        protect=True" in code
    assert two.changes(code) == []
