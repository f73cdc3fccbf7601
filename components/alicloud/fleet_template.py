"""The launch template of a fleet on Alibaba Cloud: what each of its instances is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_alicloud as alicloud

from .fleet_parts import Parts

_DIGEST = 8


def make_template(
    parts: Parts, security_group: pulumi.Output[str], role: pulumi.Output[str], placement: alicloud.ecs.EcsDeploymentSet | None
) -> alicloud.ecs.EcsLaunchTemplate:
    """A launch template rather than a scaling configuration, since only a template can ask for metadata session tokens.

    With a share of spot instances the template asks for the spot market at its price, with the on-demand price as the most; which
    instances are bought so is the group's to say (`capacity_options_*`).

    A script that is taken away stays in the template: the provider takes `user_data` that is not said for what the cloud has.

    Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ecs_launch_template.
    """
    args = parts.args
    instance: dict[str, Any] = {
        "image_id": args.image,
        "instance_type": args.types[0],
        "instance_name": parts.fleet,
        "instance_charge_type": "PostPaid",
        "spot_strategy": "SpotAsPriceGo" if args.spot else "NoSpot",
        "network_type": "vpc",
        "vpc_id": args.network.id,
        "security_group_ids": [security_group],
        "internet_max_bandwidth_out": 0,  # no public address
        "ram_role_name": role,
        "http_endpoint": "enabled",
        "http_tokens": "required" if args.imdsv2 else "optional",
        "http_put_response_hop_limit": args.metadata_hops,
        "security_enhancement_strategy": "Active" if args.security_agent else "Deactive",
        "user_data": args.encoded_user_data,
        "resource_group_id": args.resource_group,
        "tags": args.tags,
        **({} if placement is None else {"deployment_set_id": placement.id}),
    }
    return alicloud.ecs.EcsLaunchTemplate(
        parts.name("template"),
        launch_template_name=parts.unique,
        **instance,
        system_disk=_root_disk(parts, instance),
        update_default_version_number=True,
        template_resource_group_id=args.resource_group,
        template_tags=args.tags,
        opts=parts.options(),
    )


def _root_disk(parts: Parts, instance: Mapping[str, Any]) -> alicloud.ecs.EcsLaunchTemplateSystemDiskArgs:
    """The root disk, whose description is another one with every other version of the template.

    A new version is sent with all of the disk only where the disk itself has changed; otherwise the provider leaves out that it is
    encrypted, and with which key (`resourceAliCloudEcsLaunchTemplateUpdate`). So a change of anything changes the disk.
    """
    args = parts.args
    version = pulumi.Output.all(**instance).apply(_digest)
    return alicloud.ecs.EcsLaunchTemplateSystemDiskArgs(
        category=args.disk_category,
        performance_level=args.disk_level if args.disk_category == "cloud_essd" else None,
        size=args.disk_gib,
        encrypted=args.encrypt_disk,
        kms_key_id=args.kms_key,
        delete_with_instance=True,
        description=pulumi.Output.concat(parts.fleet, " ", version),
    )


def _digest(instance: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(instance, sort_keys=True).encode()).hexdigest()[:_DIGEST]
