"""What objects of Alibaba Cloud hold, and how it survives them.

Sources: each service's documentation on release at www.alibabacloud.com/help, and each resource's page at
registry.terraform.io/providers/aliyun/alicloud: ApsaraDB RDS (`released_keep_policy`; its default in
rds/apsaradb-rds-for-mysql/configure-backup-retention-policies-for-released-instances), PolarDB
(`backup_retention_policy_on_cluster_deletion`, `deletion_lock`), Tair, MongoDB (`backup_retention_policy_on_cluster_deletion`), OSS
(`force_destroy`), NAS, ECS instances, disks (`delete_auto_snapshot`) and snapshots, KMS keys (7 to 366 days, refused without) and
secrets (7 to 30 days), Simple Log Service, Tablestore, Container Registry, EIP, SLB, ALB, NLB, PrivateZone, ACK. Of subscriptions,
each resource's `Delete` in github.com/aliyun/terraform-provider-alicloud.
"""

from __future__ import annotations

from typing import Final

from ..model import Tier
from .holding import REFUSED, Holding, Properties, Verdict, always, kept, says, window

_ADDRESS = always(Tier.EFFORT, "its address goes to others; whoever allows or knows it must learn another")


def _database(properties: Properties) -> Verdict:
    """RDS: what is said of its backups; unless it is said, the last one of MySQL's on cloud disks is kept."""
    policy = properties.get("releasedKeepPolicy")
    if policy in ("Lastest", "All"):
        return Verdict(Tier.BACKUP, f"backups are archived (releasedKeepPolicy: {policy})")
    disks = str(properties.get("dbInstanceStorageType") or "").startswith(("cloud", "general"))
    if not policy and properties.get("engine") == "MySQL" and disks:
        return Verdict(Tier.BACKUP, "the last backup is kept, as of every instance on cloud disks bought since February 2024")
    return Verdict(Tier.LOST, "its backups go with it (releasedKeepPolicy)")


def _disk(properties: Properties) -> Verdict:
    if properties.get("deleteAutoSnapshot") is True:
        return Verdict(Tier.LOST, "it is released without a snapshot, and its automatic ones go with it (deleteAutoSnapshot)")
    return Verdict(Tier.LOST, "it is released without a snapshot; only those would be left that a policy has taken")


_RELEASE_PROTECTION = "dbInstanceReleaseProtection"
_MONGODB = Holding(
    judge=kept(
        Tier.BACKUP,
        "backups are kept",
        if_set=("backupRetentionPolicyOnClusterDeletion",),
        else_lost="its backups go with it (backupRetentionPolicyOnClusterDeletion)",
    ),
    guard=_RELEASE_PROTECTION,
    paid="instanceChargeType",
)
_CACHE = always(Tier.LOST, "what it holds and its backups go with it")
_DNS_NAME = "another gets another DNS name, which every record must follow"
_QUEUE = says(Tier.LOST, "messages that nobody has read yet go with it")
_CLASSIC = Holding(judge=_ADDRESS, guard="deleteProtection", paid="paymentType")
_IMAGES = says(Tier.LOST, "its images go with it")
_SNAPSHOT = says(Tier.LOST, "it is a backup, and no copy of it is known")

