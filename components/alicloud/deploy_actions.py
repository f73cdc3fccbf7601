"""Which actions of RAM each type of resource takes: a deployment may do what its components declare, and nothing else; pure.

By type, what changes it; by service, what looks at it. `*` stands for the verbs of a noun.

Sources: www.alibabacloud.com/help/en/ram/developer-reference/cloud-services-that-support-ram; what the provider calls for each:
github.com/aliyun/terraform-provider-alicloud/tree/v1.289.0/alicloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

_VPC_TAGS: Final = ("vpc:MoveResourceGroup", "vpc:TagResources", "vpc:UnTagResources")
_GROUPS: Final = ("ecs:*SecurityGroup*", "ecs:JoinResourceGroup", "ecs:TagResources", "ecs:UntagResources")
_CLUSTERS: Final = ("cs:*Addon*", "cs:*AutoscalingConfig*", "cs:*Cluster*", "cs:*Permission*", "cs:*Tag*", "cs:*Task*")
_ROUTERS: Final = ("cen:*TransitRouter*", "cen:TagResources", "cen:UntagResources")
_ALB: Final = ("alb:*Listener*", "alb:TagResources", "alb:UnTagResources")
_NLB: Final = ("nlb:*Listener*", "nlb:TagResources", "nlb:UntagResources")

_GTM: Final = ("alidns:*CloudGtm*",)

WRITES: Final[Mapping[str, tuple[str, ...]]] = {
    "alicloud:alb/listener:Listener": _ALB,
    "alicloud:alb/loadBalancer:LoadBalancer": ("alb:*LoadBalancer*", "alb:*DeletionProtection", "alb:MoveResourceGroup", *_ALB),
    "alicloud:alb/rule:Rule": ("alb:*Rule*", "alb:TagResources", "alb:UnTagResources"),
    "alicloud:alb/serverGroup:ServerGroup": (
        "alb:*ServerGroup*",
        "alb:MoveResourceGroup",
        "alb:TagResources",
        "alb:UnTagResources",
    ),
    "alicloud:alidnscloudgtm/instanceConfig:InstanceConfig": _GTM,
    "alicloud:alidnscloudgtm/monitorTemplate:MonitorTemplate": _GTM,
    "alicloud:alidnscloudgtmaddress/alidnsCloudGtmAddress:AlidnsCloudGtmAddress": _GTM,
    "alicloud:alidnscloudgtmaddress/pool:Pool": _GTM,
    "alicloud:cen/instance:Instance": (
        *("cen:CreateCen", "cen:DeleteCen", "cen:ModifyCenAttribute", "cen:MoveResourceGroup", "cen:TagResources"),
        "cen:UntagResources",
    ),
    "alicloud:cen/transitRouter:TransitRouter": _ROUTERS,
    "alicloud:cen/transitRouterPeerAttachment:TransitRouterPeerAttachment": _ROUTERS,
    "alicloud:cen/transitRouterRouteEntry:TransitRouterRouteEntry": _ROUTERS,
    "alicloud:cen/transitRouterRouteTable:TransitRouterRouteTable": _ROUTERS,
    "alicloud:cen/transitRouterRouteTableAssociation:TransitRouterRouteTableAssociation": _ROUTERS,
    "alicloud:cen/transitRouterRouteTablePropagation:TransitRouterRouteTablePropagation": _ROUTERS,
    "alicloud:cen/transitRouterVpcAttachment:TransitRouterVpcAttachment": _ROUTERS,
    "alicloud:cms/alarm:Alarm": ("cms:*MetricRules", "cms:PutMetricRuleTargets", "cms:PutResourceMetricRule"),
    "alicloud:cr/vpcEndpointLinkedVpc:VpcEndpointLinkedVpc": (
        *("cr:CreateInstanceVpcEndpointLinkedVpc", "cr:DeleteInstanceVpcEndpointLinkedVpc"),
    ),
    "alicloud:cs/autoscalingConfig:AutoscalingConfig": _CLUSTERS,
    "alicloud:cs/kubernetesAddon:KubernetesAddon": _CLUSTERS,
    "alicloud:cs/kubernetesPermission:KubernetesPermission": _CLUSTERS,
    "alicloud:cs/managedKubernetes:ManagedKubernetes": _CLUSTERS,
    "alicloud:cs/nodePool:NodePool": _CLUSTERS,
    "alicloud:dcdn/domain:Domain": (
        *("dcdn:*DcdnDomain", "dcdn:*DcdnDomainSSLCertificate", "dcdn:*DomainServerCertificate"),
        *("dcdn:*DomainSchdmByProperty", "dcdn:TagDcdnResources", "dcdn:UntagDcdnResources"),
    ),
    "alicloud:dcdn/domainConfig:DomainConfig": ("dcdn:*DcdnDomainConfigs", "dcdn:DeleteDcdnSpecificConfig"),
    "alicloud:dcdn/wafDomain:WafDomain": ("dcdn:*DcdnWafDomain*",),
    "alicloud:dcdn/wafPolicy:WafPolicy": ("dcdn:*DcdnWafPolicy",),
    "alicloud:dcdn/wafPolicyDomainAttachment:WafPolicyDomainAttachment": ("dcdn:*DcdnWafPolicyDomains",),
    "alicloud:dcdn/wafRule:WafRule": ("dcdn:*DcdnWafRule*",),
    "alicloud:dns/alidnsDomain:AlidnsDomain": (
        *("alidns:AddDomain", "alidns:DeleteDomain", "alidns:UpdateDomainRemark", "alidns:ChangeDomainGroup"),
        *("alidns:TagResources", "alidns:UntagResources"),
    ),
    "alicloud:dns/alidnsRecord:AlidnsRecord": (
        *("alidns:AddDomainRecord", "alidns:UpdateDomainRecord", "alidns:UpdateDomainRecordRemark"),
        *("alidns:DeleteDomainRecord", "alidns:SetDomainRecordStatus"),
    ),
    "alicloud:ecs/ecsDeploymentSet:EcsDeploymentSet": ("ecs:*DeploymentSet*",),
    "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate": ("ecs:*LaunchTemplate*", "ecs:TagResources", "ecs:UntagResources"),
    "alicloud:ecs/eipAddress:EipAddress": (
        "vpc:*EipAddress*",
        "vpc:DeletionProtection",
        "vpc:SetHighDefinitionMonitorLogStatus",
        *_VPC_TAGS,
    ),
    "alicloud:ecs/eipAssociation:EipAssociation": ("vpc:*EipAddress*",),
    "alicloud:ecs/securityGroup:SecurityGroup": _GROUPS,
    "alicloud:ecs/securityGroupRule:SecurityGroupRule": _GROUPS,
    "alicloud:ess/alarm:Alarm": ("ess:*Alarm*",),
    "alicloud:ess/instanceRefresh:InstanceRefresh": ("ess:*InstanceRefresh*",),
    "alicloud:ess/lifecycleHook:LifecycleHook": ("ess:*LifecycleHook*",),
    "alicloud:ess/notification:Notification": ("ess:*NotificationConfiguration*",),
    "alicloud:ess/scalingGroup:ScalingGroup": (
        *("ess:*DBInstances", "ess:*LoadBalancers", "ess:*ScalingGroup*", "ess:RemoveInstances", "ess:SetInstancesProtection"),
        *("ess:TagResources", "ess:UntagResources"),
    ),
    "alicloud:ess/scalingRule:ScalingRule": ("ess:*ScalingRule*",),
    "alicloud:ess/scheduledTask:ScheduledTask": ("ess:*ScheduledTask*",),
    "alicloud:ess/serverGroupAttachment:ServerGroupAttachment": ("ess:*ServerGroups*",),
    "alicloud:ess/suspendProcess:SuspendProcess": ("ess:SuspendProcesses", "ess:ResumeProcesses"),
    "alicloud:kms/key:Key": (
        *("kms:CancelKeyDeletion", "kms:CreateKey", "kms:DisableKey", "kms:EnableKey", "kms:ScheduleKeyDeletion"),
        *("kms:SetDeletionProtection", "kms:SetKeyPolicy", "kms:TagResource*", "kms:UntagResource*", "kms:UpdateKeyDescription"),
        "kms:UpdateRotationPolicy",
    ),
    "alicloud:log/project:Project": ("log:*Project", "log:TagResources", "log:UntagResources"),
    "alicloud:log/store:Store": ("log:*LogStore",),
    "alicloud:log/storeIndex:StoreIndex": ("log:*Index",),
    "alicloud:nlb/listener:Listener": _NLB,
    "alicloud:nlb/loadBalancer:LoadBalancer": ("nlb:*LoadBalancer*", "nlb:MoveResourceGroup", *_NLB),
    "alicloud:nlb/serverGroup:ServerGroup": (
        "nlb:*ServerGroup*",
        "nlb:MoveResourceGroup",
        "nlb:TagResources",
        "nlb:UntagResources",
    ),
    "alicloud:privatelink/vpcEndpoint:VpcEndpoint": ("privatelink:*VpcEndpoint*", "privatelink:ChangeResourceGroup"),
    "alicloud:privatelink/vpcEndpointZone:VpcEndpointZone": ("privatelink:*VpcEndpoint*",),
    "alicloud:oos/execution:Execution": ("oos:StartExecution", "oos:CancelExecution", "oos:DeleteExecutions", *_GTM),
    "alicloud:oos/template:Template": ("oos:*Template", "oos:TagResources", "oos:UntagResources"),
    "alicloud:oss/bucket:Bucket": (
        *("oss:PutBucket", "oss:DeleteBucket", "oss:PutBucketTagging", "oss:DeleteBucketTagging", "oss:*BucketLifecycle"),
    ),
    "alicloud:oss/bucketObject:BucketObject": ("oss:DeleteObject",),
    "alicloud:oss/bucketPolicy:BucketPolicy": ("oss:PutBucketPolicy", "oss:DeleteBucketPolicy"),
    "alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock": ("oss:*BucketPublicAccessBlock",),
    "alicloud:oss/bucketReplication:BucketReplication": ("oss:PutBucketReplication", "oss:DeleteBucketReplication"),
    "alicloud:oss/bucketServerSideEncryption:BucketServerSideEncryption": ("oss:*BucketEncryption",),
    "alicloud:oss/bucketVersioning:BucketVersioning": ("oss:PutBucketVersioning",),
    "alicloud:oss/bucketWorm:BucketWorm": ("oss:*BucketWorm",),
    "alicloud:pvtz/zone:Zone": (
        "pvtz:*Zone*",
        "pvtz:SetProxyPattern",
        "pvtz:UpdateSyncEcsHostTask",
        "pvtz:TagResources",
        "pvtz:UntagResources",
    ),
    "alicloud:pvtz/zoneAttachment:ZoneAttachment": ("pvtz:*Zone*",),
    "alicloud:pvtz/zoneRecord:ZoneRecord": ("pvtz:*Zone*", "pvtz:UpdateRecordRemark"),
    "alicloud:vpc/dhcpOptionsSet:DhcpOptionsSet": ("vpc:*DhcpOptionsSet*", *_VPC_TAGS),
    "alicloud:vpc/dhcpOptionsSetAttachment:DhcpOptionsSetAttachment": ("vpc:*DhcpOptionsSet*",),
    "alicloud:vpc/flowLog:FlowLog": ("vpc:*FlowLog*", *_VPC_TAGS),
    "alicloud:vpc/gatewayEndpoint:GatewayEndpoint": ("vpc:*GatewayEndpoint*", *_VPC_TAGS),
    "alicloud:vpc/gatewayEndpointRouteTableAttachment:GatewayEndpointRouteTableAttachment": ("vpc:*GatewayEndpoint*",),
    "alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock": ("vpc:*VpcCidrBlock",),
    "alicloud:vpc/ipv4Gateway:Ipv4Gateway": ("vpc:*Ipv4Gateway*", *_VPC_TAGS),
    "alicloud:vpc/ipv6Gateway:Ipv6Gateway": ("vpc:*Ipv6Gateway*", *_VPC_TAGS),
    "alicloud:vpc/natGateway:NatGateway": ("vpc:*NatGateway*", "vpc:DeletionProtection", *_VPC_TAGS),
    "alicloud:vpc/network:Network": ("vpc:*Vpc*", *_VPC_TAGS),
    "alicloud:vpc/networkAcl:NetworkAcl": ("vpc:*NetworkAcl*", *_VPC_TAGS),
    "alicloud:vpc/peerConnection:PeerConnection": ("vpc:*VpcPeerConnection*", *_VPC_TAGS),
    "alicloud:vpc/peerConnectionAccepter:PeerConnectionAccepter": ("vpc:*VpcPeerConnection*",),
    "alicloud:vpc/routeEntry:RouteEntry": ("vpc:*RouteEntr*",),
    "alicloud:vpc/routeTable:RouteTable": ("vpc:*RouteTable*", *_VPC_TAGS),
    "alicloud:vpc/routeTableAttachment:RouteTableAttachment": ("vpc:*RouteTable*",),
    "alicloud:vpc/snatEntry:SnatEntry": ("vpc:*SnatEntry*",),
    "alicloud:vpc/switch:Switch": ("vpc:*VSwitch*", *_VPC_TAGS),
    "alicloud:vpc/vpcNetworkAclAttachment:VpcNetworkAclAttachment": ("vpc:*NetworkAcl*",),
    "alicloud:vpn/connection:Connection": ("vpc:*VpnConnection*", "vpc:ModifyTunnelAttribute", *_VPC_TAGS),
    "alicloud:vpn/customerGateway:CustomerGateway": ("vpc:*CustomerGateway*", *_VPC_TAGS),
    "alicloud:vpn/gateway:Gateway": ("vpc:*VpnGateway*", "vpc:MoveVpnResourceGroup", *_VPC_TAGS),
}
"""By type. Those of RAM stand in `deploy_policies`, as does what writes objects."""

IDENTITIES: Final = frozenset(
    {"alicloud:ram/policy:Policy", "alicloud:ram/role:Role", "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment"}
    | {"alicloud:ims/oidcProvider:OidcProvider"}
)
"""Types that say who may do what."""

READS: Final[Mapping[str, tuple[str, ...]]] = {
    "alb": ("alb:Get*", "alb:List*"),
    "alidns": ("alidns:Describe*", "alidns:List*"),
    "cen": ("cen:Describe*", "cen:List*"),
    "cms": ("cms:DescribeMetricRule*",),
    "cr": ("cr:GetInstanceVpcEndpoint", "cr:ListInstance*"),
    "cs": ("cs:Check*", "cs:Describe*", "cs:Get*", "cs:List*"),
    "dcdn": ("dcdn:Describe*", "dcdn:List*"),
    "ecs": ("ecs:Describe*", "ecs:List*"),
    "ess": ("ess:Describe*", "ess:List*"),
    "kms": ("kms:Describe*", "kms:GetKeyPolicy", "kms:List*"),
    "log": ("log:GetIndex", "log:GetLogStore", "log:GetProject", "log:ListLogStores", "log:ListProject", "log:ListTagResources"),
    "nlb": ("nlb:Get*", "nlb:List*"),
    "oos": ("oos:GetTemplate", "oos:List*"),
    "oss": ("oss:GetBucket*", "oss:ListBuckets"),
    "privatelink": ("privatelink:Get*", "privatelink:List*"),
    "pvtz": ("pvtz:Describe*", "pvtz:List*"),
    "ram": ("ram:Get*", "ram:List*"),
    "vpc": ("vpc:Describe*", "vpc:Get*", "vpc:List*"),
}
"""By service, what a preview looks at, and a deployment too."""

CREDENTIALS: Final = ("cs:*Kubeconfig*", "cs:*UserConfig*", "cs:GetClusterAuditProject", "ecs:*VncUrl*", "ecs:*UserData*")
"""What is called as what looks is, and gives a way in: for no preview."""


def service(action: str) -> str:
    """Whose an action is."""
    return action.partition(":")[0]


def writes(services: Iterable[str]) -> list[str]:
    """What changes anything of some services, each once."""
    wanted = set(services)
    return sorted({action for actions in WRITES.values() for action in actions if service(action) in wanted})


def reads() -> list[str]:
    """What looks at anything."""
    return sorted(action for actions in READS.values() for action in actions)
