"""A cluster whose version would skip a minor is refused before anything begins, whether or not a time is given."""

from __future__ import annotations

import textwrap

PROGRAM = """
    import json

    import pulumi

    class Object(pulumi.CustomResource):
        def __init__(self, token, name, inputs):
            super().__init__(token, name, inputs)

    version = pulumi.Config().require("version")
    trusted = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "eks.amazonaws.com"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trusted]})
    role = Object("aws:iam/role:Role", "plane", {"assumeRolePolicy": policy, "arn": None})
    net = Object("aws:ec2/vpc:Vpc", "net", {"cidrBlock": "10.0.0.0/16"})
    zones = {"a": "10.0.0.0/20", "b": "10.0.16.0/20"}
    subnets = [
        Object("aws:ec2/subnet:Subnet", zone, {"vpcId": net.id, "cidrBlock": block, "availabilityZone": f"ap-southeast-3{zone}"}).id
        for zone, block in zones.items()
    ]
    Object("aws:eks/cluster:Cluster", "main", {"version": version, "roleArn": role.arn, "vpcConfig": {"subnetIds": subnets}})
"""


def test_two_minors_at_once_are_refused_without_a_time(project):
    project.write("__main__.py", textwrap.dedent(PROGRAM))
    first = project.nusa("up", "--yes", "-c", "version=1.34")
    assert first.returncode == 0, first.stdout + first.stderr
    for command in (("preview",), ("up", "--yes")):
        done = project.nusa(*command, "-c", "version=1.36")
        assert done.returncode == 5, done.stdout
        assert "error version-step: it is 1.34 and would be 1.36; expected 1.34 or 1.35" in done.stdout
        assert "updating" not in done.stdout
    assert project.nusa("preview", "-c", "version=1.35").returncode == 0
