import pulumi_aws as aws

SIZES = {"web": "m7i.large", "search": "m7i.xlarge"}

aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
for name in ("web", "search"):
    aws.ec2.LaunchTemplate(name, image_id="ami-0a1b2c3d4e5f67890", instance_type=SIZES[name])
