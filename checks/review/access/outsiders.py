"""Which principals belong to another account than what lets them in.

Sources: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (an account is its number, or its
root); www.alibabacloud.com/help/ram (`acs:ram::<account>:…`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from engine.properties import unwrap

from ...plan import Change, Plan

OUTSIDE: Final = "another account"
"""Why a grant is wide that lets in who is administered elsewhere."""
_OF: Final = re.compile(r"(?:arn:[\w-]+|acs):\w+:[\w-]*:(\d{6,}):|\A(\d{12,16})\Z")
_NUMBER: Final = re.compile(r"\d{12,16}")
_TOLD: Final = ("allowedAccountIds", "accountId")
"""What providers call the account, or the accounts, in which they may work."""


def outside(plan: Plan, change: Change, who: str) -> str:
    """Why a principal is more than most would let in; empty where it is of the account itself, of none, or that is not known.

    Args:
        plan: the plan.
        change: what becomes of the object that lets it in.
        who: the principal.
    """
    account = _account(who)
    own = _own(plan, change)
    return OUTSIDE if account and own and account not in own else ""


def _account(text: Any) -> str:
    found = _OF.search(text) if isinstance(text, str) else None
    return (found[1] or found[2]) if found else ""


def _own(plan: Plan, change: Change) -> set[str]:
    """The accounts in which an object can be: by its ARN, or else by its provider."""
    outputs = unwrap(dict(change.outputs))
    if account := _account(outputs.get("arn")):
        return {account}
    provider, standing = plan.by_urn.get(change.provider), plan.standing.get(change.provider)
    inputs: Mapping[str, Any] = unwrap(dict(provider.new if provider else standing.inputs if standing else {}))
    return {account for name in _TOLD for account in _NUMBER.findall(str(inputs.get(name, "")))}
