"""Which inputs of Alibaba Cloud's types without a row force a new object, from a table of what its provider's own source says.

`forcing.tsv` has every type that the provider and the SDK both have, with the file of its schema, and a line for each path that
forces a new object, or of which that is not certain; what has no line is changed in place. `python -m tests.alicloud_schemas`
writes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .. import generic, paths

if TYPE_CHECKING:
    from ..call import Call
    from ..rules import Rule

_TABLE: Final = Path(__file__).with_suffix(".tsv")
_SOURCE: Final = "https://github.com/aliyun/terraform-provider-alicloud/blob/v{release}/alicloud/{file}"
_COMPUTED: Final = "computed"
_DOUBTS: Final = {
    "may": "its provider's source has it force a replacement, but not for every difference ({file}, {release})",
    "unknown": "its provider's source, as it is read here ({file}, {release}), is older than the SDK, and has no such input",
}


@dataclass(frozen=True, slots=True)
class Forcing:
    """What the provider's source says of a type.

    Args:
        source: the page of its schema.
        sure: the paths that force a new object. Each is told what else is to be known: nothing; `computed`, where leaving it out
            keeps what is there; `=VALUE`, what it is where it is left out.
        doubts: the paths of which that is not certain, each with why.
    """

    source: str
    sure: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)

    def of(self, call: Call) -> frozenset[str]:
        """The paths at which a difference replaces the object."""
        return frozenset(path for path, more in self.sure.items() if not (more and _unmoved(call, path, more)))

    def doubt(self, path: str) -> str:
        """Why a difference at a path may replace the object all the same; empty where it does not."""
        steps = paths.parse(path)
        for text, why in self.doubts.items():
            pattern = paths.parse(text)
            shorter = min(len(pattern), len(steps))
            if paths.matches(pattern[:shorter], steps[:shorter]):
                return why
        return ""


def _unmoved(call: Call, path: str, more: str) -> bool:
    """Whether what the program leaves out, or does so no more, is what it was."""
    if more == _COMPUTED:
        return not call.given(path)
    default = json.loads(more[1:])
    before = next((value for _, value in paths.values(call.old, paths.parse(path)) if value is not None), default)
    after = call.get(path) if call.given(path) else default
    return str(before).lower() == str(after).lower()


@lru_cache(maxsize=256)
def forcing(token: str) -> Forcing | None:
    """What is known of a type; None for one that the table lacks."""
    text, release = _table()
    found = re.search(rf"^{re.escape(token)}\t(.+)\n((?:\t.*\n)*)", text, re.MULTILINE)
    if found is None:
        return None
    sure, doubts = {}, {}
    for line in found[2].splitlines():
        path, _, more = line[1:].partition("\t")
        if more in _DOUBTS:
            doubts[path] = _DOUBTS[more].format(file=found[1], release=release)
        else:
            sure[path] = more
    return Forcing(_SOURCE.format(release=release, file=found[1]), sure, doubts)


@cache
def _table() -> tuple[str, str]:
    """The table, and the release of the provider that it was read from."""
    text = _TABLE.read_text(encoding="utf-8")
    release = re.match(r"# terraform-provider-alicloud ([\d.]+)", text)
    assert release is not None
    return text, release[1]


def rule_of(token: str) -> Rule:
    """The rule of a type without a row: its outputs follow from the SDK's types, what replaces it from the table."""
    rule = generic.rule_of(token)
    warning = f"no rules exist for {token} in the simulated alicloud: outputs follow the SDK's types"
    found = forcing(token)
    if found is None:  # of a release of the provider after the table's
        return replace(rule, warning=warning)
    return replace(rule, source=found.source, warning=warning, replaces=found.of, doubts=found.doubt)
