"""Rules that the arguments of several components share, each noting its faults; pure."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import json
import re
from collections.abc import Mapping, Sequence

from .errors import Faults
from .instance_types import architecture
from .quantities import quantity

RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288)
"""What both clouds keep logs for: CloudWatch's own list, up to the 3,650 days of Alibaba's Simple Log Service.

Sources: docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html,
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/log_store (`retention_period`).
"""

GATEWAY_HOSTS = 63
"""Hosts that a Gateway listens for, beside its listener of plain HTTP: it has at most 64
(gateway-api.sigs.k8s.io/reference/spec/#gatewayspec)."""

_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+(-\d+)?")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_DIGEST = re.compile(r"[a-z0-9][a-z0-9._:/-]*@sha256:[0-9a-f]{64}")
_QUANTITY = re.compile(r"\d+(\.\d+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MEBIBYTE = 2**20


def check_region(faults: Faults, field: str, region: str) -> bool:
    """A region in a cloud's own spelling; whether it exists is for the environment to say."""
    expected, fix = "a region in the cloud's own spelling", "write it as the cloud does, say ap-southeast-3"
    return faults.check(bool(_REGION.fullmatch(region)), field, region, expected, fix)


def check_choice(faults: Faults, field: str, given: str, choices: Sequence[str]) -> bool:
    """One of a few words."""
    return faults.check(given in choices, field, given, f"one of {', '.join(choices)}", "choose one of them")


def check_range(faults: Faults, field: str, given: int, low: int, high: int) -> bool:
    """A whole number between two bounds, both allowed."""
    fits = isinstance(given, int) and not isinstance(given, bool) and low <= given <= high
    return faults.check(fits, field, given, f"a whole number, {low} to {high}", "choose a number between them")


def check_retention(faults: Faults, field: str, days: int) -> bool:
    """A number of days that both clouds keep logs for."""
    nearest = min(RETENTION_DAYS, key=lambda allowed: abs(allowed - days))
    expected = f"one of {', '.join(map(str, RETENTION_DAYS))}"
    return faults.check(days in RETENTION_DAYS, field, days, expected, f"write {nearest}, say; CloudWatch knows no other")


def check_pinned(faults: Faults, field: str, given: str, fix: str) -> bool:
    """Something that names one thing for good: never empty and never "latest"."""
    pinned = bool(given.strip()) and given.strip().lstrip("$").lower() not in {"latest", "default"}
    return faults.check(
        pinned, field, given, "one that stays what it is", f"{fix}; what is newest would change between two previews"
    )


def check_types(faults: Faults, field: str, types: Sequence[str]) -> None:
    """Instance types in order of preference: one at least, none twice, all of one architecture, as an image is."""
    faults.check(bool(types), field, None, "one instance type at least", "write the types in order of preference")
    kinds = [architecture(name) for name in types]
    first = next((position for position, kind in enumerate(kinds) if kind is not None), 0)
    for position, (name, kind) in enumerate(zip(types, kinds, strict=True)):
        place = f"{field}.{position}"
        faults.check(name not in types[:position], place, name, "each instance type once", "remove the second one")
        if kind is not None and kind != kinds[first]:
            expected = f"one of {kinds[first]} like {types[first]}, since an image is of one architecture"
            faults.check(ok=False, field=place, given=f"{name} of {kind}", expected=expected, fix="write a group of its own for it")


def check_document(faults: Faults, field: str, policy: str) -> bool:
    """A policy document in JSON, as both clouds write them; what it says is for the cloud to judge."""
    try:
        sound = "Statement" in dict(json.loads(policy))
    except (TypeError, ValueError):
        sound = False
    fix = 'write a policy document, say {"Version": …, "Statement": […]}'
    return faults.check(sound, field, policy, "a policy document in JSON", fix)


def check_each_once(faults: Faults, field: str, given: Sequence[str]) -> None:
    """Texts, none empty and none twice."""
    for position, text in enumerate(given):
        faults.check(bool(text.strip()), f"{field}.{position}", None, "a text that is not empty", "remove it")
        faults.check(text not in given[:position], f"{field}.{position}", text, "each once", "remove the second one")


def check_ports(faults: Faults, field: str, ports: Sequence[int]) -> None:
    """TCP ports, none twice."""
    for position, port in enumerate(ports):
        check_range(faults, field, port, 1, 65535)
        faults.check(port not in ports[:position], field, port, "each port once", "remove the second one")


def check_path(faults: Faults, field: str, path: str) -> bool:
    """A path from the root, of HTTP or of files."""
    fits = path.startswith("/") and not any(letter.isspace() for letter in path)
    return faults.check(fits, field, path, "a path that begins with /", "write the path alone, say /healthz")


def check_block(faults: Faults, field: str, block: str) -> bool:
    """An IPv4 block in CIDR notation, its size among it: a bare address is one to Python, and to no cloud."""
    try:
        ipaddress.IPv4Network(block if "/" in block else "")
    except ValueError:
        return faults.check(False, field, block, "an IPv4 block", "write its first address and size, say 203.0.113.0/24")  # noqa: FBT003 - the verdict itself
    return True


def check_blocks(faults: Faults, field: str, blocks: Mapping[str, str]) -> None:
    """IPv4 blocks by key."""
    for key, block in blocks.items():
        check_block(faults, f"{field}.{key}", block)


def check_address(faults: Faults, field: str, address: str) -> bool:
    """An IPv4 address."""
    try:
        ipaddress.IPv4Address(address)
    except ValueError:
        return faults.check(False, field, address, "an IPv4 address", "write it in four numbers, say 10.0.0.2")  # noqa: FBT003 - the verdict itself
    return True


def check_label(faults: Faults, field: str, name: str) -> bool:
    """A name that Kubernetes takes for a label (RFC 1123): at most 63 characters."""
    expected = "small letters, digits and inner hyphens, at most 63"
    return faults.check(bool(_LABEL.fullmatch(name)), field, name, expected, "choose such a name")


def check_digest(faults: Faults, field: str, image: str) -> bool:
    """A container image by digest: a tag can name another image tomorrow."""
    expected, fix = "repository@sha256:<64 hex digits>", "write the image's digest; a tag can name another image tomorrow"
    return faults.check(bool(_DIGEST.fullmatch(image)), field, image, expected, fix)


def is_certificate(encoded: str) -> bool:
    """Whether a text is a certificate (PEM) in Base64, as kubeconfigs hold it."""
    try:
        return base64.b64decode(encoded, validate=True).startswith(b"-----BEGIN CERTIFICATE-----")
    except binascii.Error:
        return False


def check_quantity(faults: Faults, field: str, given: str) -> bool:
    """An amount in Kubernetes' spelling (kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity)."""
    return faults.check(
        bool(_QUANTITY.fullmatch(given)), field, given, "an amount as Kubernetes spells it", "write 250m or 512Mi, say"
    )


def check_bytes(faults: Faults, field: str, given: str) -> bool:
    """An amount of bytes: nothing, or a mebibyte and more, since "512m" is half a byte to Kubernetes, and "512" half a kibibyte.

    Source: kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory.
    """
    if not check_quantity(faults, field, given):
        return False
    amount, number = quantity(given), given.rstrip("mkK")
    fix = f"write {number}Mi" if number.isdecimal() else "write it like 512Mi"
    enough = amount is None or not amount or amount >= _MEBIBYTE
    return faults.check(enough, field, given, "1Mi or more, with its unit; m is a thousandth", fix)


def check_variable(faults: Faults, field: str, name: str) -> bool:
    """The name of an environment variable."""
    expected = "letters, digits and underscores, no digit first"
    return faults.check(bool(_VARIABLE.fullmatch(name)), field, name, expected, "rename the variable")
