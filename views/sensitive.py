"""What must not be read although no provider has marked it as secret: by its name, and by what it looks like."""

from __future__ import annotations

import base64
import math
import re
from collections import Counter
from collections.abc import Container, Iterator
from typing import Final

import yaml

from engine.properties import without_outputs
from engine.providers.registry import is_provider_type
from engine.values import Archive, Asset, Properties, Secret, Value

_NAME: Final = re.compile(
    r"(?:password|passwd|passphrase|psk|presharedkey\d?|privatekey(?:pem|openssh)?|accesskeysecret|secretaccesskey|clientkey"
    r"|clientkeydata|clientsecret|secretstring|secretbinary|kubeconfig|externalid)\Z"
)
"""How names of such properties end, in small letters and without `-` and `_`; `psk` of an `alicloud:vpn/connection:Connection` and
`clientKey` of an `alicloud:cs/managedKubernetes:ManagedKubernetes` are among those that their provider does not mark."""
_OFTEN: Final = re.compile(r"(?:token|secret|secretkey|apikey|accesskey)\Z")
"""How names end of properties that hold a secret, or else the name of one, or the separators of an index of logs."""
_CREDENTIAL: Final = re.compile(r"(?=.*\d)(?=.*[A-Za-z])(?=.*\w{6}).{8,}", re.DOTALL)
_TEXT: Final = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    r"|\bLTAI[0-9A-Za-z]{12,26}\b"  # Alibaba Cloud's AccessKey ids
    r"|\bey[\w-]{10,}\.ey[\w-]{10,}\.[\w-]+"  # a JSON Web Token
    r"|\bgh[pousr]_\w{36,}|\bglpat-[\w-]{20,}|\bxox[abprs]-[\w-]{10,}"
    r"|://[^/\s:@]*:[^/\s:@]+@"  # a URL with a password
    r"|client-key-data:"  # a kubeconfig
    r"|(?i:password|passwd|secret[_-]?access[_-]?key|access[_-]?key[_-]?secret|private[_-]?key|client[_-]?secret)"
    r"[\"']?\s*[:=]\s*[\"']?[^\s\"'{$<]"  # a document or a script that gives one
)
_DATA: Final = {"kubernetes:core/v1:Secret": ("data", "stringData")}
"""By type, what is secret as a whole, whether its provider has marked it or not."""
_CONFIGURED: Final = frozenset(
    {"version", "region", "regions", "allowedAccountIds", "forbiddenAccountIds", "accountId", "assumeRole", "assumeRoles"}
    | {"assumeRoleWithWebIdentity", "assumeRoleWithOidc", "defaultTags", "ignoreTags", "namespace", "context", "cluster"}
    | {"enableServerSideApply", "clusterIdentifier", "deleteUnreachable", "suppressDeprecationWarnings"}
)
"""What may be read of a provider's configuration, which may hold credentials under any other name; booleans may be too."""
_NAMED: Final = ("name", "key")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_LONG: Final = 16
_ENTROPY: Final = 3.5
"""Bits a character: above it are random letters and digits, and below it most words and names."""
_PLAIN: Final = re.compile(r"[a-z0-9]+(?:[-_.:/ @]+[a-z0-9]+)+|(?:https?:/|arn:|acs:)[^@]+|\s*\S*(?:\s+\S+){3,}\s*")
"""Names of hosts, ARNs, words and sentences."""
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def sensitive(type_: str, properties: Properties) -> Properties:
    """The properties of a resource, with what is sensitive in them marked as secret.

    Args:
        type_: the resource's type.
        properties: its inputs or outputs.
    """
    whole = _DATA.get(type_, ())
    return {key: Secret(value) if key in whole else _marked(key, value) for key, value in properties.items()}


def configures(type_: str, key: str, value: Value) -> bool:
    """Whether a property configures a provider in a way that nobody needs to read; it may hold credentials under any name.

    Args:
        type_: the resource's type.
        key: the property's name.
        value: its value.
    """
    return is_provider_type(type_) and key not in _CONFIGURED and not _flag(value) and not key.startswith("__")


