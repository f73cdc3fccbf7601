"""What objects of AWS hold, and how it survives them.

Sources: the documentation of each service on deletion, and each resource's page at registry.terraform.io/providers/hashicorp/aws.
RDS (USER_DeleteInstance), Aurora (USER_DeleteCluster), DynamoDB (PointInTimeRecovery_Howitworks: a system backup of 35 days), S3
(delete-bucket: an empty one alone), EBS (ebs-deleting-volume), EFS (awsbackup), ElastiCache (backups-deleting: automatic ones go
along), KMS (deleting-keys: 7 to 30 days), Secrets Manager (manage_delete-secret: 7 to 30 days), ECR (repository-delete), CloudWatch
Logs, Cognito (user-pool-settings-deletion-protection), Route 53 (DeleteHostedZone: other name servers after it), Elastic IP (a
released address goes to others), ACM, EKS (delete-cluster).
"""

from __future__ import annotations

from typing import Any, Final

from ..model import Tier
from .holding import Holding, Properties, Verdict, always, kept, says, window


def _database(properties: Properties) -> Verdict:
    """RDS and Aurora: a final snapshot unless it is skipped; else what automated backups are kept.

    A provider refuses to delete one of which it is told neither to skip the snapshot nor what to call it.
    """
    if properties.get("replicateSourceDb"):
        return Verdict(Tier.EFFORT, "its data is its source's (replicateSourceDb); whoever reads from it must read elsewhere")
    if properties.get("skipFinalSnapshot") is not True:
        if not properties.get("finalSnapshotIdentifier"):
            return Verdict(
                Tier.REVERSIBLE, "its provider refuses without finalSnapshotIdentifier, or skipFinalSnapshot", refused=True
            )
        return Verdict(Tier.BACKUP, "a final snapshot is taken")
    days = properties.get("backupRetentionPeriod") or 0
    if properties.get("deleteAutomatedBackups") is False and days:
        return Verdict(Tier.BACKUP, f"no final snapshot, but automated backups are kept for {int(days)} days")
    return Verdict(Tier.LOST, "no final snapshot is taken (skipFinalSnapshot), and automated backups go with it")


def _table(properties: Properties) -> Verdict:
    recovery: Any = properties.get("pointInTimeRecovery")
    if isinstance(recovery, dict) and recovery.get("enabled") is True:
        return Verdict(Tier.BACKUP, "point-in-time recovery is on: a system backup is kept for 35 days")
    return Verdict(Tier.LOST, "point-in-time recovery is off, and a deletion takes no backup")


_ADDRESS = always(Tier.EFFORT, "its address goes to others; whoever allows or knows it must learn another")
_NAME = always(Tier.EFFORT, "another gets another DNS name, which every record must follow")
_BUCKET = says(Tier.LOST, "its objects and all their versions go with it (forceDestroy)", while_full="forceDestroy")
_DEFAULT = says(Tier.REVERSIBLE, "what is there stays as it is; what is made from then on has the cloud's own default")
_RECORDS = says(Tier.LOST, "its records go with it")
_CACHE = kept(
    Tier.BACKUP,
    "a final snapshot is taken",
    if_set=("finalSnapshotIdentifier", "finalSnapshotName"),
    else_lost="no final snapshot is taken of what it holds, and automatic ones go with it",
)

_SNAPSHOT = says(Tier.LOST, "it is a backup, and no copy of it is known")
_NODE = says(Tier.REVERSIBLE, "its data is its cluster's, and stays")

