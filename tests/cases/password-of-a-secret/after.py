import base64

import pulumi
import pulumi_kubernetes as k8s

password = pulumi.Output.secret("correct-horse-battery")
k8s.core.v1.Secret(
    "database",
    metadata={"name": "database"},
    data={"password": password.apply(lambda text: base64.b64encode(text.encode()).decode()), "user": "c2hvcA=="},
)
k8s.core.v1.ConfigMap("connection", data={"url": password.apply(lambda text: f"postgres://shop:{text}@db/orders")})
