import json

import pulumi_aws as aws

CONTAINERS = [
    {"name": "proxy", "image": "shop/proxy:0.9"},
    {
        "name": "web",
        "image": "shop/web:1.4",
        "portMappings": [{"containerPort": 8080}],
        "environment": [{"name": "PORT", "value": "8080"}],
    },
    {"name": "metrics", "image": "shop/metrics:2.0"},
]

aws.ecs.TaskDefinition("web", family="web", cpu="512", memory="1024", container_definitions=json.dumps(CONTAINERS))
