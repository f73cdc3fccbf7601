import pulumi
import pulumi_aws as aws

CODE = "def handler(event, context):\n    return 'v2'\n"

aws.lambda_.Function(
    "resize",
    role="arn:aws:iam::222233334444:role/resize",
    runtime="python3.13",
    handler="index.handler",
    timeout=30,
    code=pulumi.AssetArchive({"index.py": pulumi.StringAsset(CODE)}),
)
