"""The calls by which each type comes and goes on AWS are among what deployments may do; what none of them needs is not.

Source: docs.aws.amazon.com/service-authorization/latest/reference; what the provider calls, in its source by service.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from components.aws import deploy_actions as actions

CALLS = {
    "aws:acm/certificate:Certificate": "acm:RequestCertificate acm:DeleteCertificate acm:AddTagsToCertificate",
    "aws:route53/healthCheck:HealthCheck": "route53:CreateHealthCheck route53:UpdateHealthCheck route53:DeleteHealthCheck",
    "aws:acm/certificateValidation:CertificateValidation": "acm:DescribeCertificate",
    "aws:autoscaling/group:Group": "autoscaling:CreateAutoScalingGroup autoscaling:UpdateAutoScalingGroup autoscaling:DeleteAutoScalingGroup "
    "autoscaling:StartInstanceRefresh autoscaling:CreateOrUpdateTags autoscaling:EnableMetricsCollection autoscaling:SuspendProcesses "
    "autoscaling:AttachLoadBalancerTargetGroups autoscaling:AttachTrafficSources autoscaling:PutWarmPool ec2:RunInstances",
    "aws:autoscaling/lifecycleHook:LifecycleHook": "autoscaling:PutLifecycleHook autoscaling:DeleteLifecycleHook",
    "aws:autoscaling/policy:Policy": "autoscaling:PutScalingPolicy autoscaling:DeletePolicy",
    "aws:autoscaling/schedule:Schedule": "autoscaling:PutScheduledUpdateGroupAction autoscaling:DeleteScheduledAction",
    "aws:cloudfront/cachePolicy:CachePolicy": "cloudfront:CreateCachePolicy cloudfront:UpdateCachePolicy cloudfront:DeleteCachePolicy",
    "aws:cloudfront/distribution:Distribution": "cloudfront:CreateDistribution cloudfront:UpdateDistribution "
    "cloudfront:DeleteDistribution cloudfront:TagResource wafv2:GetWebACL",
    "aws:cloudfront/originAccessControl:OriginAccessControl": "cloudfront:CreateOriginAccessControl cloudfront:DeleteOriginAccessControl",
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": "cloudfront:CreateResponseHeadersPolicy "
    "cloudfront:UpdateResponseHeadersPolicy cloudfront:DeleteResponseHeadersPolicy",
    "aws:cloudwatch/eventRule:EventRule": "events:PutRule events:DeleteRule events:EnableRule",
    "aws:cloudwatch/eventTarget:EventTarget": "events:PutTargets events:RemoveTargets",
    "aws:cloudwatch/logDelivery:LogDelivery": "logs:CreateDelivery logs:DeleteDelivery logs:TagResource",
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": "logs:PutDeliveryDestination logs:DeleteDeliveryDestination",
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": "logs:PutDeliverySource logs:DeleteDeliverySource "
    "cloudfront:AllowVendedLogDeliveryForResource",
    "aws:cloudwatch/logGroup:LogGroup": "logs:CreateLogGroup logs:DeleteLogGroup logs:PutRetentionPolicy logs:AssociateKmsKey",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms",
    "aws:ec2/customerGateway:CustomerGateway": "ec2:CreateCustomerGateway ec2:DeleteCustomerGateway",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress",
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": "ec2:CreateEgressOnlyInternetGateway ec2:DeleteEgressOnlyInternetGateway",
    "aws:ec2/eip:Eip": "ec2:AllocateAddress ec2:AssociateAddress ec2:ReleaseAddress",
    "aws:ec2/flowLog:FlowLog": "ec2:CreateFlowLogs ec2:DeleteFlowLogs logs:CreateLogDelivery",
    "aws:ec2/internetGateway:InternetGateway": "ec2:CreateInternetGateway ec2:AttachInternetGateway ec2:DeleteInternetGateway",
    "aws:ec2/launchTemplate:LaunchTemplate": "ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate ec2:DeleteLaunchTemplate",
    "aws:ec2/natGateway:NatGateway": "ec2:CreateNatGateway ec2:AssociateNatGatewayAddress ec2:DeleteNatGateway",
    "aws:ec2/networkAcl:NetworkAcl": "ec2:CreateNetworkAcl ec2:CreateNetworkAclEntry ec2:DeleteNetworkAcl",
    "aws:ec2/networkAclAssociation:NetworkAclAssociation": "ec2:ReplaceNetworkAclAssociation",
    "aws:ec2/networkAclRule:NetworkAclRule": "ec2:CreateNetworkAclEntry ec2:DeleteNetworkAclEntry",
    "aws:ec2/placementGroup:PlacementGroup": "ec2:CreatePlacementGroup ec2:DeletePlacementGroup",
    "aws:ec2/route:Route": "ec2:CreateRoute ec2:ReplaceRoute ec2:DeleteRoute",
    "aws:ec2/routeTable:RouteTable": "ec2:CreateRouteTable ec2:DeleteRouteTable",
    "aws:ec2/routeTableAssociation:RouteTableAssociation": "ec2:AssociateRouteTable ec2:DisassociateRouteTable",
    "aws:ec2/securityGroup:SecurityGroup": "ec2:CreateSecurityGroup ec2:AuthorizeSecurityGroupIngress ec2:DeleteSecurityGroup",
    "aws:ec2/subnet:Subnet": "ec2:CreateSubnet ec2:ModifySubnetAttribute ec2:DeleteSubnet ec2:CreateTags",
    "aws:ec2/vpc:Vpc": "ec2:CreateVpc ec2:ModifyVpcAttribute ec2:DeleteVpc ec2:CreateTags",
    "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": "ec2:CreateDhcpOptions ec2:DeleteDhcpOptions",
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation": "ec2:AssociateDhcpOptions",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "ec2:CreateVpcEndpoint ec2:ModifyVpcEndpoint ec2:DeleteVpcEndpoints",
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": "ec2:ModifyVpcEndpoint",
    "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation": "ec2:ModifyVpcEndpoint",
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": "ec2:AssociateVpcCidrBlock ec2:DisassociateVpcCidrBlock",
    "aws:ec2/vpnConnection:VpnConnection": "ec2:CreateVpnConnection ec2:ModifyVpnConnection ec2:ModifyVpnConnectionOptions "
    "ec2:ModifyVpnTunnelOptions ec2:DeleteVpnConnection",
    "aws:ec2/vpnGateway:VpnGateway": "ec2:CreateVpnGateway ec2:DeleteVpnGateway",
    "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment": "ec2:AttachVpnGateway ec2:DetachVpnGateway",
    "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": "ec2:EnableVgwRoutePropagation ec2:DisableVgwRoutePropagation",
    "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions": "ec2:ModifyVpcPeeringConnectionOptions",
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": "ec2:CreateVpcPeeringConnection ec2:DeleteVpcPeeringConnection",
    "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": "ec2:AcceptVpcPeeringConnection",
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": "ec2:CreateTransitGatewayPeeringAttachment "
    "ec2:DeleteTransitGatewayPeeringAttachment",
    "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter": "ec2:AcceptTransitGatewayPeeringAttachment",
    "aws:ec2transitgateway/route:Route": "ec2:CreateTransitGatewayRoute ec2:DeleteTransitGatewayRoute",
    "aws:ec2transitgateway/routeTable:RouteTable": "ec2:CreateTransitGatewayRouteTable ec2:DeleteTransitGatewayRouteTable",
    "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": "ec2:AssociateTransitGatewayRouteTable "
    "ec2:DisassociateTransitGatewayRouteTable",
    "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": "ec2:EnableTransitGatewayRouteTablePropagation "
    "ec2:DisableTransitGatewayRouteTablePropagation",
    "aws:ec2transitgateway/transitGateway:TransitGateway": "ec2:CreateTransitGateway ec2:ModifyTransitGateway ec2:DeleteTransitGateway",
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "ec2:CreateTransitGatewayVpcAttachment ec2:DeleteTransitGatewayVpcAttachment",
    "aws:eks/accessEntry:AccessEntry": "eks:CreateAccessEntry eks:UpdateAccessEntry eks:DeleteAccessEntry eks:TagResource",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "eks:AssociateAccessPolicy eks:DisassociateAccessPolicy",
    "aws:eks/addon:Addon": "eks:CreateAddon eks:UpdateAddon eks:DeleteAddon",
    "aws:eks/cluster:Cluster": "eks:CreateCluster eks:UpdateClusterConfig eks:UpdateClusterVersion eks:DeleteCluster",
    "aws:eks/nodeGroup:NodeGroup": "eks:CreateNodegroup eks:UpdateNodegroupVersion eks:DeleteNodegroup",
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": "eks:CreatePodIdentityAssociation eks:DeletePodIdentityAssociation",
    "aws:kms/key:Key": "kms:CreateKey kms:EnableKeyRotation kms:PutKeyPolicy kms:ScheduleKeyDeletion kms:TagResource kms:CreateGrant",
    "aws:lb/listener:Listener": "elasticloadbalancing:CreateListener elasticloadbalancing:ModifyListener elasticloadbalancing:DeleteListener",
    "aws:lb/listenerCertificate:ListenerCertificate": "elasticloadbalancing:AddListenerCertificates",
    "aws:lb/listenerRule:ListenerRule": "elasticloadbalancing:CreateRule elasticloadbalancing:ModifyRule elasticloadbalancing:DeleteRule "
    "elasticloadbalancing:SetRulePriorities elasticloadbalancing:AddTags",
    "aws:lb/loadBalancer:LoadBalancer": "elasticloadbalancing:CreateLoadBalancer elasticloadbalancing:ModifyLoadBalancerAttributes "
    "elasticloadbalancing:SetSecurityGroups elasticloadbalancing:SetSubnets elasticloadbalancing:DeleteLoadBalancer elasticloadbalancing:AddTags",
    "aws:lb/targetGroup:TargetGroup": "elasticloadbalancing:CreateTargetGroup elasticloadbalancing:ModifyTargetGroupAttributes",
    "aws:rds/subnetGroup:SubnetGroup": "rds:CreateDBSubnetGroup rds:ModifyDBSubnetGroup rds:DeleteDBSubnetGroup rds:AddTagsToResource",
    "aws:route53/record:Record": "route53:ChangeResourceRecordSets",
    "aws:route53/zone:Zone": "route53:CreateHostedZone route53:AssociateVPCWithHostedZone route53:DeleteHostedZone ec2:DescribeVpcs",
    "aws:s3/bucket:Bucket": "s3:CreateBucket s3:DeleteBucket s3:ListBucketVersions s3:DeleteObjectVersion s3:PutBucketTagging",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "aws:s3/bucketMetric:BucketMetric": "s3:PutMetricsConfiguration",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": "s3:PutBucketObjectLockConfiguration",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "s3:PutBucketOwnershipControls",
    "aws:s3/bucketObjectv2:BucketObjectv2": "s3:DeleteObject s3:DeleteObjectVersion",
    "aws:s3/bucketPolicy:BucketPolicy": "s3:PutBucketPolicy s3:DeleteBucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": "s3:PutReplicationConfiguration",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "s3:PutEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning": "s3:PutBucketVersioning",
    "aws:sqs/queue:Queue": "sqs:CreateQueue sqs:SetQueueAttributes sqs:TagQueue sqs:DeleteQueue",
    "aws:sqs/queuePolicy:QueuePolicy": "sqs:SetQueueAttributes",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "ec2:AuthorizeSecurityGroupEgress ec2:RevokeSecurityGroupEgress",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "ec2:AuthorizeSecurityGroupIngress ec2:ModifySecurityGroupRules",
    "aws:wafv2/webAcl:WebAcl": "wafv2:CreateWebACL wafv2:UpdateWebACL wafv2:DeleteWebACL wafv2:TagResource",
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": "wafv2:PutLoggingConfiguration wafv2:DeleteLoggingConfiguration "
    "logs:CreateLogDelivery",
}
LOOKS = (
    *(
        "ec2:DescribeVpcAttribute",
        "eks:DescribeCluster",
        "eks:ListAssociatedAccessPolicies",
        "iam:GetRole",
        "iam:ListAttachedRolePolicies",
    ),
    *("kms:GetKeyPolicy", "kms:ListResourceTags", "logs:DescribeLogGroups", "s3:GetBucketPolicy", "s3:GetLifecycleConfiguration"),
    *(
        "route53:ListResourceRecordSets",
        "sqs:GetQueueAttributes",
        "autoscaling:DescribeWarmPool",
        "elasticloadbalancing:DescribeTags",
    ),
)
NEVER = (
    *(
        "ec2:ModifySnapshotAttribute",
        "ec2:ModifyImageAttribute",
        "ec2:CreateClientVpnEndpoint",
        "ec2:GetPasswordData",
        "ec2:TerminateInstances",
    ),
    *(
        "s3:GetObject",
        "s3:PutObject",
        "sqs:ReceiveMessage",
        "sqs:PurgeQueue",
        "kms:Decrypt",
        "kms:CreateAlias",
        "rds:DeleteDBInstance",
    ),
    *(
        "iam:CreateUser",
        "iam:CreateAccessKey",
        "organizations:LeaveOrganization",
        "account:DisableRegion",
        "route53domains:TransferDomain",
    ),
)


def allowed(action: str, patterns: tuple[str, ...] | list[str]) -> bool:
    return any(fnmatchcase(action, pattern) for pattern in patterns)


@pytest.mark.parametrize("token", sorted(actions.WRITES))
def test_a_type_has_what_makes_changes_and_ends_it(token):
    assert [call for call in CALLS[token].split() if not allowed(call, actions.WRITES[token])] == []


def test_each_type_is_named_here():
    assert CALLS.keys() == actions.WRITES.keys()


def test_what_looks_is_there_and_what_nobody_needs_is_not():
    looks, changes = actions.reads(actions.READS), actions.writes(actions.READS)
    assert [action for action in LOOKS if not allowed(action, looks)] == []
    assert [action for action in NEVER if allowed(action, [*looks, *changes])] == []
