"""Rule `manifest`: what it tells of the objects of a plan, and what an environment accepts of it."""

from __future__ import annotations

from dataclasses import replace

from checks.finding import Severity
from checks.judgement import judge
from checks.plan import ENVIRONMENT, Component, Plan

from ..manifests.made import PLANE, asked, cluster, every, set_at

ROOT = "urn:pulumi:dev::shop::nusantara:index:Environment::dev"


def plan(*changes, objects=None, version="1.35", accept=None):
    made = every() if objects is None else objects
    for called, path, value in changes:
        set_at(made[called], path, value)
    root = Component(urn=ROOT, old={}, new={"accept": accept or []})
    assert ENVIRONMENT in ROOT
    return Plan((), {ROOT: root}, asked=(*cluster(version), *(asked(*each) for each in made.items())))


def test_each_problem_is_told_at_the_urn_with_its_path():
    (refused, told) = judge(plan(("service", "spec.ports[0].port", 0), ("ingress", "spec.rules[0].host", 5))).findings
    assert {finding.resource.rpartition("::")[2] for finding in (refused, told)} == {"service", "ingress"}
    assert {finding.reason for finding in (refused, told)} == {
        "spec.ports[0].port: given 0, expected 1 to 65535",
        "spec.rules[0].host: given 5, expected text",
    }
    assert {(finding.rule, finding.severity) for finding in (refused, told)} == {("manifest", Severity.ERROR)}


def test_each_problem_is_told_with_the_line_that_declares_its_object():
    whole = plan(("service", "spec.ports[0].port", 0))
    placed = [replace(each, source_position=f"project:///inside.py#{line},4") for line, each in enumerate(whole.asked)]
    (finding,) = judge(replace(whole, asked=tuple(placed))).findings
    line = [each.urn for each in placed].index(finding.resource)
    assert finding.position == f"inside.py:{line}:4"


def test_what_an_api_server_takes_refuses_nothing():
    found = judge(plan(("service", "spec.selector.app", "webb")))
    assert [finding.severity for finding in found.findings] == [Severity.WARNING]
    assert not found.refused


def test_what_is_not_looked_at_is_told_at_the_cluster():
    (told,) = judge(plan(version="1.99")).findings
    assert (told.resource, told.severity) == (PLANE, Severity.WARNING)


def test_an_environment_accepts_a_finding():
    entry = {"rule": "manifest", "resource": "budget", "because": "the vendor says so", "until": "2099-12-31"}
    found = judge(plan(("budget", "spec.maxUnavailable", 0), accept=[entry]))
    assert found.findings == ()
    assert [finding.reason.split(":")[0] for finding, _ in found.accepted] == ["spec.maxUnavailable"]


def test_without_what_the_program_registers_nothing_is_said():
    assert judge(Plan(())).findings == ()
