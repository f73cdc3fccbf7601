"""Which inputs of AWS' types make a new object, by what the types are for; `tests/simulator/test_aws_replacement.py` has the rest."""

from __future__ import annotations

from collections.abc import Mapping

from . import data, edge, joining, names, vpn

ROWS: Mapping[str, set[str]] = {**data.ROWS, **edge.ROWS, **joining.ROWS, **names.ROWS, **vpn.ROWS}
