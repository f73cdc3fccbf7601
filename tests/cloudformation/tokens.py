"""Which type of CloudFormation describes what a type of pulumi-aws makes.

Most names are the same but for their spelling: `aws:ec2/subnet:Subnet` and `AWS::EC2::Subnet`. The tables say the others. Each row was
looked up in the documentation of both: https://www.pulumi.com/registry/packages/aws/api-docs/ and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html. What manages a part of
what CloudFormation has one type for (an attachment, a bucket's versioning) has none, nor has what adopts (DefaultVpc).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

_SERVICES: Final[Mapping[str, tuple[str, ...]]] = {
    "acm": ("CertificateManager",),
    "alb": ("ElasticLoadBalancingV2",),
    "amp": ("APS",),
    "appautoscaling": ("ApplicationAutoScaling",),
    "cfg": ("Config",),
    "costexplorer": ("CE",),
    "ebs": ("EC2",),
    "ec2clientvpn": ("EC2ClientVpn",),
    "ec2transitgateway": ("EC2TransitGateway",),
    "elb": ("ElasticLoadBalancing",),
    "inspector2": ("InspectorV2",),
    "keyspaces": ("Cassandra",),
    "kinesis": ("Kinesis", "KinesisFirehose"),
    "lb": ("ElasticLoadBalancingV2",),
    "macie2": ("Macie",),
    "mq": ("AmazonMQ",),
    "mskconnect": ("KafkaConnect",),
    "opensearch": ("OpenSearchService",),
    "opensearchingest": ("OSIS",),
    "s3control": ("S3",),
    "schemas": ("EventSchemas",),
    "sesv2": ("SES",),
    "sfn": ("StepFunctions",),
    "ssoadmin": ("SSO",),
    "timestreamwrite": ("Timestream",),
    "verifiedaccess": ("EC2VerifiedAccess",),
    "vpc": ("EC2",),
    "workmail": ("WorkMail",),
}
"""Modules of pulumi-aws that go by another name than the service; the others go by its name."""

_PREFIXES: Final = ("", "db", "backup")
"""What CloudFormation's names of types begin with, and those of pulumi-aws do not: rds.Instance, DBInstance."""

