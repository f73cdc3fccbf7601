"""Values, positions, and every fault of a file at once."""

from __future__ import annotations

import errno
import itertools
import os
import time

import pytest
from yaml import SafeLoader

from faults import FaultError, Position, yaml


def parse(text: str | bytes) -> yaml.Document:
    return yaml.parse(text.encode() if isinstance(text, str) else text, shown="f.yaml")


def faults(text: str | bytes) -> list[str]:
    with pytest.raises(FaultError) as error:
        parse(text)
    return str(error.value).split("\n")


@pytest.mark.parametrize("text", ["", "# a comment\n", "---\n", "~\n", "\ufeff"])
def test_nothing_is_an_empty_mapping(text):
    document = parse(text)
    assert document.value == {}
    assert document.position(("config",)) == Position("f.yaml", 1, 1)


def test_positions_are_those_of_keys_and_items():
    document = parse("config:\n  name:key: {a: 1, b: [x, 'yé', z]}\n")
    assert document.position(("config", "name:key", "b")) == Position("f.yaml", 2, 20)
    assert document.position(("config", "name:key", "b", 2)) == Position("f.yaml", 2, 33)
    assert document.position(("config", "name:key", "c", "d")) == Position("f.yaml", 2, 3), "the nearest thing around it"
    assert document.scalar(("config", "name:key", "b", 1)) == yaml.Scalar("yé", "single")
    assert document.scalar(("config", "name:key", "b")) is None
    assert document.key(("config", "name:key", "b")) == yaml.Scalar("b", "plain")
    assert document.key(("config", "name:key", "b", 1)) is None
    assert list(document.paths())[:3] == [(), ("config",), ("config", "name:key")]


def test_a_file_is_shown_as_asked(tmp_path):
    path = tmp_path / "Pulumi.yaml"
    path.write_text("a: b: c\n")
    with pytest.raises(FaultError, match=r"^stacks/Pulumi\.yaml:1:5: "):
        yaml.load(path, shown="stacks/Pulumi.yaml")
    with pytest.raises(FileNotFoundError):
        yaml.load(tmp_path / "none.yaml")


def test_aliases_and_merge_keys_as_the_cli_reads_them():
    document = parse(
        "one: &one {p: 1, q: 2}\ntwo: {<<: *one, q: 3}\nthree: {<<: [{p: 9}, *one], r: *one}\nfour: &one 4\nfive: *one\n"
    )
    assert document.value == {
        "one": {"p": 1, "q": 2},
        "two": {"p": 1, "q": 3},
        "three": {"p": 9, "q": 2, "r": {"p": 1, "q": 2}},
        "four": 4,
        "five": 4,
    }
    assert document.position(("two", "p")) == Position("f.yaml", 1, 12), "where the merged key is written"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "a: b: c\n",
            (
                "f.yaml:1:5: not YAML: mapping values are not allowed in this context;"
                " fix: quote a text with a colon in it, or indent the key as its siblings"
            ),
        ),
        (
            "a: {b: 1\nc: 2\n",
            (
                "f.yaml:2:2: not YAML: did not find expected ',' or '}', while parsing a flow mapping that begins at 1:4;"
                " fix: close the bracket, or write the comma"
            ),
        ),
        (
            "a:\n  b: 1\n c: 2\n",
            (
                "f.yaml:3:2: not YAML: did not find expected key, while parsing a block mapping that begins at 1:1;"
                " fix: indent the line as its siblings, or double a quote inside quotes"
            ),
        ),
        (
            "a: 'b\n",
            (
                "f.yaml:2:1: not YAML: found unexpected end of stream, while scanning a quoted scalar that begins at 1:4;"
                " fix: close the quotes"
            ),
        ),
        (
            "a: 1\nb\n",
            (
                "f.yaml:3:1: not YAML: could not find expected ':', while scanning a simple key that begins at 2:1;"
                " fix: write the colon, or indent the line as the text it continues"
            ),
        ),
        ("a:\n\t- b\n", "f.yaml:2:1: a tab, expected spaces; fix: indent with spaces"),
        (
            "a: [1,\n",
            "f.yaml:2:1: not YAML: did not find expected node content, while parsing a flow node that begins at 2:1",
        ),
        (
            "a: @x\n",
            (
                "f.yaml:1:4: not YAML: found character that cannot start any token, while scanning for the next token that begins"
                ' at 1:4; fix: quote what begins with "@"'
            ),
        ),
        ("a: *b\n", "f.yaml:1:4: *b, expected an anchor defined above it (no anchor); fix: write the value itself, or define it"),
        ("c: &c 1\na: *b\n", "f.yaml:2:4: *b, expected an anchor defined above it (&c); fix: write the value itself, or define it"),
        ("a: &a [*a]\n", "f.yaml:1:4: an anchor around an alias of itself; fix: remove the alias"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document, expected one document a file; fix: remove what follows ---"),
        ("- a\n", "f.yaml:1:1: a list, expected a mapping of keys to values"),
        ("text\n", 'f.yaml:1:1: "text", expected a mapping of keys to values'),
        ("12\n", 'f.yaml:1:1: "12", expected a mapping of keys to values'),
        (
            "a: 1\nb: é\x07\n",
            "f.yaml:2:5: U+0007, a character that YAML does not allow; fix: remove it, or escape it in double quotes",
        ),
        (b"a: 1\nb: \xc3\xa9\xff\n", "f.yaml:2:5: byte 0xff is not UTF-8, expected text in UTF-8; fix: save the file as UTF-8"),
        (b"\xff\xfea\x00", "f.yaml:1:1: byte 0xff is not UTF-8, expected text in UTF-8; fix: save the file as UTF-8"),
        (b"\xef\xbb\xbfa: \xff", "f.yaml:1:4: byte 0xff is not UTF-8, expected text in UTF-8; fix: save the file as UTF-8"),
        ("a: " + "[" * 200, "f.yaml:1:104: more than 100 values inside each other, expected a flatter document"),
        ("a: {<<: 3}\n", "f.yaml:1:9 a: << with something else, expected a mapping or a list of mappings"),
        ("? [a]\n: 1\n", "f.yaml:1:3: a key that is itself a mapping or a list, expected a string"),
    ],
)
def test_one_fault(text, fault):
    assert faults(text) == [fault]


