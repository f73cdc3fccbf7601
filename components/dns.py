"""Names and records of private DNS zones that both clouds take alike; pure.

Sources:
- Route 53: docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html (records of a zone, values of a record),
  ResourceRecordTypes.html (types, a text's 255 characters), DomainNameFormat.html (names, where `*` may stand).
- PrivateZone: www.alibabacloud.com/help/en/dns/pvtz-analysis-of-records-management (a text's characters, MX priorities, the form of
  SRV names), api-pvtz-2018-01-01-addzonerecord (TTLs), limits-pvtz (100,000 records a zone);
  registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/pvtz_zone_record (types: AAAA is not among them).
- RFC 1034, 3.6.2: a CNAME stands alone at its name; the apex has records of its own, so none can stand there.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

from .errors import ArgumentFault, shown
from .naming import Cloud

RecordType: TypeAlias = Literal["A", "AAAA", "CNAME", "MX", "SRV", "TXT"]

TYPES: Mapping[Cloud, tuple[RecordType, ...]] = {
    "aws": get_args(RecordType),
    "alicloud": tuple(each for each in get_args(RecordType) if each != "AAAA"),
}
"""The record types of each cloud's private zones."""
PUBLIC_TYPES: Mapping[Cloud, tuple[RecordType, ...]] = {"aws": get_args(RecordType), "alicloud": get_args(RecordType)}
"""The same of public zones; www.alibabacloud.com/help/en/dns/pubz-add-parsing-record."""

TTLS = (5, 30, 60, 3600, 43200, 86400)
"""Seconds that an answer may be kept for: PrivateZone knows no other, Route 53 takes any."""

APEX = "@"
"""The name of the zone itself."""

MAX_RECORDS = 9_998
"""Names and types of a zone: Route 53's quota of 10,000 less the two records that a zone comes with."""
MAX_VALUES = 400
"""Values of one record, by Route 53's quota."""
MAX_NAME = 253
MAX_TEXT = 255

TAKEN = ("local", "compute.internal", "amazonaws.com", "aliyuncs.com")
"""Domains that others answer: mDNS and, below cluster.local, every cluster's own DNS; the clouds' own services and machines."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[a-z]{{2,63}}")
_OWN_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_OWN_LABEL}\.)+{_LABEL}")
_NAME = re.compile(rf"@|\*|(?:\*\.)?{_OWN_LABEL}(?:\.{_OWN_LABEL})*")
_SERVICE = re.compile(r"_[a-z0-9-]+\._[a-z]+(?:\..+)?")
_TEXT = re.compile(r"[A-Za-z0-9 _~=:;/.@+^!-]*")
_NUMBER = r"(0|[1-9]\d{0,4})"
_MX = re.compile(rf"{_NUMBER} (\S+)")
_SRV = re.compile(rf"{_NUMBER} {_NUMBER} {_NUMBER} (\S+)")
_PLAIN_KEY = re.compile(r"[a-z0-9.-]{1,63}")


def full_name(name: str, domain: str) -> str:
    """The whole DNS name of a record: `name` inside `domain`."""
    return domain if name == APEX else f"{name}.{domain}"


def inside(name: str, domain: str) -> str:
    """A whole DNS name as a record inside `domain` is called: the other way round of `full_name`."""
    return APEX if name == domain else name.removesuffix(f".{domain}")


def within(name: str, domain: str) -> bool:
    """Whether a DNS name is a domain or lies below it."""
    return name == domain or name.endswith(f".{domain}")


def exchange(value: str) -> tuple[int, str]:
    """The priority and the host of an MX value that has no faults."""
    priority, host = value.split(" ")
    return int(priority), host


def name_key(name: str) -> str:
    """A record's name as part of a resource's name, where `*` would mean every resource to whoever names targets."""
    return name.replace("*", "@any")


def value_key(value: str) -> str:
    """A value as part of a resource's name: itself, or a digest of what is longer or has other characters (an IPv6 address)."""
    return value if _PLAIN_KEY.fullmatch(value) else _digest(value)


def path_key(path: str) -> str:
    """A path of HTTP as part of a resource's name: no two have one, `/live` and `/live/` neither."""
    if path in {"", "/"}:
        return "root"
    plain = path.removeprefix("/")
    return _digest(path) if plain == "root" or plain != plain.strip("/") else value_key(plain)


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:12]


def domain_faults(domain: str, field: str = "domain") -> Iterator[ArgumentFault]:
    """What is wrong with the domain of a private zone."""
    if not _DOMAIN.fullmatch(domain) or len(domain) > MAX_NAME:
        yield ArgumentFault(field, shown(domain), "a DNS name in lower case", "write two labels or more, say internal.shop.example")
        return
    for taken in TAKEN:
        if within(domain, taken):
            fix = "choose a name below a domain of your own, say internal.shop.example"
            yield ArgumentFault(field, shown(domain), f"a name outside {taken}, which others answer", fix)


