"""What collects the logs of a cluster: fluent-bit on every node, which sends them to CloudWatch."""

from __future__ import annotations

from typing import Any

import pulumi

from .chart_parts import requests

_INPUTS = """\
[INPUT]
    Name tail
    Path /var/log/containers/*.log
    multiline.parser docker, cri
    Tag kube.*
    DB /var/log/fluent-bit.db
    Mem_Buf_Limit 20MB
    Skip_Long_Lines On
    Refresh_Interval 10
"""
"""The place reached in each file is kept on the node, so that a new pod goes on where the last one ended."""

_FILTERS = """\
[FILTER]
    Name kubernetes
    Match kube.*
    Merge_Log On
    Keep_Log Off
    K8S-Logging.Parser On
    K8S-Logging.Exclude On
    Labels On
    Annotations Off
"""


def log_values(*, region: str, group: pulumi.Input[str]) -> dict[str, Any]:
    """What fluent-bit is told.

    Its pods read as root what the kubelet wrote as root, and nothing else of root's power is left to them. A stream is a pod's.
    The group is declared, so that logs are kept as long as is written and not for ever.
    Source of the output: docs.fluentbit.io/manual/pipeline/outputs/cloudwatch.

    Args:
        region: the cloud's own name of the region.
        group: the CloudWatch log group's name.
    """
    outputs = pulumi.Output.format(
        """\
[OUTPUT]
    Name cloudwatch_logs
    Match kube.*
    region {region}
    log_group_name {group}
    log_stream_prefix node.
    log_stream_template $kubernetes['namespace_name'].$kubernetes['pod_name'].$kubernetes['container_name']
    auto_create_group Off
    retry_limit 5
""",
        region=region,
        group=group,
    )
    return {
        "testFramework": {"enabled": False},
        "config": {"inputs": _INPUTS, "filters": _FILTERS, "outputs": outputs},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "tolerations": [{"operator": "Exists"}],
        "priorityClassName": "system-node-critical",
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}},
        "resources": requests("50m", "128Mi"),
    }
