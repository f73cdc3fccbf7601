import pulumi_kubernetes as k8s

k8s.core.v1.ConfigMap("greeting", data={"language": "id"})
