"""Kubernetes' quantities, "250m" and "512Mi", as numbers; pure.

Source: kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

PATTERN: Final = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?")
_DECIMAL: Final = {"": 1, "m": Decimal("0.001"), "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15, "E": 10**18}
_BINARY: Final = {f"{letter}i": 2 ** (10 * power) for power, letter in enumerate("KMGTPE", 1)}


def quantity(text: Any) -> Decimal | None:
    """The number that a quantity stands for ("250m" is a quarter, "512Mi" 536870912), or None where it is none."""
    match = PATTERN.fullmatch(str(text))
    if match is None:
        return None
    number, suffix = Decimal(match[1]), match[2] or ""
    factor = {**_DECIMAL, **_BINARY}.get(suffix)
    return number * factor if factor is not None else number * Decimal(10) ** int(suffix[1:])
