"""CloudFront, AWS WAF, deliveries of logs, and what a bucket holds."""

from __future__ import annotations

from typing import Final

ROWS: Final = {
    "aws:cloudfront/cachePolicy:CachePolicy": set[str](),
    "aws:cloudfront/distribution:Distribution": {"staging"},
    "aws:cloudfront/originAccessControl:OriginAccessControl": set[str](),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": set[str](),
    "aws:cloudwatch/logDelivery:LogDelivery": {"deliveryDestinationArn", "deliverySourceName", "region"},
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {"name", "outputFormat", "region"},
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": {"logType", "name", "region", "resourceArn"},
    "aws:s3/bucketObjectv2:BucketObjectv2": {"bucket", "key", "region"},
    "aws:wafv2/webAcl:WebAcl": {"name", "namePrefix", "region", "scope"},
    "aws:wafv2/webAclAssociation:WebAclAssociation": {"region", "resourceArn", "webAclArn"},
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {"region", "resourceArn"},
}
