import pulumi
import pulumi_aws as aws

config = pulumi.Config()
vpc = aws.ec2.Vpc("shop", cidr_block=config.require("range"))
template = aws.ec2.LaunchTemplate("web", image_id="ami-0a1b2c3d4e5f67890", instance_type=config.require("size"))
if config.get_bool("audited"):
    aws.ec2.FlowLog("shop", vpc_id=vpc.id, traffic_type="ALL", log_destination_type="s3", log_destination="arn:aws:s3:::shop-flows")
