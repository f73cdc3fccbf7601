"""The calls by which types come and go on Alibaba Cloud are among what deployments may do; what none of them needs is not.

Source: what the provider calls, resource by resource, in github.com/aliyun/terraform-provider-alicloud.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from components.alicloud import deploy_actions as actions

CALLS = {
    "alicloud:alidnscloudgtm/instanceConfig:InstanceConfig": "alidns:CreateCloudGtmInstanceConfig alidns:DeleteCloudGtmInstanceConfig",
    "alicloud:alidnscloudgtmaddress/pool:Pool": "alidns:CreateCloudGtmAddressPool alidns:UpdateCloudGtmAddressPoolBasicConfig",
    "alicloud:dns/alidnsRecord:AlidnsRecord": "alidns:AddDomainRecord alidns:UpdateDomainRecord alidns:DeleteDomainRecord",
    "alicloud:oos/execution:Execution": "oos:StartExecution oos:DeleteExecutions alidns:ReplaceCloudGtmAddressPoolAddress "
    "alidns:ReplaceCloudGtmInstanceConfigAddressPool alidns:UpdateCloudGtmInstanceConfigAlert",
    "alicloud:oos/template:Template": "oos:CreateTemplate oos:UpdateTemplate oos:DeleteTemplate",
    "alicloud:alb/loadBalancer:LoadBalancer": "alb:CreateLoadBalancer alb:EnableDeletionProtection alb:UpdateLoadBalancerAttribute",
    "alicloud:alb/rule:Rule": "alb:CreateRule alb:UpdateRuleAttribute alb:DeleteRule",
    "alicloud:alb/serverGroup:ServerGroup": "alb:CreateServerGroup alb:AddServersToServerGroup alb:DeleteServerGroup",
    "alicloud:cs/kubernetesAddon:KubernetesAddon": "cs:InstallClusterAddons cs:ModifyClusterAddon cs:UnInstallClusterAddons",
    "alicloud:cs/kubernetesPermission:KubernetesPermission": "cs:GrantPermissions cs:CleanUserPermissions",
    "alicloud:cs/managedKubernetes:ManagedKubernetes": "cs:CreateCluster cs:ModifyCluster cs:UpgradeCluster cs:DeleteCluster",
    "alicloud:cs/nodePool:NodePool": "cs:CreateClusterNodePool cs:ModifyClusterNodePool cs:DeleteClusterNodepool",
    "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate": "ecs:CreateLaunchTemplate ecs:CreateLaunchTemplateVersion ecs:DeleteLaunchTemplate",
    "alicloud:ecs/eipAddress:EipAddress": "vpc:AllocateEipAddress vpc:ModifyEipAddressAttribute vpc:ReleaseEipAddress",
    "alicloud:ecs/eipAssociation:EipAssociation": "vpc:AssociateEipAddress vpc:UnassociateEipAddress",
    "alicloud:ecs/securityGroupRule:SecurityGroupRule": "ecs:AuthorizeSecurityGroup ecs:RevokeSecurityGroupEgress",
    "alicloud:ess/instanceRefresh:InstanceRefresh": "ess:StartInstanceRefresh ess:SuspendInstanceRefresh",
    "alicloud:ess/scalingGroup:ScalingGroup": "ess:CreateScalingGroup ess:ModifyScalingGroup ess:EnableScalingGroup ess:DeleteScalingGroup",
    "alicloud:ess/serverGroupAttachment:ServerGroupAttachment": "ess:AttachServerGroups ess:DetachServerGroups",
    "alicloud:log/project:Project": "log:CreateProject log:DeleteProject",
    "alicloud:log/store:Store": "log:CreateLogStore log:UpdateLogStore log:DeleteLogStore",
    "alicloud:log/storeIndex:StoreIndex": "log:CreateIndex log:UpdateIndex",
    "alicloud:nlb/loadBalancer:LoadBalancer": "nlb:CreateLoadBalancer nlb:UpdateLoadBalancerProtection nlb:DeleteLoadBalancer",
    "alicloud:privatelink/vpcEndpointZone:VpcEndpointZone": "privatelink:AddZoneToVpcEndpoint privatelink:RemoveZoneFromVpcEndpoint",
    "alicloud:pvtz/zoneAttachment:ZoneAttachment": "pvtz:BindZoneVpc",
    "alicloud:pvtz/zoneRecord:ZoneRecord": "pvtz:AddZoneRecord pvtz:UpdateZoneRecord pvtz:DeleteZoneRecord",
    "alicloud:vpc/flowLog:FlowLog": "vpc:CreateFlowLog vpc:ActiveFlowLog vpc:DeleteFlowLog",
    "alicloud:vpc/gatewayEndpoint:GatewayEndpoint": "vpc:CreateVpcGatewayEndpoint vpc:DeleteVpcGatewayEndpoint",
    "alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock": "vpc:AssociateVpcCidrBlock vpc:UnassociateVpcCidrBlock",
    "alicloud:vpc/ipv4Gateway:Ipv4Gateway": "vpc:CreateIpv4Gateway vpc:EnableVpcIpv4Gateway vpc:DeleteIpv4Gateway",
    "alicloud:vpc/natGateway:NatGateway": "vpc:CreateNatGateway vpc:ModifyNatGatewayAttribute vpc:DeleteNatGateway",
    "alicloud:vpc/peerConnection:PeerConnection": "vpc:CreateVpcPeerConnection vpc:ModifyVpcPeerConnection vpc:DeleteVpcPeerConnection",
    "alicloud:vpc/peerConnectionAccepter:PeerConnectionAccepter": "vpc:AcceptVpcPeerConnection vpc:DeleteVpcPeerConnection",
    "alicloud:vpc/routeEntry:RouteEntry": "vpc:CreateRouteEntry vpc:DeleteRouteEntry",
    "alicloud:vpc/snatEntry:SnatEntry": "vpc:CreateSnatEntry vpc:DeleteSnatEntry",
    "alicloud:vpc/switch:Switch": "vpc:CreateVSwitch vpc:ModifyVSwitchAttribute vpc:DeleteVSwitch vpc:TagResources",
    "alicloud:vpc/vpcNetworkAclAttachment:VpcNetworkAclAttachment": "vpc:AssociateNetworkAcl vpc:UnassociateNetworkAcl",
}
NEVER = (
    *(
        "ecs:RunInstances",
        "ecs:DeleteInstance",
        "ecs:ModifyImageSharePermission",
        "oss:GetObject",
        "kms:Decrypt",
        "log:GetLogStoreLogs",
    ),
    *("kms:GetSecretValue", "ram:CreateUser", "ram:CreateAccessKey", "rds:DeleteDBInstance", "cr:GetAuthorizationToken"),
)


@pytest.mark.parametrize("token", CALLS)
def test_a_type_has_what_makes_changes_and_ends_it(token):
    missing = [call for call in CALLS[token].split() if not any(fnmatchcase(call, each) for each in actions.WRITES[token])]
    assert missing == []


def test_what_nobody_needs_is_not_there():
    patterns = [*actions.writes(actions.READS), *actions.reads()]
    assert [action for action in NEVER if any(fnmatchcase(action, pattern) for pattern in patterns)] == []
