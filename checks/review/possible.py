"""What is planned as an update and may be a replacement, since neither its provider nor a simulator of that was asked.

Whoever stands in for a provider says of which inputs it is not sure. What CloudFormation's schemas and the documentation in the SDK
say of them settles some, and gives others a better reason. Where nothing is known, that is the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ..plan import Doubt
from ..schema.cloudformation.replacing import Replacing, replaces
from ..schema.documentation import forcing

_DEPENDS: Final = "it depends on what else changes"
_LONGEST: Final = 160
PROVIDERS_OWN: Final = frozenset(
    {
        "allowMajorVersionUpgrade",
        "applyImmediately",
        "finalSnapshotIdentifier",
        "forceDelete",
        "forceDestroy",
        "skipDestroy",
        "skipFinalSnapshot",
        "tags",
        "tagsAll",
        "timeouts",
    }
)
"""Inputs of AWS' provider that say how it works, and tags: none of them makes a new object. CloudFormation has hardly any of them.

Sources: https://developer.hashicorp.com/terraform/plugin/sdkv2/resources/retries-and-customizable-timeouts;
https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging; of the others the page of a
resource that has them, as https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/neptune_cluster.
"""


def remaining(token: str, doubts: Sequence[Doubt], libraries: Sequence[Path]) -> tuple[Doubt, ...]:
    """The doubts that are left of an update, each with the best reason there is.

    Args:
        token: the type of what is updated.
        doubts: what stands in for its provider is not sure about.
        libraries: where the program's packages are installed.
    """
    found = ((doubt, _why(token, doubt, libraries)) for doubt in doubts)
    return tuple(Doubt(cause=doubt.cause, why=why, likely=_DEPENDS not in why) for doubt, why in found if why)


def _why(token: str, doubt: Doubt, libraries: Sequence[Path]) -> str:
    path = doubt.cause.input
    if sentence := forcing(token, path, libraries):
        cut = f"{sentence[:_LONGEST]}…" if len(sentence) > _LONGEST else sentence
        return f'its documentation says of {_name(path)}: "{cut}"'
    if not token.startswith("aws:"):
        return doubt.why
    if re.split(r"[.\[]", path)[0] in PROVIDERS_OWN:
        return ""
    match replaces(token, path):
        case Replacing.CERTAIN:
            return f"AWS takes {_name(path)} only when it is made, by CloudFormation's schema of it"
        case Replacing.POSSIBLE:
            return f"{_DEPENDS} whether AWS can change {_name(path)}, by CloudFormation's schema of it"
        case Replacing.UNLIKELY:
            return ""
    return doubt.why


def _name(path: str) -> str:
    return re.sub(r"\[\d+\]", "", path)