AWS: Final[dict[str, Holding]] = {
    "aws:rds/instance:Instance": Holding(judge=_database, guard="deletionProtection"),
    "aws:rds/cluster:Cluster": Holding(judge=_database, guard="deletionProtection"),
    "aws:docdb/cluster:Cluster": Holding(judge=_database, guard="deletionProtection"),
    "aws:neptune/cluster:Cluster": Holding(judge=_database, guard="deletionProtection"),
    "aws:redshift/cluster:Cluster": Holding(judge=_database),
    "aws:rds/clusterInstance:ClusterInstance": _NODE,
    "aws:docdb/clusterInstance:ClusterInstance": _NODE,
    "aws:neptune/clusterInstance:ClusterInstance": _NODE,
    "aws:rds/snapshot:Snapshot": _SNAPSHOT,
    "aws:rds/clusterSnapshot:ClusterSnapshot": _SNAPSHOT,
    "aws:ebs/snapshot:Snapshot": _SNAPSHOT,
    "aws:dynamodb/table:Table": Holding(judge=_table, guard="deletionProtectionEnabled"),
    "aws:s3/bucket:Bucket": _BUCKET,
    "aws:s3/bucketV2:BucketV2": _BUCKET,
    "aws:ebs/volume:Volume": Holding(
        judge=kept(Tier.BACKUP, "a snapshot is taken", if_set=("finalSnapshot",), else_lost="no snapshot is taken (finalSnapshot)")
    ),
    "aws:efs/fileSystem:FileSystem": says(Tier.LOST, "its files go with it; only a backup of AWS Backup would be left"),
    "aws:elasticache/replicationGroup:ReplicationGroup": Holding(judge=_CACHE),
    "aws:elasticache/cluster:Cluster": Holding(judge=_CACHE),
    "aws:memorydb/cluster:Cluster": Holding(judge=_CACHE),
    "aws:opensearch/domain:Domain": says(Tier.LOST, "its indices and automated snapshots go with it"),
    "aws:msk/cluster:Cluster": says(Tier.LOST, "what its topics hold goes with it"),
    "aws:kinesis/stream:Stream": says(Tier.LOST, "records that nobody has read yet go with it"),
    "aws:sqs/queue:Queue": says(Tier.LOST, "messages that nobody has read yet go with it"),
    "aws:cognito/userPool:UserPool": says(Tier.LOST, "its users and their passwords go with it", guard="deletionProtection"),
    "aws:kms/key:Key": Holding(
        judge=window(
            "deletionWindowInDays",
            30,
            "it can be taken back for {} days; then nothing decrypts what it encrypted",
        )
    ),
    "aws:secretsmanager/secret:Secret": Holding(judge=window("recoveryWindowInDays", 30, "it can be restored for {} days")),
    "aws:ecr/repository:Repository": says(Tier.LOST, "its images go with it (forceDelete)", while_full="forceDelete"),
    "aws:cloudwatch/logGroup:LogGroup": _RECORDS,
    "aws:backup/vault:Vault": says(Tier.LOST, "its recovery points go with it (forceDestroy)", while_full="forceDestroy"),
    "aws:route53/zone:Zone": says(Tier.EFFORT, "another zone has other name servers, which the domain must be pointed to"),
    "aws:ebs/encryptionByDefault:EncryptionByDefault": _DEFAULT,
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": _DEFAULT,
    "aws:accessanalyzer/analyzer:Analyzer": says(Tier.REVERSIBLE, "what it has found goes with it, and another finds it again"),
    "aws:ec2/flowLog:FlowLog": says(Tier.REVERSIBLE, "what it has recorded stays where it went"),
    "aws:ec2/eip:Eip": Holding(judge=_ADDRESS),
    "aws:ec2/natGateway:NatGateway": says(Tier.REVERSIBLE, "its address is another resource's, and stays"),
    "aws:ec2/vpnGateway:VpnGateway": says(Tier.EFFORT, "its connections must be made again, with other outside addresses"),
    "aws:ec2/vpnConnection:VpnConnection": says(Tier.EFFORT, "another has other outside addresses, which the other end must know"),
    "aws:ec2transitgateway/transitGateway:TransitGateway": says(
        Tier.EFFORT, "its attachments and VPNs must be made again, and networks that others attached ask anew"
    ),
    "aws:lb/loadBalancer:LoadBalancer": Holding(judge=_NAME, guard="enableDeletionProtection"),
    "aws:acm/certificate:Certificate": says(Tier.EFFORT, "another must be validated before anything serves it"),
    "aws:iam/role:Role": says(Tier.EFFORT, "policies of others that name it keep the id of the one that is gone"),
    "aws:iam/user:User": says(Tier.EFFORT, "its keys and password end with it"),
    "aws:eks/cluster:Cluster": says(
        Tier.LOST, "what was applied inside by others than this program is nowhere else", guard="deletionProtection"
    ),
    "aws:eks/nodeGroup:NodeGroup": says(Tier.REVERSIBLE, "its nodes are drained, and others can be made"),
    "aws:autoscaling/group:Group": says(Tier.EFFORT, "its machines end with what they hold on their disks"),
    "aws:ec2/instance:Instance": says(Tier.LOST, "its disks end with it, unless they are kept (deleteOnTermination)"),
    "aws:ec2/vpc:Vpc": says(Tier.EFFORT, "whatever stands in it must be made again, with other addresses"),
    "aws:ec2/subnet:Subnet": says(Tier.EFFORT, "whatever stands in it must be made again, with other addresses"),
}