def _flag(value: Value) -> bool:
    """Whether a value says yes or no, or nothing; a provider's configuration has its booleans as texts."""
    return value is None or isinstance(value, bool) or value in ("true", "false", "")


def _marked(key: str, value: Value) -> Value:
    match without_outputs(value):
        case Secret() as secret:
            return secret
        case dict() as fields:
            called = next((fields[name] for name in _NAMED if isinstance(fields.get(name), str)), "")
            return {name: _marked((called or name) if name == "value" else name, item) for name, item in fields.items()}
        case list() as items:
            return [_marked(key, item) for item in items]
        case str() as text if text and (_secret_by_name(key, text) or _looks_secret(text)):
            return Secret(text)
        case Asset(text=str() as text) as asset if _looks_secret(text):
            return Secret(asset)
        case plain:
            return plain


def _looks_secret(text: str) -> bool:
    return _TEXT.search(text) is not None or any(map(_TEXT.search, decoded(text)))


def decoded(text: str) -> Iterator[str]:
    """What the parts of a text say that are Base64: user data as a whole, the credentials in a header."""
    for run in _BASE64.findall(text):
        try:
            told = base64.b64decode(
                f"{run.rstrip('=')}{'=' * (-len(run.rstrip('=')) % 4)}", altchars=b"-_" if "-" in run or "_" in run else None
            )
            yield told.decode()
        except ValueError:
            continue


def _secret_by_name(name: str, value: str = "") -> bool:
    plain = name.replace("_", "").replace("-", "").lower()
    if _NAME.search(plain):
        return True
    return _OFTEN.search(plain) is not None and _CREDENTIAL.fullmatch(value) is not None and not _PLAIN.fullmatch(value)


def texts(value: Value, clear: Container[str]) -> Iterator[str]:
    """The texts of the secrets in a value, also those that documents in them hold.

    Args:
        value: of a property, its secrets marked.
        clear: values that stand somewhere by themselves, and are not marked: within a bigger secret they are none, unless by name.
    """
    match without_outputs(value):
        case Secret(value=inner):
            yield from _within("", inner, clear, certain=True)
        case dict() as fields:
            for item in fields.values():
                yield from texts(item, clear)
        case list() as items:
            for item in items:
                yield from texts(item, clear)


def _within(key: str, value: Value, clear: Container[str], *, certain: bool) -> Iterator[str]:
    match value:
        case Secret(value=inner):
            yield from _within(key, inner, clear, certain=True)
        case dict():
            for name, item in value.items():
                yield from _within(str(name), item, clear, certain=False)
        case list():
            for item in value:
                yield from _within(key, item, clear, certain=False)
        case str() if certain or _secret_by_name(key, value) or value not in clear:
            yield value
            yield from _told(key, _document(value), clear)
        case int() | float() if not isinstance(value, bool) and (certain or _secret_by_name(key)):
            yield str(value)
        case Asset(text=str() as text):
            yield from _within(key, text, clear, certain=certain)
        case Archive(assets=members) if members is not None:
            for member in members.values():
                yield from _within(key, member, clear, certain=certain)


def _told(key: str, value: Value, clear: Container[str]) -> Iterator[str]:
    """What a document says that is secret by itself: it says much else, of which a whole state is full."""
    match value:
        case dict():
            for name, item in value.items():
                yield from _told(str(name), item, clear)
        case list():
            for item in value:
                yield from _told(key, item, clear)
        case str() if _secret_by_name(key, value) or _looks_secret(value) or (value not in clear and _random(value)):
            yield value
            yield from _told(key, _document(value), clear)


def _random(text: str) -> bool:
    """Whether a text looks as if it had been made at random, or encoded."""
    if len(text) < _LONG or _PLAIN.fullmatch(text):
        return False
    return -sum(count / len(text) * math.log2(count / len(text)) for count in Counter(text).values()) > _ENTROPY


def _document(text: str) -> Value:
    """What a text says as JSON, YAML or Base64, where it does."""
    whole = next(decoded(text), None) if _BASE64.fullmatch(text) else None
    if whole is not None:
        return whole
    if ":" not in text:
        return None
    try:
        found = yaml.load(text, _Loader)  # noqa: S506  it loads plain values alone
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None
