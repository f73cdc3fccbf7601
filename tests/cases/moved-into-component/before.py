import pulumi
import pulumi_aws as aws

queue = aws.sqs.Queue("orders", message_retention_seconds=86400)
aws.sqs.QueuePolicy(
    "orders",
    queue_url=queue.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": queue.arn}],
        }
    ),
)