def name_faults(name: str, domain: str, types: Sequence[str]) -> Iterator[ArgumentFault]:
    """What is wrong with one name of a zone and with the types that it has together, in a field called name.

    Args:
        name: the record's name without the zone's, `@` for the zone itself; a first label `*` stands for every name not written.
        domain: the zone's domain.
        types: the type of each record of this name.
    """
    if not _NAME.fullmatch(name):
        expected = "labels of lower-case letters, digits, - and _, joined by dots; @ for the zone itself; * as the first of them"
        fix = f"write it without {domain}" if within(name.rstrip("."), domain) else "rename it"
        yield ArgumentFault("name", shown(name), expected, fix)
    elif within(name, domain):
        yield ArgumentFault("name", shown(name), f"a name without {domain}, which is added to it", f"remove {domain} from it")
    elif len(full_name(name, domain)) > MAX_NAME:
        given = f"{len(full_name(name, domain))} characters with the zone's"
        yield ArgumentFault("name", given, f"{MAX_NAME} at most", "shorten it")
    elif "SRV" in types and not _SERVICE.fullmatch(name):
        yield ArgumentFault("name", shown(name), "a service and its protocol for SRV", "write it as _sip._tcp, say")
    if "CNAME" in types and name == APEX:
        yield ArgumentFault("name", "a CNAME at the zone itself", "another type there", "write its addresses, or give it a name")
    elif "CNAME" in types and len(types) > 1:
        yield ArgumentFault("name", "a CNAME beside another record", "a CNAME alone at its name", "remove one of them")
    else:
        for each in sorted({each for each in types if types.count(each) > 1}):
            yield ArgumentFault("name", f"two {each} records", "one of each type at a name", "write all values into one")


def record_faults(type_: str, values: Sequence[str], ttl: int | None = None) -> Iterator[ArgumentFault]:
    """What is wrong with one record, in fields called type, values (values.0 and so on) and ttl; None for a TTL not known."""
    if type_ not in get_args(RecordType):
        yield ArgumentFault("type", shown(type_), f"one of {', '.join(get_args(RecordType))}", "choose one of them")
    elif type_ == "CNAME" and len(values) > 1:
        yield ArgumentFault("values", f"{len(values)} values", "one name for a CNAME", "remove the others, or write an A record")
    if not values:
        yield ArgumentFault("values", "nothing", "one value at least", "write what the name leads to")
    elif len(values) > MAX_VALUES:
        yield ArgumentFault("values", f"{len(values)} values", f"{MAX_VALUES} at most", "remove some")
    seen: set[str] = set()
    for position, value in enumerate(values):
        fits = _FITS.get(type_, _anything)(value)
        if fits is not None:
            yield ArgumentFault(f"values.{position}", shown(value), *fits)
            continue
        same = exchange(value)[1] if type_ == "MX" else value
        if same in seen:
            yield ArgumentFault(f"values.{position}", shown(value), "each value once", "remove the second one")
        seen.add(same)
    if ttl is not None and ttl not in TTLS:
        near = min(TTLS, key=lambda allowed: abs(allowed - ttl))
        expected = f"one of {', '.join(map(str, TTLS))} seconds, which both clouds keep"
        yield ArgumentFault("ttl", shown(ttl), expected, f"write {near}, say")


def quota_faults(records: int, field: str = "records") -> Iterator[ArgumentFault]:
    """What is wrong with the number of a zone's records."""
    if records > MAX_RECORDS:
        yield ArgumentFault(field, f"{records} records", f"{MAX_RECORDS} at most", "remove some")


_Fit: TypeAlias = tuple[str, str] | None
"""What was expected and how to mend it; None for a value that fits."""


def _anything(_value: str) -> _Fit:
    return None


def _ipv4(value: str) -> _Fit:
    try:
        ipaddress.IPv4Address(value)
    except ValueError:
        return "an IPv4 address", "write four numbers, say 10.0.0.2; a name needs type CNAME"
    return None


def _ipv6(value: str) -> _Fit:
    try:
        usual = str(ipaddress.IPv6Address(value))
    except ValueError:
        return "an IPv6 address", "write one, say fd00::2"
    return None if value == usual else ("an IPv6 address in its usual form", f"write {usual}")


def _host(value: str) -> _Fit:
    if _HOST.fullmatch(value) and len(value) <= MAX_NAME and not re.fullmatch(r"[\d.]+", value):
        return None
    whole = value.lower().rstrip(".")
    fix = f"write {whole}" if whole != value and _host(whole) is None else "write the whole name, say db.shop.example"
    return "a DNS name in lower case without a final dot", fix


def _mail(value: str) -> _Fit:
    match = _MX.fullmatch(value)
    if match is None or not 1 <= int(match[1]) <= 99:
        return "a priority of 1 to 99 and a host", "write 10 mail.shop.example, say"
    return _host(match[2])


def _service(value: str) -> _Fit:
    match = _SRV.fullmatch(value)
    if match is None or any(int(match[part]) > 65535 for part in (1, 2, 3)):
        return "priority, weight, port and host", "write 0 5 5060 sip.shop.example, say"
    return _host(match[4])


def _text(value: str) -> _Fit:
    if 1 <= len(value) <= MAX_TEXT and _TEXT.fullmatch(value):
        return None
    return (
        f"1 to {MAX_TEXT} letters, digits, spaces and - _ ~ = : ; / . @ + ^ !",
        "shorten it, or encode it with these alone; no quotes are needed",
    )


_FITS: Mapping[str, Callable[[str], _Fit]] = {
    "A": _ipv4,
    "AAAA": _ipv6,
    "CNAME": _host,
    "MX": _mail,
    "SRV": _service,
    "TXT": _text,
}
