"""For every row of AWS's table: which inputs make a new object, and which do not."""

from __future__ import annotations

import pytest

from simulator.aws.cloud import CLOUD
from tests.support import aws_site as aws
from tests.support import sdk

REPLACING = {
    aws.VPC: {"cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength", "region"},
    aws.BLOCK: {"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "region", "vpcId"},
    aws.SUBNET: {"availabilityZone", "availabilityZoneId", "cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6IpamPoolId"}
    | {"ipv6Native", "ipv6NetmaskLength", "outpostArn", "region", "vpcId"},
    aws.INTERNET: {"region"},
    aws.ADDRESS: {"address", "customerOwnedIpv4Pool", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool", "region"},
    aws.NAT: {"allocationId", "availabilityMode", "connectivityType", "privateIp", "region", "secondaryPrivateIpAddressCount"}
    | {"subnetId", "vpcId"},
    aws.TABLE: {"region", "vpcId"},
    aws.ROUTE: {"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "region", "routeTableId"},
    aws.ASSOCIATION: {"gatewayId", "region", "subnetId"},
    aws.DEFAULT_GROUP: {"region", "vpcId"},
    aws.GROUP: {"description", "name", "namePrefix", "region", "vpcId"},
    aws.INGRESS: {"region", "securityGroupId"},
    aws.EGRESS: {"region", "securityGroupId"},
    aws.FLOW_LOG: {"deliverCrossAccountRole", "destinationOptions", "eniId", "iamRoleArn", "logDestination", "logDestinationType"}
    | {"logFormat", "maxAggregationInterval", "region", "subnetId", "trafficType", "transitGatewayAttachmentId", "transitGatewayId"}
    | {"vpcId"},
    aws.LOG_GROUP: {"logGroupClass", "name", "namePrefix", "region"},
    aws.ROLE: {"name", "namePrefix", "path"},
    aws.INLINE: {"name", "namePrefix", "role"},
    aws.ATTACHMENT: {"policyArn", "role"},
    aws.POLICY: {"description", "name", "namePrefix", "path"},
    aws.PROFILE: {"name", "namePrefix", "path"},
    aws.ISSUER: {"url"},
    aws.KEY: {"customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "region", "xksKeyId"},
    aws.ALIAS: {"name", "namePrefix", "region"},
    aws.TEMPLATE: {"name", "namePrefix", "region"},
    aws.SCALING: {"name", "namePrefix", "region"},
    aws.SCALING_POLICY: {"autoscalingGroupName", "name", "policyType", "region"},
    aws.CLUSTER: {"bootstrapSelfManagedAddons", "name", "outpostConfig", "region", "remoteNetworkConfig", "roleArn"},
    aws.NODES: {"amiType", "capacityType", "clusterName", "diskSize", "instanceTypes", "nodeGroupName", "nodeGroupNamePrefix"}
    | {"nodeRoleArn", "region", "remoteAccess", "subnetIds"},
    aws.ADDON: {"addonName", "clusterName", "region"},
    aws.ENTRY: {"clusterName", "principalArn", "region", "type"},
    aws.ACCESS: {"accessScope", "clusterName", "policyArn", "principalArn", "region"},
    aws.IDENTITY: {"clusterName", "namespace", "region", "serviceAccount"},
}

NESTED = [
    (aws.CLUSTER, "accessConfig", "bootstrapClusterCreatorAdminPermissions", True),
    (aws.CLUSTER, "accessConfig", "authenticationMode", False),
    (aws.CLUSTER, "kubernetesNetworkConfig", "ipFamily", True),
    (aws.CLUSTER, "kubernetesNetworkConfig", "serviceIpv4Cidr", True),
    (aws.CLUSTER, "vpcConfig", "endpointPublicAccess", False),
    (aws.CLUSTER, "vpcConfig", "subnetIds", False),
    (aws.CLUSTER, "computeConfig", "nodeRoleArn", True),
    (aws.NODES, "launchTemplate", "id", True),
    (aws.NODES, "launchTemplate", "name", True),
    (aws.NODES, "launchTemplate", "version", False),
    (aws.NODES, "scalingConfig", "maxSize", False),
]


@pytest.fixture
def site(tmp_path):
    return aws.Site(tmp_path / "clouds.sqlite")


def test_every_row_is_held_to_account():
    assert REPLACING.keys() == CLOUD.rules.keys()


@pytest.mark.parametrize("token", REPLACING)
def test_these_inputs_replace_and_no_others_do(site, token):
    inputs = sorted(sdk.inputs(token) & sdk.outputs(token))
    changed = site.diff(token, dict.fromkeys(inputs, "a"), dict.fromkeys(inputs, "b"), outputs={"status": "ACTIVE"})
    assert set(changed.diffs) == set(inputs)
    assert set(changed.replaces) == REPLACING[token]


@pytest.mark.parametrize(("token", "root", "key", "replaces"), NESTED)
def test_inside_an_object_only_these_do(site, token, root, key, replaces):
    old, new = {root: {key: "a", "other": "x"}}, {root: {key: "b", "other": "y"}}
    answer = site.diff(token, old, new, outputs=old)
    kinds = {path: kind.kind for path, kind in answer.detailedDiff.items()}
    assert kinds == {f"{root}.{key}": 5 if replaces else 4, f"{root}.other": 4}
    assert list(answer.replaces) == ([root] if replaces else [])


def test_a_clusters_encryption_can_begin_and_not_end(site):
    encrypted = {"encryptionConfig": {"resources": ["secrets"], "provider": {"keyArn": "k"}}}
    assert site.replaces(aws.CLUSTER, {}, encrypted) == []
    assert site.replaces(aws.CLUSTER, encrypted, {}) == ["encryptionConfig"]


def test_a_vpc_can_leave_its_own_hardware_and_not_enter_it(site):
    shared, own = {"instanceTenancy": "default"}, {"instanceTenancy": "dedicated"}
    assert site.replaces(aws.VPC, shared, own) == ["instanceTenancy"]
    assert site.replaces(aws.VPC, own, shared) == []


@pytest.mark.parametrize(
    ("token", "path", "forms"),
    [
        (aws.SCALING, "vpcZoneIdentifiers", (["a", "b"], ["b", "a"])),
        (aws.NODES, "subnetIds", (["a", "b"], ["b", "a"])),
        (aws.CLUSTER, "enabledClusterLogTypes", (["api", "audit"], ["audit", "api"])),
        (aws.TEMPLATE, "vpcSecurityGroupIds", (["a", "b"], ["b", "a"])),
        (aws.ROLE, "assumeRolePolicy", ('{"a": 1, "b": 2}', '{"b":2,"a":1}')),
        (aws.POLICY, "policy", ('{"a": [1]}', '{ "a": [ 1 ] }')),
    ],
)
def test_two_ways_to_write_the_same_are_no_difference(site, token, path, forms):
    old, new = ({path: form} for form in forms)
    assert not site.diff(token, old, new).detailedDiff
