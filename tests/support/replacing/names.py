"""Public names: health checks and certificates."""

from __future__ import annotations

from typing import Final

ROWS: Final = {
    "aws:route53/healthCheck:HealthCheck": {"measureLatency", "referenceName", "requestInterval", "routingControlArn", "type"},
    "aws:acm/certificate:Certificate": {"certificateAuthorityArn", "domainName", "keyAlgorithm", "region"}
    | {"subjectAlternativeNames"},
    "aws:acm/certificateValidation:CertificateValidation": {"certificateArn", "region", "validationRecordFqdns"},
}
