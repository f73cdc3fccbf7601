"""How a change of one property is shown, kind by kind."""

from __future__ import annotations

import pytest

from engine.diff import diff_values
from engine.events import Op, PropertyDiff
from engine.values import UNKNOWN, Archive, Asset, Secret
from views.changes import titled, write_update
from views.columns import columns
from views.page import Page
from views.translation import translate
from views.values import Printer


def change(old, new, *, summary=False) -> str:
    page = Page()
    diff = diff_values(old, new)
    assert diff is not None
    write_update(Printer(page, 1, summary=summary), titled("key", 3), diff)
    return page.plain


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (1, 2, "  ~ key: 1 => 2\n"),
        ("a", "b", '  ~ key: "a" => "b"\n'),
        ("a", UNKNOWN, '  ~ key: "a" => [unknown]\n'),
        ("a", Secret("planted"), '  ~ key: "a" => [secret]\n'),
        (True, 1, "  ~ key: true => 1\n"),
        ("a", ["a"], '  - key: "a"\n  + key: [\n  +     [0]: "a"\n    ]\n'),
        ("", "b", '  + key: "b"\n'),
        ([1], [1, 2], "  ~ key: [\n        [0]: 1\n      + [1]: 2\n    ]\n"),
        ([1, 2], [1], "  ~ key: [\n        [0]: 1\n      - [1]: 2\n    ]\n"),
        ({"a": 1, "b": 1}, {"b": 1, "c": 2}, "  ~ key: {\n      - a: 1\n        b: 1\n      + c: 2\n    }\n"),
        ('{"a":1}', '{"a":2}', "  ~ key: (json) {\n      ~ a: 1 => 2\n    }\n"),
        ('{"a":1}', '{ "a": 1 }', '  ~ key: "\\"{\\\\\\"a\\\\\\":1}\\"" => "\\"{ \\\\\\"a\\\\\\": 1 }\\""\n'),
        ('{"a":1}', "a: 1\nb: 2\n", "  ~ key: (json => yaml) {\n        a: 1\n      + b: 2\n    }\n"),
        ("one\ntwo\n", "one\n2\n", "  ~ key: \n        one\n      - two\n      + 2\n"),
        (
            Asset("a" * 9, path="x"),
            Asset("b" * 9, path="x"),
            "  - key: asset(file:aaaaaaa) { x }\n  + key: asset(file:bbbbbbb) { x }\n",
        ),
        (Archive("a" * 9, path="x"), Archive("b" * 9, path="y"), "  ~ key: archive(file:aaaaaaa->bbbbbbb) { x->y }\n"),
    ],
)
def test_a_change(old, new, shown):
    assert change(old, new) == shown


def test_members_of_an_archive_that_stay_are_left_out():
    old = Archive(
        "a" * 9, assets={"gone": Asset("1" * 9, text="x"), "same": Asset("2" * 9, text="x"), "text": Asset("3" * 9, text="x")}
    )
    new = Archive(
        "b" * 9, assets={"new": Asset("4" * 9, path="p"), "same": Asset("2" * 9, text="x"), "text": Asset("5" * 9, text="y")}
    )
    assert change(old, new) == (
        "  ~ key: archive(assets:aaaaaaa->bbbbbbb) {\n"
        '          - "gone": asset(text:1111111) {\n'
        "                <contents elided>\n"
        "            }\n"
        '          + "new" : asset(file:4444444) { p }\n'
        '          ~ "text": asset(text:3333333->5555555) { <contents elided> }\n'
        "    }\n"
    )


def test_far_from_a_change_lines_are_left_out():
    lines = [f"line {number}" for number in range(20)]
    shown = change("\n".join(lines), "\n".join([*lines[:10], "new", *lines[10:]])).splitlines()
    assert [line.strip() for line in shown[1:]] == ["...", "line 8", "line 9", "+ new", "line 10", "line 11", "..."]


def test_a_summary_leaves_out_what_stays():
    assert change({"a": 1, "b": 1}, {"a": 2, "b": 1}, summary=True) == "  ~ key: {\n      ~ a: 1 => 2\n    }\n"


def test_a_detailed_diff_takes_its_values_from_where_it_says(made):
    step = made.step(
        Op.UPDATE,
        old={"inputs": {"a": 1}, "outputs": {"a": 9, "list": [{"x": 1}]}},
        new={"inputs": {"a": 2, "list": [{"x": 2}]}},
        detailed_diff={
            "a": PropertyDiff("update", input_diff=False),
            "list[0].x": PropertyDiff("update-replace", input_diff=False),
        },
    )
    diff = translate(step)
    assert diff is not None
    assert (diff.updates["a"].old, diff.updates["a"].new) == (9, 2)
    assert diff.updates["list"].inside is not None
    assert set(diff.updates) == {"a", "list"}


@pytest.mark.parametrize("path", ["[0]", "a[1].b", "a..b", "", "a[0][0]", "*"])
def test_no_path_of_a_provider_breaks_the_view(made, path):
    step = made.step(
        Op.UPDATE, old={"inputs": {"a": [1]}}, new={"inputs": {"a": {"b": 1}}}, detailed_diff={path: PropertyDiff("update")}
    )
    translate(step)


def test_the_short_diff_names_what_the_provider_finds_different(made):
    from engine.events import StepStarted
    from views.board import Board

    board = Board("shop", "dev", preview=True)
    step = made.step(
        Op.UPDATE,
        old={"inputs": {"a": 1, "b": 1}, "provider": "x"},
        new={"inputs": {"a": 2, "b": 2}, "provider": "y"},
        diff_reasons=("a",),
    )
    row = board.fold(StepStarted(step))
    assert row is not None
    assert columns(board, row, folded=True).info.plain == "[diff: ~a]"
