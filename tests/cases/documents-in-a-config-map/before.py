import pulumi_kubernetes as k8s

RULES = """\
groups:
  - name: checkout
    interval: 30s
    rules: [{alert: Slow, for: 5m}, {alert: Down, for: 1m}]
"""
k8s.core.v1.ConfigMap("alerts", metadata={"name": "alerts"}, data={"rules.yaml": RULES})
k8s.core.v1.ConfigMap("limits", data={"limits.json": '{"cpu": 2, "memory": "4Gi"}'})
