"""A fleet on Alibaba Cloud: a launch template and an ESS scaling group over the zones of a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pulumi
import pulumi_alicloud as alicloud

from .. import arguments, contracts
from ..errors import Faults
from ..inputs import inputs, outputs
from ..naming import physical_name
from .ram import service_trust

NAME_LIMIT = 64
"""RAM roles and scaling groups take 64 characters, launch templates 128."""

REMOVAL_POLICIES = {
    "oldest_template": "OldestScalingConfiguration",
    "oldest_instance": "OldestInstance",
    "newest_instance": "NewestInstance",
}
"""What goes first, in ESS's words; a version of a launch template counts as a scaling configuration."""

TASK_SETTINGS = (
    "desiredConfigurationLaunchTemplateVersion",
    "desiredConfigurationLaunchTemplateOverrides",
    "minHealthyPercentage",
    "maxHealthyPercentage",
    "checkpoints",
    "checkpointPauseTime",
)
"""What a refresh was started with. A change of any of them would start the task once more, which is long over."""


@dataclass(frozen=True, kw_only=True)
class FleetArgs(contracts.FleetArgs):
    """What a fleet on Alibaba Cloud is made from.

    Args:
        first_image: the image that the group was made with, once `image` is another; nothing while it is the same. With it a
            changed image is rolled out by an instance refresh, without it new instances alone are of the new image.
        disk_category: the root disk's category.
        disk_level: the performance level of an ESSD disk, "PL0" to "PL3".
        kms_key: the id of the key that encrypts the root disk; the service's own key by default.
        security_agent: install Security Center's agent.
        resource_group: the id of the resource group of all that is made; the account's default group by default.
    """

    first_image: str | None = None
    disk_category: str = "cloud_essd"
    disk_level: str = "PL0"
    kms_key: str | None = None
    security_agent: bool = True
    resource_group: str | None = None

    capabilities: ClassVar[frozenset[str]] = frozenset({"group-deletion-protection"})

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        if self.first_image is not None:
            arguments.check_pinned(faults, "first_image", self.first_image, "write the id of the image the group was made with")
        arguments.check_choice(faults, "disk_level", self.disk_level, ("PL0", "PL1", "PL2", "PL3"))


