"""What a person asks to see beyond what every view shows."""

from __future__ import annotations

import json
from dataclasses import replace

from engine.events import Diagnostic, Op, OutputsChanged, Severity, StepDone, StepStarted, Summary
from engine.values import Secret
from views.board import Board
from views.detail import Detail
from views.digest import Digest
from views.log import Log
from views.options import DisplayOptions
from views.sections import configuration, diagnostics, outputs
from views.tree import tree


def events(made):
    """A resource that stays, one that is replaced, one that is read, and the stack's outputs."""
    stays = made.step(Op.SAME, "stays", old={"inputs": {"a": 1}}, new={"inputs": {"a": 1}})
    old, new = {"inputs": {"a": Secret("planted")}}, {"inputs": {"a": Secret("other")}}
    parts = [
        replace(made.step(op, "falls", old=old, new=new), diff_reasons=("a",), logical=op is Op.REPLACE)
        for op in (Op.CREATE_REPLACEMENT, Op.REPLACE, Op.DELETE_REPLACED)
    ]
    read = made.step(Op.READ, "known", new={"outputs": {"b": 1}})
    given = OutputsChanged(made.stack, {"same": "x", "word": Secret("planted")}, {"same": "x", "word": Secret("other")})
    steps = [stays, *parts, read]
    started = [event for step in steps for event in (StepStarted(step), StepDone(step))]
    return [StepStarted(made.root(Op.SAME)), *started, given, Summary(preview=True)]


def board(made, **asked) -> Board:
    board = Board("shop", "dev", preview=True, options=DisplayOptions(**asked))
    for event in events(made):
        board.fold(event)
    return board


def rows(made, **asked) -> list[str]:
    return [line.plain.rstrip() for line in tree(board(made, **asked))]


def rich(made, **asked) -> str:
    detail = Detail(preview=True, options=DisplayOptions(**asked))
    return "".join(detail.fold(event).plain for event in events(made))


def test_what_stays_the_same(made):
    assert not any("stays" in row for row in rows(made))
    assert "     ├─ aws:ec2:Vpc       stays" in rows(made, sames=True)
    assert "stays" not in rich(made)
    assert "aws:ec2/vpc:Vpc: (same)" in rich(made, sames=True)
    assert '    same: "x"' in outputs(board(made, sames=True)).plain
    assert '"x"' not in outputs(board(made)).plain


def test_what_is_read(made):
    assert not any("known" in row for row in rows(made))
    assert " >   └─ aws:ec2:Vpc       known     read" in rows(made, reads=True)


def test_every_step_of_a_replacement(made):
    assert "(create-replacement)" not in rich(made)
    detailed = rich(made, replacement_steps=True)
    order = [detailed.index(f"({op})") for op in ("create-replacement", "replace", "delete-replaced")]
    assert order == sorted(order)


def test_the_digest_tells_steps_on_request_and_secrets_never(made):
    def told(**asked) -> str:
        digest = Digest({}, options=DisplayOptions(**asked))
        for event in events(made):
            digest.fold(event)
        return str(digest)

    assert [step["op"] for step in json.loads(told())["steps"]] == ["same", "replace", "read"]
    everything = told(sames=True, replacement_steps=True, secrets=True)
    ops = [step["op"] for step in json.loads(everything)["steps"]]
    assert ops == ["same", "same", "create-replacement", "replace", "delete-replaced", "read"]
    assert "planted" not in everything


def test_secrets_in_clear(made):
    assert "planted" not in rich(made) + outputs(board(made)).plain
    assert '~ a: "planted" => "other"' in rich(made, secrets=True)
    assert outputs(board(made, secrets=True)).plain == 'Outputs:\n  ~ word: "planted" => "other"\n\n'


def test_secrets_in_clear_at_every_depth(made):
    step = made.step(Op.CREATE, new={"inputs": {"a": {"b": [Secret({"c": Secret("planted")})]}}})
    shown = Detail(preview=True, options=DisplayOptions(secrets=True)).fold(StepStarted(step)).plain
    assert 'c: "planted"' in shown


def test_long_texts_uncut(made):
    step = made.step(Op.CREATE, new={"inputs": {"a": "x" * 200}})
    assert "x" * 200 not in Detail(preview=True).fold(StepStarted(step)).plain
    assert "x" * 200 in Detail(preview=True, options=DisplayOptions(full=True)).fold(StepStarted(step)).plain


def test_urns_in_place_of_types_and_names(made):
    header, root, replaced = rows(made, urns=True)
    assert header.split() == ["URN", "Plan"]
    assert root.strip() == made.stack
    assert replaced.split() == ["+-", "└─", made.urn("falls"), "replace"]
    assert f"+-{made.urn('falls')}: (replace)" in rich(made, urns=True)
    assert "[urn=" not in rich(made, urns=True)


def test_the_log_and_the_diagnostics_name_urns_too(made):
    log = Log(Board("shop", "dev", preview=True, options=DisplayOptions(urns=True)))
    step = made.step(Op.CREATE, new={})
    (line,) = log.fold(StepStarted(step))
    assert line.plain == f" +  {step.urn} create\n"
    log.board.fold(Diagnostic("no", Severity.ERROR, step.urn))
    assert f"  {step.urn}:\n" in diagnostics(log.board).plain


def test_the_configuration():
    assert configuration({"shop:b": "2", "aws:region": "here\x1b[2J"}).plain == (
        "Configuration:\n    aws:region: here\n    shop:b: 2\n"
    )
