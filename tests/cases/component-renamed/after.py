import pulumi
import pulumi_aws as aws


class Storage(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("shop:index:Storage", name, {}, opts)
        inside = pulumi.ResourceOptions(parent=self)
        bucket = aws.s3.Bucket(f"{name}-objects", force_destroy=True, opts=inside)
        aws.s3.BucketVersioning(f"{name}-versions", bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=inside)
        aws.sqs.Queue(f"{name}-events", opts=inside)
        self.register_outputs({})


Storage("customer-uploads")
