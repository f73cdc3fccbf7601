"""A rollout that waits in vain, as an engine takes it: kept in the state with its reasons, and tried again."""

from __future__ import annotations

from pathlib import Path

import simulator
from tests.support.programs import Stack, errors, ops

PROGRAM = """
import pulumi
import pulumi_kubernetes as kubernetes

inside = pulumi.ResourceOptions(provider=kubernetes.Provider("main", cluster_identifier="main"))
placed = {{"namespace": kubernetes.core.v1.Namespace("shop", metadata={{"name": "shop"}}, opts=inside).metadata.name}}
quota = kubernetes.core.v1.ResourceQuota("quota", metadata={{"name": "quota", **placed}}, spec={{"hard": {{"pods": "{pods}"}}}}, opts=inside)
kubernetes.apps.v1.Deployment(
    "web",
    metadata={{"name": "web", **placed}},
    spec={{
        "replicas": 2,
        "selector": {{"match_labels": {{"app": "web"}}}},
        "template": {{
            "metadata": {{"labels": {{"app": "web"}}}},
            "spec": {{"containers": [{{"name": "web", "image": "shop/web@sha256:0"}}]}},
        }},
    }},
    opts=pulumi.ResourceOptions.merge(inside, pulumi.ResourceOptions(depends_on=[quota])),
)
"""


def test_it_is_kept_told_and_tried_again_once_there_is_room(tmp_path: Path):
    stack = Stack(
        tmp_path,
        PROGRAM.format(pods=1),
        providers=lambda package: simulator.servicer(package, store=tmp_path / "clouds.sqlite"),
    )
    first = stack.update()
    assert first.exit_code != 0
    assert any("exceeded quota: quota, requested: pods=1, used: pods=1, limited: pods=1" in error for error in errors(first))
    web = stack.resources()["web"]
    assert (web.id, web.outputs["status"]["readyReplicas"]) == ("shop/web", 1)
    assert web.init_errors[-1] == "1 of 2 pods are ready"

    stack.write(PROGRAM.format(pods=22))
    again = stack.update()
    assert again.exit_code == 0, errors(again)
    assert {op for op in ops(again) if not op.startswith("same ")} == {"update quota", "update web"}
    assert stack.resources()["web"].init_errors == ()
    assert stack.resources()["web"].outputs["status"]["readyReplicas"] == 2
    assert all(op.startswith("same ") for op in ops(stack.preview()))
