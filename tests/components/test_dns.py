"""Names and records that both clouds take: each rule by example, and what must hold of all of them."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components import dns
from components.contracts import Record
from components.errors import ArgumentsError

DOMAIN = "internal.shop.example"


def told(faults):
    return [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("domain", "fault"),
    [
        ("internal.shop.example", []),
        ("corp.internal", []),
        (
            "internal",
            ['domain: "internal", expected a DNS name in lower case; fix: write two labels or more, say internal.shop.example'],
        ),
        (
            "Internal.shop",
            [
                'domain: "Internal.shop", expected a DNS name in lower case; fix: write two labels or more, say internal.shop.example'
            ],
        ),
        (
            "shop.cluster.local",
            [
                'domain: "shop.cluster.local", expected a name outside local, which others answer; fix: choose a name below a domain of your own, say internal.shop.example'
            ],
        ),
        ("x." * 126 + "example", ["…"]),
    ],
)
def test_domains(domain, fault):
    found = told(dns.domain_faults(domain))
    assert len(found) == len(fault) if fault == ["…"] else found == fault


@pytest.mark.parametrize("name", ["orders-db", "@", "*", "*.apps", "a.b.c", "_ldap._tcp", "x_1", "1"])
def test_names(name):
    assert told(dns.name_faults(name, DOMAIN, ["A"])) == []


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("Orders", "rename it"),
        ("orders db", "rename it"),
        ("", "rename it"),
        ("-a", "rename it"),
        ("a.*", "rename it"),
        ("x" * 64, "rename it"),
        ("a.", "rename it"),
        (f"orders.{DOMAIN}.", f"write it without {DOMAIN}"),
        (f"orders.{DOMAIN}", f"remove {DOMAIN} from it"),
        (DOMAIN, f"remove {DOMAIN} from it"),
        (".".join(["x" * 60] * 4), "shorten it"),
    ],
)
def test_names_that_are_none(name, fix):
    (fault,) = dns.name_faults(name, DOMAIN, ["A"])
    assert (fault.field, fault.fix) == ("name", fix)


@pytest.mark.parametrize(
    ("name", "types", "given"),
    [
        ("www", ["CNAME", "A"], "a CNAME beside another record"),
        ("www", ["CNAME", "CNAME"], "a CNAME beside another record"),
        ("@", ["CNAME"], "a CNAME at the zone itself"),
        ("@", ["CNAME", "A"], "a CNAME at the zone itself"),
        ("www", ["A", "TXT", "A"], "two A records"),
        ("ldap", ["SRV"], '"ldap"'),
    ],
)
def test_types_that_do_not_stand_together(name, types, given):
    (fault,) = dns.name_faults(name, DOMAIN, types)
    assert fault.given == given


def test_types_that_do():
    assert told(dns.name_faults("@", DOMAIN, ["A", "AAAA", "MX", "TXT"])) == []


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("A", "10.0.0.1"),
        ("AAAA", "fd00::1"),
        ("CNAME", "db.shop.example"),
        ("CNAME", "_acme.shop.example"),
        ("CNAME", "orders.abc123.ap-southeast-3.rds.amazonaws.com"),
        ("MX", "10 mail.shop.example"),
        ("SRV", "0 5 5060 sip.shop.example"),
        ("TXT", "v=spf1 include:mail.example -all"),
        ("TXT", "x" * 255),
    ],
)
def test_values(type_, value):
    assert told(dns.record_faults(type_, [value], 60)) == []


@pytest.mark.parametrize(
    ("type_", "value", "expected", "fix"),
    [
        ("A", "db.example", "an IPv4 address", "write four numbers, say 10.0.0.2; a name needs type CNAME"),
        ("A", "10.0.0.256", "an IPv4 address", "write four numbers, say 10.0.0.2; a name needs type CNAME"),
        ("A", "fd00::1", "an IPv4 address", "write four numbers, say 10.0.0.2; a name needs type CNAME"),
        ("AAAA", "10.0.0.1", "an IPv6 address", "write one, say fd00::2"),
        ("AAAA", "fd00:0::01", "an IPv6 address in its usual form", "write fd00::1"),
        ("CNAME", "db.example.", "a DNS name in lower case without a final dot", "write db.example"),
        ("CNAME", "DB.example", "a DNS name in lower case without a final dot", "write db.example"),
        ("CNAME", "db", "a DNS name in lower case without a final dot", "write the whole name, say db.shop.example"),
        ("CNAME", "10.0.0.1", "a DNS name in lower case without a final dot", "write the whole name, say db.shop.example"),
        ("MX", "mail.example", "a priority of 1 to 99 and a host", "write 10 mail.shop.example, say"),
        ("MX", "100 mail.example", "a priority of 1 to 99 and a host", "write 10 mail.shop.example, say"),
        ("MX", "10 mail.example.", "a DNS name in lower case without a final dot", "write mail.example"),
        ("SRV", "5060 sip.example", "priority, weight, port and host", "write 0 5 5060 sip.shop.example, say"),
        ("SRV", "0 5 65536 sip.example", "priority, weight, port and host", "write 0 5 5060 sip.shop.example, say"),
        (
            "TXT",
            'say "x"',
            "1 to 255 letters, digits, spaces and - _ ~ = : ; / . @ + ^ !",
            "shorten it, or encode it with these alone; no quotes are needed",
        ),
        (
            "TXT",
            "x" * 256,
            "1 to 255 letters, digits, spaces and - _ ~ = : ; / . @ + ^ !",
            "shorten it, or encode it with these alone; no quotes are needed",
        ),
    ],
)
def test_values_that_do_not_fit_their_type(type_, value, expected, fix):
    (fault,) = dns.record_faults(type_, [value], 60)
    assert (fault.field, fault.expected, fault.fix) == ("values.0", expected, fix)


@pytest.mark.parametrize(
    ("type_", "values", "ttl", "fault"),
    [
        ("ALIAS", ["x"], 60, 'type: "ALIAS", expected one of A, AAAA, CNAME, MX, SRV, TXT; fix: choose one of them'),
        ("A", [], 60, "values: nothing, expected one value at least; fix: write what the name leads to"),
        ("A", ["10.0.0.1", "10.0.0.1"], 60, 'values.1: "10.0.0.1", expected each value once; fix: remove the second one'),
        ("MX", ["1 a.example", "2 a.example"], 60, 'values.1: "2 a.example", expected each value once; fix: remove the second one'),
        (
            "CNAME",
            ["a.example", "b.example"],
            60,
            "values: 2 values, expected one name for a CNAME; fix: remove the others, or write an A record",
        ),
        (
            "A",
            ["10.0.0.1"],
            300,
            "ttl: 300, expected one of 5, 30, 60, 3600, 43200, 86400 seconds, which both clouds keep; fix: write 60, say",
        ),
        (
            "A",
            [f"10.0.{n // 256}.{n % 256}" for n in range(401)],
            60,
            "values: 401 values, expected 400 at most; fix: remove some",
        ),
    ],
)
def test_records_that_are_none(type_, values, ttl, fault):
    assert told(dns.record_faults(type_, values, ttl)) == [fault]


def test_more_records_than_a_zone_holds():
    assert told(dns.quota_faults(9_998)) == []
    assert told(dns.quota_faults(9_999)) == ["records: 9999 records, expected 9998 at most; fix: remove some"]


def test_a_record_tells_all_of_its_faults():
    with pytest.raises(ArgumentsError) as refused:
        Record(type="A", values=("x", "10.0.0.1"), ttl=1)
    assert [fault.field for fault in refused.value.faults] == ["values.0", "ttl"]


values = st.one_of(
    st.ip_addresses(v=4).map(lambda address: ("A", str(address))),
    st.ip_addresses(v=6).map(lambda address: ("AAAA", str(address))),
    st.tuples(st.integers(1, 99), st.from_regex(r"[a-z]{1,9}\.example", fullmatch=True)).map(
        lambda mail: ("MX", f"{mail[0]} {mail[1]}")
    ),
    st.from_regex(r"[A-Za-z0-9 _~=:;/.@+^!-]{1,255}", fullmatch=True).map(lambda text: ("TXT", text)),
)


@settings(max_examples=1000)
@given(values, values)
def test_every_value_fits_its_own_type_and_has_a_key_of_its_own(one, other):
    for type_, value in (one, other):
        assert told(dns.record_faults(type_, [value], 60)) == []
        assert "::" not in dns.value_key(value)
        assert len(dns.value_key(value)) <= 63
    assert (dns.value_key(one[1]) == dns.value_key(other[1])) == (one[1] == other[1])


@settings(max_examples=1000)
@given(st.text(max_size=40))
def test_no_text_is_an_address_that_is_none(text):
    def reads(kind):
        try:
            return str(kind(text)) == text
        except ValueError:
            return False

    assert (told(dns.record_faults("A", [text])) == []) == reads(ipaddress.IPv4Address)
    assert (told(dns.record_faults("AAAA", [text])) == []) == reads(ipaddress.IPv6Address)


@settings(max_examples=1000)
@given(st.text(alphabet="abz09-_.*@", max_size=70), st.text(alphabet="abz09-_.*@", max_size=70))
def test_two_names_never_share_a_key(one, other):
    good = [name for name in (one, other) if not told(dns.name_faults(name, DOMAIN, ["TXT"]))]
    if len(good) == 2:
        assert (dns.name_key(one) == dns.name_key(other)) == (one == other)
        assert "*" not in dns.name_key(one) + dns.name_key(other)
