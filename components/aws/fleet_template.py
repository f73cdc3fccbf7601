"""What each instance of a fleet is started from."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..naming import named
from .fleet_args import FleetArgs

TAG_SPECIFICATIONS = "tagSpecifications"


def make_template(
    name: str,
    args: FleetArgs,
    security_group_id: pulumi.Output[str],
    profile: aws.iam.InstanceProfile,
    opts: pulumi.ResourceOptions,
) -> aws.ec2.LaunchTemplate:
    """The launch template, whose version changes with what an instance is, and not with its tags.

    The group's tags reach its instances, and an edited one reaches those that start from then on. Disks and network cards can take
    theirs from the template alone, where another tag is another version, which the group would roll out to every instance. So
    what the template was made with is left as it is: disks keep the tags that the fleet began with.
    """
    tags = named(args.tags, name)
    root_disk = aws.ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
        volume_type="gp3",
        volume_size=args.disk_gib,
        iops=args.disk_iops,
        throughput=args.disk_throughput,
        encrypted=str(args.encrypt_disk).lower(),
        kms_key_id=args.kms_key,
        delete_on_termination="true",
    )
    return aws.ec2.LaunchTemplate(
        f"{name}-template",
        image_id=args.image,
        instance_type=args.types[0] if args.types else None,
        iam_instance_profile={"arn": profile.arn},
        network_interfaces=[
            {
                "device_index": 0,
                "associate_public_ip_address": "false",
                "delete_on_termination": "true",
                "security_groups": [security_group_id],
            }
        ],
        block_device_mappings=[aws.ec2.LaunchTemplateBlockDeviceMappingArgs(device_name=args.root_device, ebs=root_disk)],
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required" if args.imdsv2 else "optional",
            "http_put_response_hop_limit": args.metadata_hops,
        },
        monitoring={"enabled": args.detailed_monitoring},
        hibernation_options={"configured": True} if args.hibernates else None,
        disable_api_termination=args.deletion_protection,
        user_data=args.encoded_user_data,
        tag_specifications=[{"resource_type": kind, "tags": tags} for kind in ("volume", "network-interface")],
        update_default_version=True,
        tags=tags,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(ignore_changes=[TAG_SPECIFICATIONS])),
    )
