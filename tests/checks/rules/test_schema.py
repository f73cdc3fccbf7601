"""Rule `schema`: what it tells of the inputs of a plan, where it leaves that to `manifest`, and what a program is told."""

from __future__ import annotations

import sysconfig
from pathlib import Path

from checks.finding import Severity
from checks.judgement import judge
from checks.plan import Plan
from checks.reading import read
from checks.rules.schema import RULE
from tests.support.programs import HEAD, Stack

from ..manifests.made import PLANE, asked, cluster, every, set_at

LIBRARIES = (Path(sysconfig.get_path("purelib")),)


def kubernetes(version):
    made = every()
    set_at(made["service"], "spec.prots", [])
    return Plan((), asked=(*cluster(version), *(asked(*each) for each in made.items())), libraries=LIBRARIES)


def found(plan):
    """What the rule tells of anything but the control plane, which is made of what the other rule reads alone."""
    return [finding.reason for finding in judge(plan, held=RULE.__eq__).findings if finding.resource != PLANE]


def test_what_a_program_gives_is_told_with_the_line_that_gives_it(tmp_path):
    stack = Stack(tmp_path, HEAD + 'aws.ec2.SecurityGroup("web", ingress=[{"from_prt": 80, "to_port": 80, "protocol": "tcp"}])\n')
    stack.configure(step=0)
    result = stack.preview(asked=True)
    line = HEAD.count("\n") + 1
    (unknown,) = judge(read(result), held=lambda rule: rule.always).findings
    assert (unknown.reason, unknown.fix, unknown.severity) == (
        "ingress[0].from_prt: SecurityGroupIngressArgs has no such key", "write from_port", Severity.ERROR,
    )  # fmt: skip
    assert unknown.position == f"__main__.py:{line}"
    assert unknown.resource.endswith("aws:ec2/securityGroup:SecurityGroup::web")


def test_an_object_is_left_to_its_clusters_schemas_where_these_are_known():
    assert found(kubernetes("1.35")) == []
    assert found(kubernetes(None)) == ["spec.prots: ServiceSpecArgs has no such key"]
    assert any("prots" in finding.reason for finding in judge(kubernetes("1.35")).findings), "the other rule tells it"


def test_without_the_programs_packages_nothing_is_said():
    assert judge(Plan((), asked=kubernetes("1.35").asked), held=RULE.__eq__).findings == ()
