"""Quantities as the API server writes them: "1000m" is "1", "1024Mi" is "1Gi".

Source: `CanonicalizeBytes` in https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from components.quantities import quantity

_BINARY: Final = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_DECIMAL: Final = ("m", "", "k", "M", "G", "T", "P", "E")


def canonical(given: Any) -> Any:
    """A quantity in the one spelling that it has; what is none, as it is."""
    if not isinstance(given, str | int | float) or isinstance(given, bool):
        return given
    number, text = quantity(given), str(given)
    if number is None or "e" in text.lower().removesuffix("ei").removesuffix("e"):
        return given  # an exponent stays one
    return spelled(number, binary=text.endswith("i"))


def spelled(number: Decimal, *, binary: bool = False) -> str:
    """A number as a quantity.

    Args:
        number: the number; what is finer than thousandths is rounded up.
        binary: whether it is told in powers of 1024, as memory is, where it is whole and has one.
    """
    whole = number == number.to_integral_value()
    if binary and whole and abs(number) >= 1024:
        count, power = int(number), 0
        while count % 1024 == 0 and power < len(_BINARY) - 1:
            count, power = count // 1024, power + 1
        return f"{count}{_BINARY[power]}"
    count, power = int((number * 1000).to_integral_value(rounding="ROUND_CEILING")), 0
    while count and count % 1000 == 0 and power < len(_DECIMAL) - 1:
        count, power = count // 1000, power + 1
    return f"{count}{_DECIMAL[power]}" if count else "0"


def rewrite(amounts: Any) -> None:
    """Write quantities by name in the spelling that they have, in place."""
    if isinstance(amounts, dict):
        for name, given in amounts.items():
            amounts[name] = canonical(given)
