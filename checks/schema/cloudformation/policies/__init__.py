"""The policies of IAM, wherever they stand in the inputs of a resource.

places.py      which inputs are policies, and of which kind
statement.py   whether a statement is one that IAM takes
principals.py  whom it names
actions.py     what it names of what can be done, by a table that `make cloudformation` writes
arns.py        on what
plain.py       what can be read of it
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ...conformity import joined, nearest
from ...fault import SchemaFault
from ...words import kind_of, listed, quoted, shown
from . import statement
from .places import Found, Kind, policies
from .plain import is_open

_KEYS: Final = ("Version", "Id", "Statement")
_VERSIONS: Final = ("2012-10-17", "2008-10-17")
_LONGEST: Final[Mapping[tuple[str, Kind], int]] = {
    ("aws:iam/groupPolicy:GroupPolicy", Kind.IDENTITY): 5120,
    ("aws:iam/policy:Policy", Kind.IDENTITY): 6144,
    ("aws:iam/role:Role", Kind.IDENTITY): 10240,
    ("aws:iam/role:Role", Kind.TRUST): 4096,
    ("aws:iam/rolePolicy:RolePolicy", Kind.IDENTITY): 10240,
    ("aws:iam/userPolicy:UserPolicy", Kind.IDENTITY): 2048,
}
"""Characters that a policy may have, white space left out; of a role's trust that is what AWS raises it to where asked.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""


def faults(token: str, inputs: Mapping[str, Any]) -> Iterator[SchemaFault]:
    """What is wrong with the policies of a resource.

    Args:
        token: its type.
        inputs: as its program gave them.
    """
    for found in policies(token, inputs):
        if is_open(found.document):
            continue
        if not isinstance(found.document, dict):
            what = "no JSON" if isinstance(found.document, str) else f"{kind_of(found.document)}, expected a policy"
            yield SchemaFault(path=found.path, reason=f"is {what}", fix="give a policy as json.dumps writes it")
            continue
        yield from _length(token, found)
        yield from _document(found.document, found)


def _length(token: str, found: Found) -> Iterator[SchemaFault]:
    length, most = len("".join(found.text.split())), _LONGEST.get((token, found.place.kind), 0)
    if 0 < most < length:
        yield SchemaFault(path=found.path, reason=f"has {length:,} characters, of {most:,} that IAM takes", fix="split it")


def _document(document: dict[str, Any], found: Found) -> Iterator[SchemaFault]:
    known = {each.lower() for each in _KEYS}
    for key in document:
        if key.lower() not in known:
            near = nearest(key, list(_KEYS))
            fix = f"write {near}" if near else f"leave it out; there {listed(list(_KEYS))}"
            yield SchemaFault(path=joined(found.path, key), reason="a policy has no such key", fix=fix)
    version = document.get("Version")
    if version is not None and not is_open(version) and version not in _VERSIONS:
        given = shown(version) if isinstance(version, str | int | float) else kind_of(version)
        reason = f"{given} is no version of the language of policies"
        yield SchemaFault(path=joined(found.path, "Version"), reason=reason, fix=f"write {quoted(_VERSIONS[0])}")
    where = joined(found.path, "Statement")
    said = document.get("Statement")
    if is_open(said) or said == []:
        return
    if said is None:
        if not any(nearest(key, list(_KEYS)) == "Statement" for key in document if key not in _KEYS):
            yield SchemaFault(path=where, reason="is required, and missing", fix="give statements")
        return
    if isinstance(said, dict):
        yield from statement.faults(said, found.place, where)
    elif isinstance(said, list):
        for index, each in enumerate(said):
            yield from statement.faults(each, found.place, f"{where}[{index}]")
        if found.place.kind is Kind.IDENTITY:
            yield from _twice(said, where)
    else:
        yield SchemaFault(path=where, reason=f"{kind_of(said)} is given, expected statements", fix="give a list of objects")


def _twice(statements: list[Any], path: str) -> Iterator[SchemaFault]:
    """The statements that have the id of another."""
    sids = Counter(each.get("Sid") for each in statements if isinstance(each, dict) and isinstance(each.get("Sid"), str))
    for index, each in enumerate(statements):
        if isinstance(each, dict) and isinstance(sid := each.get("Sid"), str) and sid and sids[sid] > 1:
            yield SchemaFault(path=f"{path}[{index}].Sid", reason=f"{shown(sid)} is there twice", fix="give each its own")
            return
