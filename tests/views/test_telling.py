"""Values in a line, as reviewers read them."""

from __future__ import annotations

from typing import Any

import pytest

from checks.plan import Plan
from engine.values import Secret
from views.comment.details import line_text
from views.differences import difference
from views.telling import Teller
from views.veil import Veil


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (1, "1", '~ at: 1 => "1"'),
        ("true", True, '~ at: "true" => true'),
        ([1, 2], ["1", 2], '~ at[0]: 1 => "1"'),
        (12345678901234567890, 12345678901234567891, "~ at: 12345678901234567890 => 12345678901234567891"),
        (1.0, 2, "~ at: 1 => 2"),
        ("1", "2", "~ at: 1 => 2"),
        (Secret("1"), 1, "~ at: [secret] => 1"),
    ],
)
def test_what_differs_is_seen_to_differ(old: Any, new: Any, told: str):
    (line,) = difference({"at": old}, {"at": new}).lines
    assert line_text(line, Teller(Plan(()), Veil())) == told
