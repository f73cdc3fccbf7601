"""Where a network's flow logs go on AWS, and who may write and read them."""

from __future__ import annotations

import json

from components.contracts import FlowLogs
from tests.support.aws_networks import network
from tests.support.mocks import Recording

BUCKET = "aws:s3/bucket:Bucket"


class TestFlowLogs:
    def test_a_group_or_a_stream_that_exists_takes_them(self):
        group = "arn:aws:logs:ap-southeast-3:111122223333:log-group:/network/flows"
        found = network(flow_log_group=group)
        assert found.one("aws:ec2/flowLog:FlowLog").inputs["logDestination"] == group
        assert not found.of("aws:cloudwatch/logGroup:LogGroup")
        (said,) = json.loads(found.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])["Statement"]
        assert said["Resource"] == f"{group}:*"
        stream = "arn:aws:firehose:ap-southeast-3:111122223333:deliverystream/flows"
        log = network(flow_logs=FlowLogs(to="stream"), flow_log_stream=stream).one("aws:ec2/flowLog:FlowLog").inputs
        assert (log["logDestinationType"], log["logDestination"], log.get("iamRoleArn")) == ("kinesis-data-firehose", stream, None)

    def test_records_hold_what_is_asked_for_and_lie_where_it_is_asked_for(self):
        asked = {"flow_log_parquet": True, "flow_log_hive_partitions": True, "flow_log_hourly": True}
        found = network(flow_logs=FlowLogs(to="storage"), flow_log_fields=("srcaddr", "vpc-id"), **asked)
        log = found.one("aws:ec2/flowLog:FlowLog").inputs
        assert log["logFormat"] == "${srcaddr} ${vpc-id}"
        assert log["destinationOptions"] == {"fileFormat": "parquet", "hiveCompatiblePartitions": True, "perHourPartition": True}
        write = json.loads(found.one("aws:s3/bucketPolicy:BucketPolicy").inputs["policy"])["Statement"][0]
        assert write["Resource"].endswith("/AWSLogs/aws-account-id=111122223333/*")
        plain = network(flow_logs=FlowLogs(to="storage")).one("aws:ec2/flowLog:FlowLog").inputs
        assert not {"logFormat", "destinationOptions"} & plain.keys()

    def test_a_bucket_of_their_own_is_closed_encrypted_and_emptied(self):
        found = network(flow_logs=FlowLogs(to="storage", days=365, traffic="rejected"), flow_log_interval=60)
        bucket = found.one(BUCKET)
        log = found.one("aws:ec2/flowLog:FlowLog").inputs
        assert (log["logDestinationType"], log["logDestination"]) == ("s3", "arn:aws:s3:::net-flow-logs-0a1b2c3")
        assert (log["trafficType"], log["maxAggregationInterval"], log.get("iamRoleArn")) == ("REJECT", 60, None)
        closed = found.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs
        assert {name: closed[name] for name in closed if name != "bucket"} == dict.fromkeys(
            ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
        )
        (rule,) = found.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs["rules"]
        assert (rule["status"], rule["expiration"], rule["filter"]) == ("Enabled", {"days": 365}, {"prefix": ""})
        assert self.encryption(found) == {"sseAlgorithm": "AES256"}
        assert not found.of("aws:cloudwatch/logGroup:LogGroup") + found.of("aws:iam/role:Role")
        assert bucket.inputs["tags"] == {"owner": "platform", "Name": "net-flow-logs"}

    def test_a_key_encrypts_them_in_either_place(self):
        key = "arn:aws:kms:ap-southeast-3:111122223333:key/1234"
        stored = network(flow_logs=FlowLogs(to="storage"), flow_log_key=key)
        assert self.encryption(stored) == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key}
        assert network(flow_log_key=key).one("aws:cloudwatch/logGroup:LogGroup").inputs["kmsKeyId"] == key

    def test_a_bucket_is_kept_as_it_is_or_empties_itself(self):
        stored = network(flow_logs=FlowLogs(to="storage"))
        assert {each.type for each in stored.values() if each.retain_on_delete} == {
            each.type for each in stored.values() if each.type.startswith("aws:s3/")
        }
        assert stored.one(BUCKET).inputs["forceDestroy"] is False
        passing = network(flow_logs=FlowLogs(to="storage", keep=False))
        assert passing.one(BUCKET).inputs["forceDestroy"] is True
        assert not [each for each in passing.values() if each.retain_on_delete]

    def encryption(self, found: Recording) -> dict[str, str]:
        (rule,) = found.one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").inputs[
            "rules"
        ]
        return rule["applyServerSideEncryptionByDefault"]

    def test_only_this_accounts_deliveries_and_only_tls_are_let_in(self):
        found = network(flow_logs=FlowLogs(to="storage"))
        policy = found.one("aws:s3/bucketPolicy:BucketPolicy")
        assert policy.urn in found.one("aws:ec2/flowLog:FlowLog").dependencies
        write, check, tls = json.loads(policy.inputs["policy"])["Statement"]
        assert write["Condition"]["StringEquals"] == {
            "aws:SourceAccount": "111122223333",
            "s3:x-amz-acl": "bucket-owner-full-control",
        }
        assert write["Resource"] == "arn:aws:s3:::net-flow-logs-0a1b2c3/AWSLogs/111122223333/*"
        assert check["Condition"]["ArnLike"]["aws:SourceArn"] == "arn:aws:logs:ap-southeast-3:111122223333:*"
        assert (tls["Effect"], tls["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})

    def test_a_bucket_that_exists_is_left_as_it_is(self):
        arn = "arn:aws:s3:::flow-logs/jakarta"
        found = network(flow_logs=FlowLogs(to="storage"), flow_log_bucket=arn)
        assert found.one("aws:ec2/flowLog:FlowLog").inputs["logDestination"] == arn
        assert not [each for each in found.values() if each.type.startswith("aws:s3/")]