ALICLOUD: Final[dict[str, Holding]] = {
    "alicloud:rds/instance:Instance": Holding(judge=_database, guard="deletionProtection", paid="instanceChargeType"),
    "alicloud:rds/readOnlyInstance:ReadOnlyInstance": says(
        Tier.EFFORT, "its data is its source's; whoever reads from it must read elsewhere", guard="deletionProtection"
    ),
    "alicloud:polardb/cluster:Cluster": Holding(
        judge=kept(
            Tier.BACKUP,
            "backups are kept",
            if_set=("backupRetentionPolicyOnClusterDeletion",),
            else_lost="its backups go with it (backupRetentionPolicyOnClusterDeletion)",
        ),
        guard="deletionLock",
        paid="payType",
        let_go=REFUSED,
    ),
    "alicloud:kvstore/instance:Instance": Holding(judge=_CACHE, guard="instanceReleaseProtection", paid="paymentType"),
    "alicloud:redis/tairInstance:TairInstance": Holding(judge=_CACHE, paid="paymentType"),
    "alicloud:mongodb/instance:Instance": _MONGODB,
    "alicloud:mongodb/shardingInstance:ShardingInstance": _MONGODB,
    "alicloud:hbase/instance:Instance": says(Tier.LOST, "its tables go with it", guard="deletionProtection"),
    "alicloud:lindorm/instance:Instance": says(Tier.LOST, "its tables go with it", guard="deletionProection"),
    "alicloud:gpdb/instance:Instance": says(Tier.LOST, "its backups go with it"),
    "alicloud:elasticsearch/instance:Instance": says(Tier.LOST, "its indices and automatic snapshots go with it"),
    "alicloud:ots/instance:Instance": says(Tier.LOST, "its tables go with it"),
    "alicloud:ots/table:Table": says(Tier.LOST, "its rows go with it"),
    "alicloud:alikafka/instance:Instance": Holding(judge=always(Tier.LOST, "what its topics hold goes with it"), paid="paidType"),
    "alicloud:alikafka/topic:Topic": says(Tier.LOST, "what it holds goes with it"),
    "alicloud:rocketmq/rocketMQInstance:RocketMQInstance": Holding(
        judge=always(Tier.LOST, "what its topics hold goes with it"), paid="paymentType"
    ),
    "alicloud:message/serviceQueue:ServiceQueue": _QUEUE,
    "alicloud:mns/queue:Queue": _QUEUE,
    "alicloud:oss/bucket:Bucket": says(
        Tier.LOST, "its objects and all their versions go with it (forceDestroy)", while_full="forceDestroy"
    ),
    "alicloud:nas/fileSystem:FileSystem": says(Tier.LOST, "its files go with it, those in its recycle bin too"),
    "alicloud:ecs/ecsDisk:EcsDisk": Holding(judge=_disk),
    "alicloud:ecs/disk:Disk": Holding(judge=_disk),
    "alicloud:ecs/ecsSnapshot:EcsSnapshot": _SNAPSHOT,
    "alicloud:ecs/snapshot:Snapshot": _SNAPSHOT,
    "alicloud:hbr/vault:Vault": says(Tier.LOST, "the backups in it go with it"),
    "alicloud:kms/key:Key": Holding(
        judge=window(
            "pendingWindowInDays",
            None,
            "it can be taken back for {} days; then nothing decrypts what it encrypted",
            older="deletionWindowInDays",
        ),
        guard="deletionProtection",
    ),
    "alicloud:kms/secret:Secret": Holding(
        judge=window("recoveryWindowInDays", 30, "it can be restored for {} days", at_once="forceDeleteWithoutRecovery")
    ),
    "alicloud:log/project:Project": says(Tier.LOST, "all its stores go with it, with their records"),
    "alicloud:log/store:Store": says(Tier.LOST, "its records go with it"),
    "alicloud:cr/repo:Repo": _IMAGES,
    "alicloud:cs/registryEnterpriseRepo:RegistryEnterpriseRepo": _IMAGES,
    "alicloud:vpn/connection:Connection": says(Tier.REVERSIBLE, "its keys are the other end's, or configured, and stay"),
    "alicloud:cen/instance:Instance": says(
        Tier.EFFORT, "its transit routers must be made again, with all that is attached to them"
    ),
    "alicloud:cen/transitRouter:TransitRouter": says(Tier.EFFORT, "all that is attached to it must be made again"),
    "alicloud:ecs/eipAddress:EipAddress": Holding(judge=_ADDRESS, guard="deletionProtection"),
    "alicloud:vpc/natGateway:NatGateway": says(
        Tier.REVERSIBLE, "its address is another resource's, and stays", guard="deletionProtection"
    ),
    "alicloud:vpn/gateway:Gateway": Holding(judge=_ADDRESS, paid="paymentType"),
    "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer": _CLASSIC,
    "alicloud:slb/loadBalancer:LoadBalancer": _CLASSIC,
    "alicloud:alb/loadBalancer:LoadBalancer": says(Tier.EFFORT, _DNS_NAME, guard="deletionProtectionEnabled"),
    "alicloud:nlb/loadBalancer:LoadBalancer": says(Tier.EFFORT, _DNS_NAME, guard="deletionProtectionEnabled"),
    "alicloud:pvtz/zone:Zone": says(Tier.EFFORT, "names that others have added to it are nowhere else"),
    "alicloud:ram/role:Role": says(Tier.EFFORT, "policies of others that name it must be looked at"),
    "alicloud:cs/managedKubernetes:ManagedKubernetes": says(
        Tier.LOST, "what was applied inside by others than this program is nowhere else", guard="deletionProtection"
    ),
    "alicloud:cs/nodePool:NodePool": says(Tier.REVERSIBLE, "its nodes are drained, and others can be made"),
    "alicloud:ess/scalingGroup:ScalingGroup": says(
        Tier.EFFORT, "its machines end with what they hold on their disks", guard="groupDeletionProtection"
    ),
    "alicloud:ecs/instance:Instance": Holding(
        judge=always(Tier.LOST, "its system disk ends with it"),
        guard="deletionProtection",
        paid="instanceChargeType",
        let_go=REFUSED,
    ),
    "alicloud:dns/alidnsDomain:AlidnsDomain": says(Tier.EFFORT, "records that others have added to it are nowhere else"),
    "alicloud:vpc/network:Network": says(Tier.EFFORT, "whatever stands in it must be made again, with other addresses"),
    "alicloud:vpc/switch:Switch": says(Tier.EFFORT, "whatever stands in it must be made again, with other addresses"),
}
