"""The charts of an environment on simulated clouds: what they serve comes after them, and goes before them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.evolution.environment import DIGEST, NARROW, edited

STACK = "charted"
EDITS = {
    "        pools:\n": "        charts: {external-dns: {}, cert-manager: {}, fluent-bit: {}, kube-prometheus-stack: {}}\n        pools:\n",
    "storefront: {cluster: main,": "storefront: {expose: {host: www.shop.example}, target_rps: 50, cluster: main,",
}
CONTROLLER = "jakarta-main-chart-aws-load-balancer-controller"
LAST_WORK = (
    "jakarta-main-storefront-ingress",
    "jakarta-main-ingress-public-class",
    "jakarta-main-ingress-public-parameters",
    f"{CONTROLLER}-release",
    "jakarta-main-bind-chart-balancers-own",
    f"{CONTROLLER}-policy",
)
"""In the order in which they go: a controller that is left without its permissions leaves its load balancers behind."""
NOT_RENDERED = "a simulated cluster does not render Helm charts"


def documents(text: str) -> Iterator[dict[str, Any]]:
    """The JSON documents that a command printed one after another."""
    decoder, place = json.JSONDecoder(), 0
    while (text := text[place:].lstrip()) != "":
        found, place = decoder.raw_decode(text)
        yield found


def test_they_come_up_and_a_controller_goes_after_its_last_work(project):
    stacks = project.root / "stacks"
    for other in stacks.glob("Pulumi.*.yaml"):
        other.unlink()  # of whose address space a new environment would have to stay clear
    (stacks / f"Pulumi.{STACK}.yaml").write_text(edited(NARROW, EDITS))
    images = "".join(f"{name}: shop/{name}{DIGEST}\n" for name in ("storefront", "checkout"))
    (stacks / "releases" / f"{STACK}.yaml").write_text(images)

    project.ok("up", "-s", STACK, "--yes")
    releases = [each for each in project.resources(STACK) if each["type"] == "kubernetes:helm.sh/v3:Release"]
    assert len(releases) == 9, [each["urn"].rpartition("::")[2] for each in releases]
    assert {each["outputs"]["status"]["status"] for each in releases} == {"deployed"}
    said = project.ok("preview", "-s", STACK)
    assert "to create" not in said
    assert "to update" not in said
    assert said.partition("Diagnostics:")[2].count(NOT_RENDERED) == 2, "once a cluster, whatever the number of its charts"

    *_, last = (each for each in documents(project.ok("destroy", "-s", STACK, "--yes", "--json")) if "steps" in each)
    gone = [step["urn"].rpartition("::")[2] for step in last["steps"] if step["op"] == "delete"]
    places = [gone.index(name) for name in LAST_WORK]
    assert places == sorted(places)
    assert project.objects() == []
