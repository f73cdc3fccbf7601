"""A fleet on AWS: a launch template and an autoscaling group over the zones of a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..inputs import inputs, outputs
from ..naming import named
from .iam import MANAGED_POLICY, service_trust
from .network_routes import EVERYWHERE

SSM_CORE = MANAGED_POLICY + "AmazonSSMManagedInstanceCore"
TERMINATION_POLICIES = {
    "oldest_template": "OldestLaunchTemplate",
    "oldest_instance": "OldestInstance",
    "newest_instance": "NewestInstance",
}
GROUP_METRICS = (
    aws.autoscaling.Metric.GROUP_DESIRED_CAPACITY,
    aws.autoscaling.Metric.GROUP_IN_SERVICE_INSTANCES,
    aws.autoscaling.Metric.GROUP_MAX_SIZE,
    aws.autoscaling.Metric.GROUP_MIN_SIZE,
    aws.autoscaling.Metric.GROUP_PENDING_INSTANCES,
    aws.autoscaling.Metric.GROUP_TOTAL_INSTANCES,
)


@dataclass(frozen=True, kw_only=True)
class FleetArgs(contracts.FleetArgs):
    """What a fleet on AWS is made from.

    Args:
        root_device: the root device's name in the image: "/dev/xvda" for Amazon Linux, "/dev/sda1" for Ubuntu. Another name
            would add a second disk and leave the root as the image has it.
        kms_key: the ARN of the key that encrypts the root disk; the account's own key for EBS by default. A key of the customer's
            must let the service-linked role of Auto Scaling use it, or no instance starts
            (docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html).
        detailed_monitoring: CPU figures each minute instead of each five, so that scaling out is not five minutes late.
        shell: attach AmazonSSMManagedInstanceCore to the instances' role, by which Session Manager gives a logged, authorised
            shell without an open port or a key
            (docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html).
    """

    root_device: str = "/dev/xvda"
    kms_key: pulumi.Input[str] | None = None
    detailed_monitoring: bool = True
    shell: bool = True


class Fleet(pulumi.ComponentResource):
    """Instances in the private subnets of every zone, kept between two bounds by their CPU.

    A changed template is rolled out by an instance refresh. The group names the template's version by number: with "$Latest"
    the group's own description would not change and no refresh would start
    (docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html). A refresh that fails rolls back. Tags of disks
    and network cards are part of the template, so another tag is rolled out like another image.

    AWS has no deletion protection of a group; with `deletion_protection` it is protected in Pulumi's own state, and the API
    refuses to terminate its instances one by one, which scaling in is not kept from
    (docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html).

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:aws:Fleet"
    capabilities: ClassVar[frozenset[str]] = frozenset(
        {"health-grace", "ordered-types", "refresh-on-change", "refresh-rollback", "session-shell", "step-requests"}
    )

    def __init__(self, name: str, args: FleetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self.capacity = args.capacity
        self.security_group_id = self._make_security_group(name)
        profile = self._make_role(name)
        group = self._make_group(name, self._make_template(name, profile))
        self.id = group.id
        for policy in args.scaling.values():
            if isinstance(policy, contracts.TargetTracking):
                self._track_cpu(name, group, policy)
        self.register_outputs(outputs(self, contracts.Fleet))

    def _make_security_group(self, name: str) -> pulumi.Output[str]:
        """Closed to all but the ports asked for, and to those only from the site's own network."""
        args = self._args
        group = aws.ec2.SecurityGroup(
            f"{name}-instances",
            description=f"Instances of {name}",
            vpc_id=args.network.id,
            tags=named(args.tags, name),
            opts=self._child,
        )
        for port in args.ports:
            for block, cidr in args.network.ranges.items():
                aws.vpc.SecurityGroupIngressRule(
                    f"{name}-{port}-from-{block}",
                    security_group_id=group.id,
                    ip_protocol="tcp",
                    from_port=port,
                    to_port=port,
                    cidr_ipv4=cidr,
                    tags=named(args.tags, f"{name}-{port}-from-{block}"),
                    opts=self._child,
                )
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-out",
            security_group_id=group.id,
            ip_protocol="-1",
            cidr_ipv4=EVERYWHERE,
            tags=named(args.tags, f"{name}-out"),
            opts=self._child,
        )
        return group.id

    def _make_role(self, name: str) -> aws.iam.InstanceProfile:
        args = self._args
        role = aws.iam.Role(
            f"{name}-instances",
            assume_role_policy=service_trust("ec2.amazonaws.com"),
            tags=named(args.tags, name),
            opts=self._child,
        )
        self.role_name = role.name
        if args.shell:
            aws.iam.RolePolicyAttachment(f"{name}-shell", role=role.name, policy_arn=SSM_CORE, opts=self._child)
        return aws.iam.InstanceProfile(f"{name}-instances", role=role.name, tags=named(args.tags, name), opts=self._child)

    def _make_template(self, name: str, profile: aws.iam.InstanceProfile) -> aws.ec2.LaunchTemplate:
        args, tags = self._args, named(self._args.tags, name)
        root_disk = aws.ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
            volume_type="gp3",
            volume_size=args.disk_gib,
            encrypted=str(args.encrypt_disk).lower(),
            kms_key_id=args.kms_key,
            delete_on_termination="true",
        )
        return aws.ec2.LaunchTemplate(
            f"{name}-template",
            image_id=args.image,
            instance_type=args.types[0],
            iam_instance_profile={"arn": profile.arn},
            network_interfaces=[
                {
                    "device_index": 0,
                    "associate_public_ip_address": "false",
                    "delete_on_termination": "true",
                    "security_groups": [self.security_group_id],
                }
            ],
            block_device_mappings=[aws.ec2.LaunchTemplateBlockDeviceMappingArgs(device_name=args.root_device, ebs=root_disk)],
            metadata_options={
                "http_endpoint": "enabled",
                "http_tokens": "required" if args.imdsv2 else "optional",
                "http_put_response_hop_limit": args.metadata_hops,
            },
            monitoring={"enabled": args.detailed_monitoring},
            disable_api_termination=args.deletion_protection,
            user_data=args.encoded_user_data,
            # The group's own tags reach its instances; their disks and network cards take them from here.
            tag_specifications=[{"resource_type": kind, "tags": tags} for kind in ("volume", "network-interface")],
            update_default_version=True,
            tags=tags,
            opts=self._child,
        )

    def _make_group(self, name: str, template: aws.ec2.LaunchTemplate) -> aws.autoscaling.Group:
        args = self._args
        return aws.autoscaling.Group(
            f"{name}-group",
            min_size=args.capacity.min,
            max_size=args.capacity.max,
            desired_capacity=args.capacity.start,
            vpc_zone_identifiers=[subnet for _, subnet in sorted(args.network.subnets[args.tier].items())],
            health_check_type="EC2",
            health_check_grace_period=args.refresh.warm_up,
            default_instance_warmup=args.refresh.warm_up,
            instance_refresh=self._refresh(),
            termination_policies=[TERMINATION_POLICIES[policy] for policy in args.termination_policies],
            enabled_metrics=list(GROUP_METRICS),
            tags=[
                {"key": key, "value": value, "propagate_at_launch": True} for key, value in sorted(named(args.tags, name).items())
            ],
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=True if args.deletion_protection else None,
                ignore_changes=args.capacity.ignored(floor="minSize", size="desiredCapacity"),
            ),
            **self._instances(template),
        )

    def _instances(self, template: aws.ec2.LaunchTemplate) -> Mapping[str, Any]:
        """One type by the template itself; several by a mixed instances policy, in the order of preference."""
        version = template.latest_version.apply(str)
        if len(self._args.types) == 1:
            return {"launch_template": aws.autoscaling.GroupLaunchTemplateArgs(id=template.id, version=version)}
        policy: aws.autoscaling.GroupMixedInstancesPolicyArgsDict = {
            "launch_template": {
                "launch_template_specification": {"launch_template_id": template.id, "version": version},
                "overrides": [{"instance_type": kind} for kind in self._args.types],
            },
            "instances_distribution": {
                "on_demand_allocation_strategy": "prioritized",
                "on_demand_percentage_above_base_capacity": 100,
            },
        }
        return {"mixed_instances_policy": policy}

    def _refresh(self) -> aws.autoscaling.GroupInstanceRefreshArgsDict:
        refresh = self._args.refresh
        preferences: aws.autoscaling.GroupInstanceRefreshPreferencesArgsDict = {
            "min_healthy_percentage": refresh.healthy,
            "max_healthy_percentage": 100 + refresh.surge,
            "instance_warmup": str(refresh.warm_up),
            "auto_rollback": True,
            "skip_matching": True,
        }
        if refresh.checkpoints:
            # The last checkpoint is where the refresh ends, so it has to be 100.
            preferences["checkpoint_percentages"] = [*refresh.checkpoints, 100]
            preferences["checkpoint_delay"] = str(refresh.pause)
        return {"strategy": "Rolling", "preferences": preferences}

    def _track_cpu(self, name: str, group: aws.autoscaling.Group, policy: contracts.TargetTracking) -> None:
        aws.autoscaling.Policy(
            f"{name}-cpu",
            autoscaling_group_name=group.name,
            policy_type="TargetTrackingScaling",
            target_tracking_configuration={
                "predefined_metric_specification": {"predefined_metric_type": "ASGAverageCPUUtilization"},
                "target_value": policy.value,
            },
            opts=self._child,
        )
