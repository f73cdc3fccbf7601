"""Columns and ages as Pulumi's lists print them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from views.table import Row, ago, table

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_columns_fit_the_widest_cell_and_the_last_is_not_padded():
    assert table(("A", "B"), [("wide 東", "x\ny"), ("", "\x1b[31mred")], prefix="> ").plain == (
        ">" + " A        B\n> wide 東  x\n>          y\n>          red\n"
    )


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.5, "now"),
        (1, "1 second ago"),
        (59, "59 seconds ago"),
        (60, "1 minute ago"),
        (3600 * 5, "5 hours ago"),
        (86400 * 13, "1 week ago"),
        (86400 * 325, "10 months ago"),
        (86400 * 600, "2 years ago"),
        (86400 * 360 * 40, "a long while ago"),
        (-120, "2 minutes from now"),
    ],
)
def test_an_age_is_told_in_one_unit(seconds, text):
    assert ago(NOW - timedelta(seconds=seconds), NOW) == text


def test_numbers_end_in_line_and_nothing_is_written_after_the_last_cell():
    shown = table(("NAME", "COUNT", "WHAT"), [("a", "1,000", ""), ("longer", "7", "x")], numbers={"COUNT"})
    assert shown.plain == "NAME    COUNT  WHAT\na       1,000\nlonger      7  x\n"


def test_cells_may_have_styles_of_their_own():
    shown = table(("NAME", "COUNT", "WHAT"), [Row(("a", "1", "x"), styles=("bold", "red"))], numbers={"COUNT"})
    assert [style for text, style in shown.fragments if text in {"a", "1", "x"}] == ["bold", "red", ""]
