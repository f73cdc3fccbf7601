import pulumi
import pulumi_aws as aws


class Inbox(pulumi.ComponentResource):
    """A queue, and who may send to it."""

    def __init__(self, name: str) -> None:
        super().__init__("shop:index:Inbox", name)
        inside = pulumi.ResourceOptions(parent=self)
        queue = aws.sqs.Queue(name, message_retention_seconds=86400, opts=inside)
        aws.sqs.QueuePolicy(
            name,
            queue_url=queue.id,
            policy=pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": queue.arn}],
                }
            ),
            opts=inside,
        )
        self.register_outputs({})


Inbox("orders")
