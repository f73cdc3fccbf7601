"""Certificates of ACM that are validated by a record, and the wait for one.

How they are validated: docs.aws.amazon.com/acm/latest/userguide/dns-validation.html. In a simulated cloud a certificate is issued
once somebody waits for it with a record of the right name; what stands in public DNS nobody asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import Quota, as_set, refer, table
from .shapes import CREATED, arn, row

if TYPE_CHECKING:
    from ..call import Call

CERTIFICATE: Final = "aws:acm/certificate:Certificate"
VALIDATION: Final = "aws:acm/certificateValidation:CertificateValidation"


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    asked = call.given("domainName") and not call.given("privateKey")
    if asked and not call.given("validationMethod") and not call.given("certificateAuthorityArn"):
        yield "validationMethod", '"validation_method": required when a public certificate is requested'
    if call.get("validationMethod") not in {None, "DNS", "EMAIL", "NONE", "HTTP"}:
        yield "validationMethod", f"expected validation_method to be DNS or EMAIL, got {call.get('validationMethod')}"


def _options(call: Call) -> list[dict[str, Any]]:
    """A record for each name: the same for a name in every region of an account, and for the wildcard below it."""
    if call.get("validationMethod") != "DNS":
        return []
    names = dict.fromkeys((call["domainName"], *sorted(call.get("subjectAlternativeNames") or ())))
    return [
        {
            "domainName": name,
            "resourceRecordName": f"_{_digest(call.account, name.removeprefix('*.'))}.{name.removeprefix('*.')}.",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": f"_{_digest(name.removeprefix('*.'), call.account)}.acm-validations.aws.",
        }
        for name in names
    ]


def _digest(*parts: str) -> str:
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]


def _names(call: Call) -> list[str]:
    return sorted({call.get("domainName") or "", *(call.get("subjectAlternativeNames") or ())} - {""})


def _unproven(call: Call) -> Iterator[str]:
    """A wait for a certificate whose records are not those that it is validated by ends without one."""
    certificate = call.referenced("certificateArn")
    wanted = {
        option["resourceRecordName"] for option in (certificate.outputs.get("domainValidationOptions") if certificate else ()) or ()
    }
    told = {f"{name.removesuffix('.')}." for name in call.get("validationRecordFqdns") or ()}
    if told and told != wanted:
        yield f"missing validation records: {', '.join(sorted(wanted - told)) or 'others than those are told'}"


RULES = table(
    row(
        CERTIFICATE,
        "acm/certificate.go",
        id=lambda call: arn(call, "acm", f"certificate/{call.uuid()}"),
        replaces=frozenset({"certificateAuthorityArn", "domainName", "keyAlgorithm", "subjectAlternativeNames"}),
        canonical={"subjectAlternativeNames": as_set},
        defaults={"keyAlgorithm": "RSA_2048"},
        derived={"subjectAlternativeNames": _names, "validationMethod": lambda _: "NONE"},
        computed={
            "arn": lambda call: call.id,
            "domainValidationOptions": _options,
            "notAfter": lambda _: "",
            "notBefore": lambda _: "",
            "pendingRenewal": lambda _: False,
            "renewalEligibility": lambda _: "INELIGIBLE",
            "renewalSummaries": lambda _: [],
            "validationEmails": lambda _: [],
            "status": lambda call: "PENDING_VALIDATION" if call.get("validationMethod") == "DNS" else "ISSUED",
            "type": lambda call: "IMPORTED" if call.given("privateKey") else "AMAZON_ISSUED",
        },
        quotas=(Quota(2_500, "LimitExceededException: the number of ACM certificates exceeds the quota"),),
        check=_faults,
        not_found="ResourceNotFoundException: Could not find certificate {id}.",
        in_use="ResourceInUseException: Certificate {id} is in use.",
    ),
    row(
        VALIDATION,
        "acm/certificate_validation.go",
        tagged=False,
        id=lambda _: CREATED,
        replaces=frozenset({"certificateArn", "validationRecordFqdns"}),
        within="certificateArn",
        canonical={"validationRecordFqdns": as_set},
        references={"certificateArn": refer(CERTIFICATE, by="arn", holds=False)},
        refuses=_unproven,
    ),
)
