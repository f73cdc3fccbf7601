"""Which actions of AWS each type of resource takes: a deployment may do what its components declare, and nothing else; pure.

By type, what changes it; by service, what looks at it. `*` stands for the verbs of a noun, as in Create-, Modify- and DeleteSubnet.
What `Describe` and `Get` would tell of data, as objects and messages, is not among what looks.

Source: docs.aws.amazon.com/service-authorization/latest/reference, service by service.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

_EC2_TAGS: Final = ("ec2:CreateTags", "ec2:DeleteTags")
_GROUP_RULE: Final = ("ec2:*SecurityGroup*", *_EC2_TAGS)
_ROUTES: Final = ("ec2:*RouteTable*", "ec2:*Route", *_EC2_TAGS)
_ACLS: Final = ("ec2:*NetworkAcl*", *_EC2_TAGS)
_VPC: Final = ("ec2:*Vpc*", *_EC2_TAGS)
_TRANSIT: Final = ("ec2:*TransitGateway*", *_EC2_TAGS)
_TARGETS: Final = ("elasticloadbalancing:*TargetGroup*", "elasticloadbalancing:*Targets", "elasticloadbalancing:*Tags")
_RULES: Final = ("elasticloadbalancing:*Rule", "elasticloadbalancing:SetRulePriorities", "elasticloadbalancing:*Tags")
_LISTENERS: Final = ("elasticloadbalancing:*Listener*", "elasticloadbalancing:*Tags")
_BUCKET: Final = (
    *("s3:CreateBucket", "s3:DeleteBucket", "s3:ListBucket*", "s3:DeleteObject*", "s3:PutBucket*", "s3:DeleteBucketPolicy"),
    *(
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:TagResource",
        "s3:UntagResource",
        "s3:ListTagsForResource",
    ),
)

WRITES: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:acm/certificate:Certificate": (
        *("acm:RequestCertificate", "acm:DeleteCertificate", "acm:UpdateCertificateOptions", "acm:AddTagsToCertificate"),
        "acm:RemoveTagsFromCertificate",
    ),
    "aws:acm/certificateValidation:CertificateValidation": ("acm:DescribeCertificate",),
    "aws:autoscaling/group:Group": (
        *("autoscaling:*AutoScalingGroup*", "autoscaling:*InstanceRefresh", "autoscaling:*LoadBalancer*", "autoscaling:*Tags"),
        *("autoscaling:*MetricsCollection", "autoscaling:*Processes", "autoscaling:*TrafficSources", "autoscaling:*WarmPool"),
        *("autoscaling:SetInstanceProtection", "autoscaling:SetDesiredCapacity", "ec2:RunInstances", *_EC2_TAGS),
    ),
    "aws:autoscaling/lifecycleHook:LifecycleHook": ("autoscaling:*LifecycleHook",),
    "aws:autoscaling/policy:Policy": ("autoscaling:PutScalingPolicy", "autoscaling:DeletePolicy"),
    "aws:autoscaling/schedule:Schedule": ("autoscaling:PutScheduledUpdateGroupAction", "autoscaling:DeleteScheduledAction"),
    "aws:cloudfront/cachePolicy:CachePolicy": ("cloudfront:*CachePolicy",),
    "aws:cloudfront/distribution:Distribution": (
        *("cloudfront:CreateDistribution", "cloudfront:UpdateDistribution", "cloudfront:DeleteDistribution"),
        *("cloudfront:TagResource", "cloudfront:UntagResource", "wafv2:GetWebACL"),
    ),
    "aws:cloudfront/originAccessControl:OriginAccessControl": ("cloudfront:*OriginAccessControl",),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": ("cloudfront:*ResponseHeadersPolicy",),
    "aws:cloudwatch/eventRule:EventRule": ("events:*Rule", "events:TagResource", "events:UntagResource"),
    "aws:cloudwatch/eventTarget:EventTarget": ("events:PutTargets", "events:RemoveTargets"),
    "aws:cloudwatch/logDelivery:LogDelivery": ("logs:*Delivery", "logs:TagResource", "logs:UntagResource"),
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": (
        *("logs:*DeliveryDestination", "logs:TagResource", "logs:UntagResource"),
    ),
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": (
        *("logs:*DeliverySource", "logs:TagResource", "logs:UntagResource", "cloudfront:AllowVendedLogDeliveryForResource"),
    ),
    "aws:cloudwatch/logGroup:LogGroup": (
        *("logs:*LogGroup", "logs:*RetentionPolicy", "logs:*KmsKey", "logs:TagResource", "logs:UntagResource"),
        *("logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:PutResourcePolicy", "logs:UpdateLogDelivery"),
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (
        *("cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms", "cloudwatch:TagResource", "cloudwatch:UntagResource"),
    ),
    "aws:ec2/customerGateway:CustomerGateway": ("ec2:*CustomerGateway", *_EC2_TAGS),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _GROUP_RULE,
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": ("ec2:*InternetGateway", *_EC2_TAGS),
    "aws:ec2/eip:Eip": ("ec2:*Address", "ec2:*AddressAttribute", *_EC2_TAGS),
    "aws:ec2/flowLog:FlowLog": ("ec2:*FlowLogs", "logs:CreateLogDelivery", "logs:DeleteLogDelivery", *_EC2_TAGS),
    "aws:ec2/internetGateway:InternetGateway": ("ec2:*InternetGateway", *_EC2_TAGS),
    "aws:ec2/launchTemplate:LaunchTemplate": ("ec2:*LaunchTemplate*", *_EC2_TAGS),
    "aws:ec2/natGateway:NatGateway": ("ec2:*NatGateway*", *_EC2_TAGS),
    "aws:ec2/networkAcl:NetworkAcl": _ACLS,
    "aws:ec2/networkAclAssociation:NetworkAclAssociation": _ACLS,
    "aws:ec2/networkAclRule:NetworkAclRule": _ACLS,
    "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions": _VPC,
    "aws:ec2/placementGroup:PlacementGroup": ("ec2:*PlacementGroup", *_EC2_TAGS),
    "aws:ec2/route:Route": _ROUTES,
    "aws:ec2/routeTable:RouteTable": _ROUTES,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": _ROUTES,
    "aws:ec2/securityGroup:SecurityGroup": _GROUP_RULE,
    "aws:ec2/subnet:Subnet": ("ec2:*Subnet*", *_EC2_TAGS),
    "aws:ec2/vpc:Vpc": _VPC,
    "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": ("ec2:*DhcpOptions", *_EC2_TAGS),
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation": ("ec2:*DhcpOptions",),
    "aws:ec2/vpcEndpoint:VpcEndpoint": _VPC,
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": _VPC,
    "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation": _VPC,
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": _VPC,
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": _VPC,
    "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": _VPC,
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment": _TRANSIT,
    "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter": _TRANSIT,
    "aws:ec2transitgateway/route:Route": _TRANSIT,
    "aws:ec2transitgateway/routeTable:RouteTable": _TRANSIT,
    "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": _TRANSIT,
    "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": _TRANSIT,
    "aws:ec2transitgateway/transitGateway:TransitGateway": _TRANSIT,
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": _TRANSIT,
    "aws:ec2/vpnConnection:VpnConnection": ("ec2:*VpnConnection*", "ec2:ModifyVpnTunnelOptions", *_EC2_TAGS),
    "aws:ec2/vpnGateway:VpnGateway": ("ec2:*VpnGateway", *_EC2_TAGS),
    "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment": ("ec2:*VpnGateway",),
    "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": ("ec2:*VgwRoutePropagation",),
    "aws:eks/accessEntry:AccessEntry": ("eks:*AccessEntry", "eks:TagResource", "eks:UntagResource"),
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": ("eks:*AccessPolicy",),
    "aws:eks/addon:Addon": ("eks:*Addon", "eks:TagResource", "eks:UntagResource"),
    "aws:eks/cluster:Cluster": (
        *("eks:*Cluster*", "eks:AssociateEncryptionConfig", "eks:TagResource", "eks:UntagResource", "eks:AccessKubernetesApi"),
    ),
    "aws:eks/nodeGroup:NodeGroup": ("eks:*Nodegroup*", "eks:TagResource", "eks:UntagResource", "ec2:RunInstances", *_EC2_TAGS),
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": (
        "eks:*PodIdentityAssociation",
        "eks:TagResource",
        "eks:UntagResource",
    ),
    "aws:kms/key:Key": (
        *("kms:CreateKey", "kms:CreateGrant", "kms:DescribeKey", "kms:*KeyRotation", "kms:EnableKey", "kms:DisableKey"),
        *("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:UpdateKeyDescription"),
    ),
    "aws:lb/listener:Listener": _LISTENERS,
    "aws:lb/listenerCertificate:ListenerCertificate": _LISTENERS,
    "aws:lb/listenerRule:ListenerRule": _RULES,
    "aws:lb/loadBalancer:LoadBalancer": (
        *("elasticloadbalancing:*LoadBalancer*", "elasticloadbalancing:Set*", "elasticloadbalancing:*Tags"),
        *("elasticloadbalancing:ModifyCapacityReservation", "elasticloadbalancing:ModifyIpPools"),
    ),
    "aws:lb/targetGroup:TargetGroup": _TARGETS,
    "aws:rds/subnetGroup:SubnetGroup": ("rds:*DBSubnetGroup", "rds:AddTagsToResource", "rds:RemoveTagsFromResource"),
    "aws:route53/healthCheck:HealthCheck": (
        *("route53:CreateHealthCheck", "route53:UpdateHealthCheck", "route53:DeleteHealthCheck"),
        "route53:ChangeTagsForResource",
    ),
    "aws:route53/record:Record": ("route53:ChangeResourceRecordSets",),
    "aws:route53/zone:Zone": (
        *("route53:CreateHostedZone", "route53:DeleteHostedZone", "route53:UpdateHostedZoneComment"),
        *("route53:AssociateVPCWithHostedZone", "route53:DisassociateVPCFromHostedZone", "route53:ChangeTagsForResource"),
        *("route53:ChangeResourceRecordSets", "ec2:DescribeVpcs", "ec2:DescribeVpcAttribute"),
    ),
    "aws:s3/bucket:Bucket": _BUCKET,
    "aws:s3/bucketMetric:BucketMetric": ("s3:PutMetricsConfiguration",),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": _BUCKET,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _BUCKET,
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": ("s3:PutReplicationConfiguration",),
    "aws:s3/bucketVersioning:BucketVersioning": _BUCKET,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _BUCKET,
    "aws:s3/bucketPolicy:BucketPolicy": _BUCKET,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _BUCKET,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _BUCKET,
    "aws:s3/bucketObjectv2:BucketObjectv2": ("s3:DeleteObject*",),
    "aws:sqs/queue:Queue": (*("sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"),),
    "aws:sqs/queuePolicy:QueuePolicy": ("sqs:SetQueueAttributes",),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _GROUP_RULE,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _GROUP_RULE,
    "aws:wafv2/webAcl:WebAcl": ("wafv2:*WebACL", "wafv2:TagResource", "wafv2:UntagResource"),
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": ("wafv2:*LoggingConfiguration", "logs:*LogDelivery"),
}
"""By type. Those of IAM have conditions of their own, and stand in `deploy_policies`, as does what writes objects."""

IDENTITIES: Final = frozenset(
    {
        "aws:iam/instanceProfile:InstanceProfile",
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        "aws:iam/policy:Policy",
        "aws:iam/role:Role",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    }
)
"""Types that say who may do what: made within a boundary alone."""

READS: Final[Mapping[str, tuple[str, ...]]] = {
    "acm": ("acm:DescribeCertificate", "acm:ListTagsForCertificate"),
    "autoscaling": ("autoscaling:Describe*",),
    "cloudfront": ("cloudfront:Describe*", "cloudfront:Get*", "cloudfront:List*"),
    "cloudwatch": ("cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"),
    "ec2": ("ec2:Describe*", "ec2:GetTransitGatewayRouteTable*", "ec2:SearchTransitGatewayRoutes"),
    "eks": ("eks:Describe*", "eks:List*"),
    "elasticloadbalancing": ("elasticloadbalancing:Describe*",),
    "events": ("events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"),
    "iam": ("iam:Get*", "iam:List*"),
    "kms": ("kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListAliases", "kms:ListResourceTags"),
    "logs": (
        "logs:DescribeDeliver*",
        "logs:GetDelivery*",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:ListTagsForResource",
    ),
    "rds": ("rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"),
    "route53": ("route53:Get*", "route53:List*"),
    "s3": (
        *(
            "s3:GetAccelerateConfiguration",
            "s3:GetBucket*",
            "s3:GetEncryptionConfiguration",
            "s3:GetLifecycleConfiguration",
            "s3:GetMetricsConfiguration",
        ),
        *("s3:GetReplicationConfiguration", "s3:ListBucket", "s3:ListTagsForResource"),
    ),
    "sqs": ("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"),
    "wafv2": ("wafv2:Get*", "wafv2:List*"),
}
"""By service, what a preview looks at, and a deployment too."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "network": ("ec2", "elasticloadbalancing"),
    "compute": ("autoscaling", "cloudwatch", "eks", "events", "logs", "sqs"),
    "storage": ("kms", "rds", "route53", "s3"),
    "edge": ("acm", "cloudfront", "wafv2"),
}
"""Services by the policy that they stand in: one that held them all would be longer than IAM takes."""

GLOBAL: Final = frozenset({"cloudfront", "route53"})
"""Services of no region."""

HOME: Final = "us-east-1"
"""Where what belongs to CloudFront and Route 53 is kept, whatever regions an environment has sites in: web ACLs, certificates and
records of the one, alarms of the other's health checks."""

AT_HOME: Final = ("acm", "cloudwatch", "logs", "s3", "wafv2")
"""Services whose parts of an edge, and of public names, are there."""


def service(action: str) -> str:
    """Whose an action is."""
    return action.partition(":")[0]


def writes(services: Iterable[str]) -> list[str]:
    """What changes anything of some services, each once."""
    wanted = set(services)
    return sorted({action for actions in WRITES.values() for action in actions if service(action) in wanted})


def reads(services: Iterable[str]) -> list[str]:
    """What looks at anything of some services."""
    return sorted(action for name in services for action in READS[name])
