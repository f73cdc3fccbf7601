"""What objects of Alibaba Cloud hold, and how it survives them.

Sources: each service's documentation on release at www.alibabacloud.com/help, and each resource's page at
registry.terraform.io/providers/aliyun/alicloud: ApsaraDB RDS (`released_keep_policy`), PolarDB
(`backup_retention_policy_on_cluster_deletion`), Tair, OSS (`force_destroy`), NAS, ECS disks, KMS keys (7 to 366 days) and
secrets (7 to 30 days), Simple Log Service, Container Registry, EIP, PrivateZone, ACK.
"""

from __future__ import annotations

from typing import Final

from ..model import Tier
from .holding import Holding, always, kept, says, window

_ADDRESS = always(Tier.EFFORT, "its address goes to others; whoever allows or knows it must learn another")

ALICLOUD: Final[dict[str, Holding]] = {
    "alicloud:rds/instance:Instance": Holding(
        judge=kept(
            Tier.BACKUP,
            "backups are archived",
            if_set=("releasedKeepPolicy",),
            else_lost="its backups go with it (releasedKeepPolicy)",
        ),
        guard="deletionProtection",
    ),
    "alicloud:polardb/cluster:Cluster": Holding(
        judge=kept(
            Tier.BACKUP,
            "backups are kept",
            if_set=("backupRetentionPolicyOnClusterDeletion",),
            else_lost="its backups go with it (backupRetentionPolicyOnClusterDeletion)",
        )
    ),
    "alicloud:kvstore/instance:Instance": says(Tier.LOST, "what it holds and its backups go with it"),
    "alicloud:mongodb/instance:Instance": says(Tier.LOST, "its backups go with it"),
    "alicloud:oss/bucket:Bucket": says(
        Tier.LOST, "its objects and all their versions go with it (forceDestroy)", while_full="forceDestroy"
    ),
    "alicloud:nas/fileSystem:FileSystem": says(Tier.LOST, "its files go with it, unless the recycle bin keeps them"),
    "alicloud:ecs/ecsDisk:EcsDisk": says(Tier.LOST, "a disk is released without a snapshot"),
    "alicloud:ecs/disk:Disk": says(Tier.LOST, "a disk is released without a snapshot"),
    "alicloud:kms/key:Key": Holding(
        judge=window(
            "pendingWindowInDays",
            30,
            "it can be taken back for {} days; then nothing decrypts what it encrypted",
        )
    ),
    "alicloud:kms/secret:Secret": Holding(
        judge=window("recoveryWindowInDays", 30, "it can be restored for {} days", at_once="forceDeleteWithoutRecovery")
    ),
    "alicloud:log/project:Project": says(Tier.LOST, "all its stores go with it, with their records"),
    "alicloud:log/store:Store": says(Tier.LOST, "its records go with it"),
    "alicloud:cr/repo:Repo": says(Tier.LOST, "its images go with it"),
    "alicloud:ecs/eipAddress:EipAddress": Holding(judge=_ADDRESS, guard="deletionProtection"),
    "alicloud:vpc/natGateway:NatGateway": says(Tier.REVERSIBLE, "its address is another resource's, and stays"),
    "alicloud:alb/loadBalancer:LoadBalancer": says(Tier.EFFORT, "another gets another DNS name, which every record must follow"),
    "alicloud:nlb/loadBalancer:LoadBalancer": says(Tier.EFFORT, "another gets another DNS name, which every record must follow"),
    "alicloud:pvtz/zone:Zone": says(Tier.EFFORT, "names that others have added to it are nowhere else"),
    "alicloud:ram/role:Role": says(Tier.EFFORT, "policies of others that name it must be looked at"),
    "alicloud:cs/managedKubernetes:ManagedKubernetes": says(
        Tier.LOST, "what was applied inside by others than this program is nowhere else", guard="deletionProtection"
    ),
    "alicloud:cs/nodePool:NodePool": says(Tier.REVERSIBLE, "its nodes are drained, and others can be made"),
    "alicloud:ess/scalingGroup:ScalingGroup": says(
        Tier.EFFORT, "its machines end with what they hold on their disks", guard="groupDeletionProtection"
    ),
    "alicloud:ecs/instance:Instance": says(Tier.LOST, "its system disk ends with it", guard="deletionProtection"),
    "alicloud:vpc/network:Network": says(Tier.EFFORT, "whatever stands in it must be made again, with other addresses"),
    "alicloud:vpc/switch:Switch": says(Tier.EFFORT, "whatever stands in it must be made again, with other addresses"),
}
