import pulumi
import pulumi_alicloud as alicloud
import pulumi_aws as aws


class Shelf(pulumi.CustomResource):
    def __init__(self, name, width):
        super().__init__("toys:index:Shelf", name, {"width": width})


aws.neptune.Cluster(
    "friends", engine="neptune", backup_retention_period=7, storage_encrypted=True, final_snapshot_identifier="friends-last"
)
alicloud.mongodb.Instance(
    "articles",
    engine_version="4.4",
    db_instance_class="dds.mongo.mid",
    db_instance_storage=20,
    vswitch_id="vsw-2",
    backup_retention_policy_on_cluster_deletion=1,
)
Shelf("toys", 120)