def test_every_duplicate_point_in_time_and_odd_key_is_told_at_once():
    text = 'a: 2026-12-01\na: 3\nb: {c: 1, c: 2, "c": 3}\n1: x\nyes: 2\ntrue: 3\nb: {}\n'
    assert faults(text) == [
        'f.yaml:1:4 a: 2026-12-01 without quotes is a point in time, expected a string; fix: write "2026-12-01"',
        "f.yaml:2:1 a: the key a second time, first at line 1; fix: remove one",
        "f.yaml:3:11 b.c: the key a second time, first at line 3; fix: remove one",
        "f.yaml:3:17 b.c: the key a second time, first at line 3; fix: remove one",
        'f.yaml:4:1: the key 1, a number, expected a string; fix: write "1":',
        'f.yaml:6:1: the key true, a boolean, expected a string; fix: write "true":',
        "f.yaml:7:1 b: the key a second time, first at line 3; fix: remove one",
    ]


def test_a_fault_behind_an_alias_is_told_once():
    assert len(faults("a: &a {b: 2026-12-01}\nc: *a\nd: *a\n")) == 1


def bomb(levels: int, width: int) -> str:
    names = [f"n{level}" for level in range(levels)]
    first = f"n0: &n0 [{', '.join(['x'] * width)}]\n"
    return first + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * width)}]\n" for a, b in itertools.pairwise(names))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            bomb(5, 10),
            "f.yaml:5:5: aliases that unfold into 111,111 values, 6 deep, expected 100,000 values at most, 200 deep; fix: write them out",
        ),
        (
            bomb(500, 1),
            "f.yaml:200:7: aliases that unfold into 201 values, 201 deep, expected 100,000 values at most, 200 deep; fix: write them out",
        ),
    ],
)
def test_aliases_that_unfold_into_too_much(text, fault):
    assert faults(text) == [fault]


def test_a_bomb_costs_no_more_than_its_text():
    begun = time.process_time()
    (fault,) = faults(bomb(150, 400))
    assert "aliases that unfold into" in fault
    assert time.process_time() - begun < 5


def test_the_parser_in_python_gives_the_same(monkeypatch):
    """Where PyYAML was built without libyaml."""
    text = "config:\n  name: {a: 1, b: [x, 'yé', 017]}\n"
    fast = parse(text)
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    monkeypatch.setattr("faults.nodes._PARSER", SafeLoader)
    slow = parse(text)
    assert slow.value == fast.value
    assert [slow.position(path) for path in slow.paths()] == [fast.position(path) for path in fast.paths()]
    assert faults("a: 1\nb: é\x07\n") == [
        "f.yaml:2:5: U+0007, a character that YAML does not allow; fix: remove it, or escape it in double quotes"
    ]
    mended = "; fix: quote a text with a colon in it, or indent the key as its siblings"
    assert faults("a: b: c\n") == [f"f.yaml:1:5: not YAML: mapping values are not allowed here{mended}"]
    assert [
        line.split("; fix: ")[1] for text in ("a: {b: 1\nc: 2\n", "a:\n  b: 1\n c: 2\n", "a: 'b\n") for line in faults(text)
    ] == [
        "close the bracket, or write the comma",
        "indent the line as its siblings, or double a quote inside quotes",
        "close the quotes",
    ]


def test_a_long_document_without_aliases_is_no_bomb():
    values = list(range(yaml.LARGEST + 1))
    assert parse(f"a: {values}\n").value == {"a": values}


def test_what_cannot_be_read_is_a_fault(tmp_path, monkeypatch):
    with pytest.raises(FaultError) as error:
        yaml.load(tmp_path, shown="stacks")
    assert str(error.value) == "stacks:1:1: cannot be read: Is a directory, expected a file that this user can read"

    def refused(_path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("pathlib.Path.read_bytes", refused)
    with pytest.raises(FaultError) as error:
        yaml.load(tmp_path / "f.yaml", shown="f.yaml")
    assert str(error.value) == "f.yaml:1:1: cannot be read: Permission denied, expected a file that this user can read"
