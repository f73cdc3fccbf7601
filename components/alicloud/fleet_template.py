"""The launch template of a fleet on Alibaba Cloud: what each of its instances is."""

from __future__ import annotations

import pulumi
import pulumi_alicloud as alicloud

from .fleet_parts import Parts


def make_template(parts: Parts, security_group: pulumi.Output[str], role: pulumi.Output[str]) -> alicloud.ecs.EcsLaunchTemplate:
    """A launch template rather than a scaling configuration, since only a template can ask for metadata session tokens.

    With a share of spot instances the template asks for the spot market at its price, with the on-demand price as the most; which
    instances are bought so is the group's to say (`capacity_options_*`).

    Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ecs_launch_template.
    """
    args = parts.args
    return alicloud.ecs.EcsLaunchTemplate(
        parts.name("template"),
        launch_template_name=parts.unique,
        image_id=args.image,
        instance_type=args.types[0],
        instance_name=parts.fleet,
        instance_charge_type="PostPaid",
        spot_strategy="SpotAsPriceGo" if args.spot else "NoSpot",
        network_type="vpc",
        vpc_id=args.network.id,
        security_group_ids=[security_group],
        internet_max_bandwidth_out=0,  # no public address
        ram_role_name=role,
        http_endpoint="enabled",
        http_tokens="required" if args.imdsv2 else "optional",
        http_put_response_hop_limit=args.metadata_hops,
        security_enhancement_strategy="Active" if args.security_agent else "Deactive",
        system_disk=alicloud.ecs.EcsLaunchTemplateSystemDiskArgs(
            category=args.disk_category,
            performance_level=args.disk_level if args.disk_category == "cloud_essd" else None,
            size=args.disk_gib,
            encrypted=args.encrypt_disk,
            kms_key_id=args.kms_key,
            delete_with_instance=True,
        ),
        user_data=args.encoded_user_data,
        update_default_version_number=True,
        resource_group_id=args.resource_group,
        template_resource_group_id=args.resource_group,
        tags=args.tags,
        template_tags=args.tags,
        opts=parts.options(),
    )
