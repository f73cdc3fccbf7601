import pulumi_kubernetes as k8s

RULES = """\
groups:
- interval: 30s
  name: checkout
  rules:
  - alert: Slow
    for: 10m
  - {alert: Down, for: 1m}
"""
k8s.core.v1.ConfigMap("alerts", metadata={"name": "alerts"}, data={"rules.yaml": RULES})
k8s.core.v1.ConfigMap("limits", data={"limits.json": '{\n  "memory": "4Gi",\n  "cpu": 2\n}'})
