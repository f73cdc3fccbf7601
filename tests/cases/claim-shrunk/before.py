import pulumi_kubernetes as k8s

for name, policy in (("fast", "Delete"), ("kept", "Retain")):
    k8s.storage.v1.StorageClass(
        name,
        metadata={"name": name},
        provisioner="ebs.csi.aws.com",
        reclaim_policy=policy,
        allow_volume_expansion=True,
    )
CLAIMS = {"cache": ("fast", "50Gi"), "index": ("fast", "10Gi"), "uploads": ("fast", "10Gi")}
for name, (of, size) in CLAIMS.items():
    k8s.core.v1.PersistentVolumeClaim(
        name,
        metadata={"name": name},
        spec={
            "storage_class_name": of,
            "access_modes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": size}},
        },
    )
