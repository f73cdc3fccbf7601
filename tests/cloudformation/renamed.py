"""Inputs that pulumi-aws calls otherwise, or puts elsewhere, than CloudFormation.

Each row was looked up in the documentation of both types: https://www.pulumi.com/registry/packages/aws/api-docs/ and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_INGRESS: Final = {"protocol": "IpProtocol", "cidrBlocks": "CidrIp", "ipv6CidrBlocks": "CidrIpv6"}

RENAMED: Final[Mapping[str, Mapping[str, str]]] = {
    "AWS::ApiGateway::Method": {"authorization": "AuthorizationType"},
    "AWS::AutoScaling::AutoScalingGroup": {"defaultCooldown": "Cooldown"},
    "AWS::CloudWatch::Alarm": {"metricQueries": "Metrics"},
    "AWS::DynamoDB::Table": {
        "attributes": "AttributeDefinitions",
        "attributes.name": "AttributeName",
        "attributes.type": "AttributeType",
        "globalSecondaryIndexes.name": "IndexName",
        "localSecondaryIndexes.name": "IndexName",
        "readCapacity": "ReadCapacityUnits",
        "serverSideEncryption": "SSESpecification",
        "ttl": "TimeToLiveSpecification",
        "writeCapacity": "WriteCapacityUnits",
    },
    "AWS::EC2::FlowLog": {"iamRoleArn": "DeliverLogsPermissionArn"},
    "AWS::EC2::Instance": {"ami": "ImageId", "privateIp": "PrivateIpAddress", "vpcSecurityGroupIds": "SecurityGroupIds"},
    "AWS::EC2::LaunchTemplate": {
        "description": "VersionDescription",
        "securityGroupNames": "SecurityGroups",
        "vpcSecurityGroupIds": "SecurityGroupIds",
    },
    "AWS::EC2::NatGateway": {"privateIp": "PrivateIpAddress"},
    "AWS::EC2::NetworkAclEntry": {"fromPort": "From", "toPort": "To", "icmpCode": "Code", "icmpType": "Type"},
    "AWS::EC2::SecurityGroup": {
        **{f"ingress.{name}": hit for name, hit in _INGRESS.items()},
        **{f"egress.{name}": hit for name, hit in _INGRESS.items()},
    },
    "AWS::EC2::SecurityGroupEgress": {"cidrIpv4": "CidrIp", "securityGroupId": "GroupId"},
    "AWS::EC2::SecurityGroupIngress": {"cidrIpv4": "CidrIp", "securityGroupId": "GroupId"},
    "AWS::EKS::Cluster": {"vpcConfig": "ResourcesVpcConfig"},
    "AWS::EKS::Nodegroup": {"nodeRoleArn": "NodeRole", "subnetIds": "Subnets"},
    "AWS::ElastiCache::ParameterGroup": {"family": "CacheParameterGroupFamily"},
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {"loadBalancerType": "Type"},
    "AWS::ElasticLoadBalancingV2::TargetGroup": {
        "healthCheck.enabled": "HealthCheckEnabled",
        "healthCheck.healthyThreshold": "HealthyThresholdCount",
        "healthCheck.interval": "HealthCheckIntervalSeconds",
        "healthCheck.path": "HealthCheckPath",
        "healthCheck.protocol": "HealthCheckProtocol",
        "healthCheck.timeout": "HealthCheckTimeoutSeconds",
        "healthCheck.unhealthyThreshold": "UnhealthyThresholdCount",
    },
    "AWS::KMS::Key": {"customerMasterKeySpec": "KeySpec", "deletionWindowInDays": "PendingWindowInDays", "isEnabled": "Enabled"},
    "AWS::KMS::ReplicaKey": {"deletionWindowInDays": "PendingWindowInDays"},
    "AWS::Kinesis::Stream": {"retentionPeriod": "RetentionPeriodHours"},
    "AWS::Lambda::Url": {"authorizationType": "AuthType"},
    "AWS::Logs::MetricFilter": {
        "metricTransformation": "MetricTransformations",
        "metricTransformation.name": "MetricName",
        "metricTransformation.namespace": "MetricNamespace",
        "metricTransformation.value": "MetricValue",
    },
    "AWS::RDS::DBInstance": {
        "password": "MasterUserPassword",
        "snapshotIdentifier": "DBSnapshotIdentifier",
        "username": "MasterUsername",
        "vpcSecurityGroupIds": "VPCSecurityGroups",
    },
    "AWS::RDS::DBCluster": {"masterPassword": "MasterUserPassword"},
    "AWS::Route53::HealthCheck": {"fqdn": "FullyQualifiedDomainName"},
    "AWS::Route53::RecordSet": {"records": "ResourceRecords", "zoneId": "HostedZoneId"},
    "AWS::S3::Bucket": {"bucket": "BucketName", "bucketPrefix": "BucketNamePrefix"},
    "AWS::S3::Bucket#BucketEncryption": {"rules": "ServerSideEncryptionConfiguration"},
    "AWS::SQS::Queue": {
        "maxMessageSize": "MaximumMessageSize",
        "messageRetentionSeconds": "MessageRetentionPeriod",
        "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
        "visibilityTimeoutSeconds": "VisibilityTimeout",
    },
}
"""The property that an input is, by the path of the input."""

LEFT: Final[Mapping[str, tuple[str, ...]]] = {
    "AWS::ApiGatewayV2::Integration": ("credentialsArn",),  # arn:aws:iam::*:user/*, which stands for who calls
    "AWS::EC2::IPAMPoolCidr": ("cidr",),  # of a pool of IPv6, too
    "AWS::EC2::TrafficMirrorFilterRule": ("destinationCidrBlock", "sourceCidrBlock"),  # of IPv6, too
    "AWS::Lightsail::Distribution": ("cacheBehaviorSettings.forwardedHeaders.option",),  # "default", by its documentation
    "AWS::RDS::DBClusterParameterGroup": ("name",),  # with full stops, by the provider's validParamGroupName
    "AWS::RDS::DBParameterGroup": ("name",),
    "AWS::Route53::TrafficPolicyInstance": ("name",),  # without the last dot
}
"""Inputs of which the provider takes what CloudFormation does not."""

INLINED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "AWS::CloudFront::Distribution": {"": ("DistributionConfig",)},
    "AWS::Cognito::UserPool": {"": ("Policies",)},
    "AWS::DynamoDB::Table": {"": ("ProvisionedThroughput", "StreamSpecification")},
    "AWS::EC2::LaunchTemplate": {"": ("LaunchTemplateData",)},
    "AWS::EC2::NetworkAclEntry": {"": ("Icmp", "PortRange")},
    "AWS::ECS::Service": {"networkConfiguration": ("AwsvpcConfiguration",)},
    "AWS::ECS::TaskSet": {"networkConfiguration": ("AwsVpcConfiguration",)},
    "AWS::Route53::HealthCheck": {"": ("HealthCheckConfig",)},
}
"""Objects of CloudFormation whose properties are inputs of what they are in, by the path of that."""

SPREAD: Final[Mapping[str, tuple[str, ...]]] = {"AWS::ElasticLoadBalancingV2::TargetGroup": ("healthCheck",)}
"""Inputs that are objects, and whose inputs are properties of what they are in: those that `RENAMED` says, and no others."""