class Fleet(pulumi.ComponentResource):
    """Instances in the private vSwitches of every zone, kept between two bounds by their CPU.

    What the group is made from is a launch template rather than a scaling configuration, since only a template can ask for
    metadata session tokens. Zones are balanced within the policy COMPOSABLE, which also honours the order of types and, later,
    shares of spot instances; changing the policy of a group replaces it.

    A refresh is one task, started when it is made and forgotten when it is deleted; it fails where no instance differs from
    what is wanted, as in a group just made. So there is none before the first change of the image (`first_image`), each later
    image has a task of its own name, and no other change starts a task again: new instances alone follow it.

    The reference limits refreshes to groups whose scale-out policy is Priority, and names COMPOSABLE, which this group has for
    its balance of zones, as another policy beside it. Nobody says that such a group is refused, nor that it is taken: try a
    refresh in staging. Where it is refused, leave `first_image` out, and instances are replaced as the group shrinks and grows.

    Sources: www.alibabacloud.com/help/en/auto-scaling/developer-reference/api-startinstancerefresh and, in
    registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources, ess_scaling_group, ess_instance_refresh,
    ecs_launch_template.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:Fleet"
    capabilities: ClassVar[frozenset[str]] = FleetArgs.capabilities

    def __init__(self, name: str, args: FleetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        # Unique in an account, where several environments may live; the cloud makes up no names of its own.
        self._unique = physical_name(f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}", NAME_LIMIT)
        self.capacity = args.capacity
        self.security_group_id = self._make_security_group(name)
        self.role_name = self._make_role(name)
        template = self._make_template(name)
        group = self._make_group(name, template)
        self.id = group.id
        for policy in args.scaling.values():
            if isinstance(policy, contracts.TargetTracking):
                self._track_cpu(name, policy)
        if args.first_image not in (None, args.image):
            self._refresh(name, template, group)
        self.register_outputs(outputs(self, contracts.Fleet))

    def _make_security_group(self, name: str) -> pulumi.Output[str]:
        """Closed to all but the ports asked for, to those only from the site's own network, and between its own members.

        A basic security group lets everything out by default and everything in between its members, unless told to drop it
        (www.alibabacloud.com/help/en/ecs/user-guide/basic-security-groups-and-advanced-security-groups).
        """
        args = self._args
        group = alicloud.ecs.SecurityGroup(
            f"{name}-instances",
            security_group_name=name,
            description=f"Instances of {name}",
            vpc_id=args.network.id,
            security_group_type="normal",
            inner_access_policy="Drop",
            resource_group_id=args.resource_group,
            tags=args.tags,
            opts=self._child,
        )
        for port in args.ports:
            for block, cidr in args.network.ranges.items():
                alicloud.ecs.SecurityGroupRule(
                    f"{name}-{port}-from-{block}",
                    security_group_id=group.id,
                    type="ingress",
                    ip_protocol="tcp",
                    port_range=f"{port}/{port}",
                    cidr_ip=cidr,
                    nic_type="intranet",
                    policy="accept",
                    priority=1,
                    opts=self._child,
                )
        return group.id

    def _make_role(self, name: str) -> pulumi.Output[str]:
        """A role that instances may take and that may do nothing until a policy is attached."""
        return alicloud.ram.Role(
            f"{name}-instances",
            role_name=self._unique,
            assume_role_policy_document=service_trust("ecs.aliyuncs.com"),
            description=f"Instances of {name}",
            tags=self._args.tags,
            opts=self._child,
        ).role_name

    def _make_template(self, name: str) -> alicloud.ecs.EcsLaunchTemplate:
        args = self._args
        return alicloud.ecs.EcsLaunchTemplate(
            f"{name}-template",
            launch_template_name=self._unique,
            image_id=args.image,
            instance_type=args.types[0],
            instance_name=name,
            instance_charge_type="PostPaid",
            spot_strategy="NoSpot",
            network_type="vpc",
            vpc_id=args.network.id,
            security_group_ids=[self.security_group_id],
            internet_max_bandwidth_out=0,  # no public address
            ram_role_name=self.role_name,
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
            opts=self._child,
        )

    def _make_group(self, name: str, template: alicloud.ecs.EcsLaunchTemplate) -> alicloud.ess.ScalingGroup:
        args = self._args
        return alicloud.ess.ScalingGroup(
            f"{name}-group",
            scaling_group_name=self._unique,
            min_size=args.capacity.min,
            max_size=args.capacity.max,
            desired_capacity=args.capacity.start,
            vswitch_ids=[switch for _, switch in sorted(args.network.subnets[args.tier].items())],
            launch_template_id=template.id,
            launch_template_version=template.latest_version_number.apply(str),
            launch_template_overrides=[{"instance_type": name} for name in args.types],
            multi_az_policy="COMPOSABLE",
            az_balance=True,
            allocation_strategy="priority",
            capacity_options_on_demand_base_capacity=0,
            capacity_options_on_demand_percentage_above_base_capacity=100,
            health_check_types=["ECS"],
            removal_policies=[REMOVAL_POLICIES[policy] for policy in args.termination_policies],
            group_deletion_protection=args.deletion_protection,
            resource_group_id=args.resource_group,
            tags=args.tags,
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=True if args.deletion_protection else None,
                ignore_changes=args.capacity.ignored(floor="minSize", size="desiredCapacity"),
            ),
        )

    def _track_cpu(self, name: str, policy: contracts.TargetTracking) -> None:
        args = self._args
        alicloud.ess.ScalingRule(
            f"{name}-cpu",
            scaling_group_id=self.id,
            scaling_rule_name=physical_name(f"{name}-cpu", NAME_LIMIT),
            scaling_rule_type="TargetTrackingScalingRule",
            metric_name="CpuUtilization",
            target_value=policy.value,
            disable_scale_in=None if policy.scale_in else True,
            estimated_instance_warmup=args.refresh.warm_up if policy.warm_up is None else policy.warm_up,
            opts=self._child,
        )

    def _refresh(self, name: str, template: alicloud.ecs.EcsLaunchTemplate, group: alicloud.ess.ScalingGroup) -> None:
        refresh = self._args.refresh
        alicloud.ess.InstanceRefresh(
            f"{name}-refresh-{self._args.image}",
            scaling_group_id=group.id,
            desired_configuration_launch_template_id=template.id,
            # By number: a refresh to "Default" or "Latest" cannot be rolled back.
            desired_configuration_launch_template_version=template.latest_version_number.apply(str),
            desired_configuration_launch_template_overrides=[{"instance_type": kind} for kind in self._args.types],
            min_healthy_percentage=refresh.healthy,
            max_healthy_percentage=100 + refresh.surge,
            skip_matching=True,
            checkpoints=[{"percentage": share} for share in (*refresh.checkpoints, 100)] if refresh.checkpoints else None,
            checkpoint_pause_time=refresh.pause // 60 if refresh.checkpoints else None,
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=list(TASK_SETTINGS)),
        )
