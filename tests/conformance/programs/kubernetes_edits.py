import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

import pulumi_kubernetes as k8s
ns = k8s.core.v1.Namespace("ns", metadata={"name": f"ns{min(step, 1)}", "labels": {"a.b/c": str(step)}})
k8s.core.v1.ConfigMap("c", metadata={"namespace": ns.metadata.name, "name": "c"}, data={"k.txt": str(step), "multi": "a\nb\n"}, immutable=step == 2)
k8s.core.v1.Secret("s", metadata={"namespace": ns.metadata["name"]}, string_data={"p": f"planted{step}"}, type="Opaque")
k8s.apps.v1.Deployment("d", metadata={"namespace": "x", "annotations": {"pulumi.com/skipAwait": "true"}}, spec={"selector": {"match_labels": {"a": "b"}}, "template": {"metadata": {"labels": {"a": "b"}},
    "spec": {"containers": [{"name": n, "image": f"{n}:{step}", "env": [{"name": "N", "value": str(step)}]} for n in "abc"[: step + 1]]}}})
pulumi.export("ns", ns.metadata.name)
k8s.apiextensions.CustomResource("cr", api_version="example.com/v1", kind="Thing", spec={"n": step, "l": [1, {"x": None}]})