_TYPES: Final[Mapping[str, str]] = {
    "apigateway/response:Response": "ApiGateway::GatewayResponse",
    "autoscaling/group:Group": "AutoScaling::AutoScalingGroup",
    "autoscaling/policy:Policy": "AutoScaling::ScalingPolicy",
    "autoscaling/schedule:Schedule": "AutoScaling::ScheduledAction",
    "appautoscaling/policy:Policy": "ApplicationAutoScaling::ScalingPolicy",
    "appautoscaling/target:Target": "ApplicationAutoScaling::ScalableTarget",
    "appsync/function:Function": "AppSync::FunctionConfiguration",
    "cfg/rule:Rule": "Config::ConfigRule",
    "cfg/recorder:Recorder": "Config::ConfigurationRecorder",
    "cloudfront/originAccessIdentity:OriginAccessIdentity": "CloudFront::CloudFrontOriginAccessIdentity",
    "cloudwatch/eventApiDestination:EventApiDestination": "Events::ApiDestination",
    "cloudwatch/eventArchive:EventArchive": "Events::Archive",
    "cloudwatch/eventBus:EventBus": "Events::EventBus",
    "cloudwatch/eventBusPolicy:EventBusPolicy": "Events::EventBusPolicy",
    "cloudwatch/eventConnection:EventConnection": "Events::Connection",
    "cloudwatch/eventEndpoint:EventEndpoint": "Events::Endpoint",
    "cloudwatch/eventRule:EventRule": "Events::Rule",
    "cloudwatch/logDestination:LogDestination": "Logs::Destination",
    "cloudwatch/logGroup:LogGroup": "Logs::LogGroup",
    "cloudwatch/logMetricFilter:LogMetricFilter": "Logs::MetricFilter",
    "cloudwatch/logResourcePolicy:LogResourcePolicy": "Logs::ResourcePolicy",
    "cloudwatch/logStream:LogStream": "Logs::LogStream",
    "cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": "Logs::SubscriptionFilter",
    "cloudwatch/metricAlarm:MetricAlarm": "CloudWatch::Alarm",
    "cloudwatch/queryDefinition:QueryDefinition": "Logs::QueryDefinition",
    "cognito/identityProvider:IdentityProvider": "Cognito::UserPoolIdentityProvider",
    "cognito/resourceServer:ResourceServer": "Cognito::UserPoolResourceServer",
    "cognito/user:User": "Cognito::UserPoolUser",
    "cognito/userGroup:UserGroup": "Cognito::UserPoolGroup",
    "directconnect/gateway:Gateway": "DirectConnect::DirectConnectGateway",
    "docdb/clusterInstance:ClusterInstance": "DocDB::DBInstance",
    "ec2/dedicatedHost:DedicatedHost": "EC2::Host",
    "ec2/defaultSubnet:DefaultSubnet": "",
    "ec2/fleet:Fleet": "EC2::EC2Fleet",
    "ec2/launchConfiguration:LaunchConfiguration": "AutoScaling::LaunchConfiguration",
    "ec2/managedPrefixList:ManagedPrefixList": "EC2::PrefixList",
    "ec2/networkAclRule:NetworkAclRule": "EC2::NetworkAclEntry",
    "ec2/routeTableAssociation:RouteTableAssociation": "EC2::SubnetRouteTableAssociation",
    "ec2/networkAclAssociation:NetworkAclAssociation": "EC2::SubnetNetworkAclAssociation",
    "ec2/spotFleetRequest:SpotFleetRequest": "EC2::SpotFleet",
    "ec2/tag:Tag": "",
    "ec2/vpcDhcpOptions:VpcDhcpOptions": "EC2::DHCPOptions",
    "ec2/vpcIpam:VpcIpam": "EC2::IPAM",
    "ec2/vpcIpamPool:VpcIpamPool": "EC2::IPAMPool",
    "ec2/vpcIpamPoolCidr:VpcIpamPoolCidr": "EC2::IPAMPoolCidr",
    "ec2/vpcIpamScope:VpcIpamScope": "EC2::IPAMScope",
    "ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": "EC2::VPCCidrBlock",
    "ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation": "EC2::VPCCidrBlock",
    "ec2/defaultNetworkAcl:DefaultNetworkAcl": "EC2::NetworkAcl",
    "ec2/defaultSecurityGroup:DefaultSecurityGroup": "EC2::SecurityGroup",
    "ec2transitgateway/transitGateway:TransitGateway": "EC2::TransitGateway",
    "ecs/clusterCapacityProviders:ClusterCapacityProviders": "ECS::ClusterCapacityProviderAssociations",
    "ecs/tag:Tag": "",
    "elasticache/cluster:Cluster": "ElastiCache::CacheCluster",
    "glue/catalogDatabase:CatalogDatabase": "Glue::Database",
    "glue/catalogTable:CatalogTable": "Glue::Table",
    "iam/openIdConnectProvider:OpenIdConnectProvider": "IAM::OIDCProvider",
    "iam/policy:Policy": "IAM::ManagedPolicy",
    "kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "KinesisFirehose::DeliveryStream",
    "lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": "Lambda::EventInvokeConfig",
    "lambda/functionUrl:FunctionUrl": "Lambda::Url",
    "neptune/clusterInstance:ClusterInstance": "Neptune::DBInstance",
    "opensearch/serverlessAccessPolicy:ServerlessAccessPolicy": "OpenSearchServerless::AccessPolicy",
    "opensearch/serverlessCollection:ServerlessCollection": "OpenSearchServerless::Collection",
    "opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy": "OpenSearchServerless::SecurityPolicy",
    "rds/clusterInstance:ClusterInstance": "RDS::DBInstance",
    "redshift/parameterGroup:ParameterGroup": "Redshift::ClusterParameterGroup",
    "redshift/subnetGroup:SubnetGroup": "Redshift::ClusterSubnetGroup",
    "route53/record:Record": "Route53::RecordSet",
    "route53/resolverEndpoint:ResolverEndpoint": "Route53Resolver::ResolverEndpoint",
    "route53/resolverRule:ResolverRule": "Route53Resolver::ResolverRule",
    "route53/resolverRuleAssociation:ResolverRuleAssociation": "Route53Resolver::ResolverRuleAssociation",
    "route53/zone:Zone": "Route53::HostedZone",
    "s3/accountPublicAccessBlock:AccountPublicAccessBlock": "S3::Bucket#PublicAccessBlockConfiguration",
    "s3/bucketCorsConfiguration:BucketCorsConfiguration": "S3::Bucket#CorsConfiguration",
    "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "S3::Bucket#LifecycleConfiguration",
    "s3/bucketLogging:BucketLogging": "S3::Bucket#LoggingConfiguration",
    "s3/bucketObject:BucketObject": "",
    "s3/bucketOwnershipControls:BucketOwnershipControls": "S3::Bucket#OwnershipControls",
    "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "S3::Bucket#PublicAccessBlockConfiguration",
    "s3/bucketReplicationConfig:BucketReplicationConfig": "S3::Bucket#ReplicationConfiguration",
    "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "S3::Bucket#BucketEncryption",
    "s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": "S3::Bucket#WebsiteConfiguration",
    "sagemaker/endpointConfiguration:EndpointConfiguration": "SageMaker::EndpointConfig",
    "secretsmanager/secretPolicy:SecretPolicy": "SecretsManager::ResourcePolicy",
    "secretsmanager/secretRotation:SecretRotation": "SecretsManager::RotationSchedule",
    "sns/topicSubscription:TopicSubscription": "SNS::Subscription",
    "vpc/securityGroupEgressRule:SecurityGroupEgressRule": "EC2::SecurityGroupEgress",
    "vpc/securityGroupIngressRule:SecurityGroupIngressRule": "EC2::SecurityGroupIngress",
}
"""Types that go by another name, without `aws:` and `AWS::`; behind # the property of one that they are; nothing for one that has the name
of something else."""


def described(tokens: Iterable[str], types: Iterable[str]) -> dict[str, str]:
    """The type of CloudFormation for each token that has one.

    Args:
        tokens: the types of pulumi-aws.
        types: those of CloudFormation.
    """
    known = {plain(name.removeprefix("AWS::")): name for name in types if name.startswith("AWS::")}
    found = ((token, _type(token.removeprefix("aws:"), known)) for token in tokens)
    return {token: name for token, name in found if name}


def plain(name: str) -> str:
    """A name without what parts its words, and without case."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _type(token: str, known: Mapping[str, str]) -> str:
    if token in _TYPES:
        name, part, inside = _TYPES[token].partition("#")
        return f"{known[plain(name)]}{part}{inside}" if name else ""
    module, _, rest = token.partition("/")
    name = plain(rest.partition(":")[2])
    services = _SERVICES.get(module, (module,))
    ways = (f"{plain(service)}{prefix}{name}" for service in services for prefix in _PREFIXES)
    return next((known[way] for way in ways if way in known), "")
