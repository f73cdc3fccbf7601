"""No planted secret stands in anything that is printed: one preview and one update, told by every renderer there is."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

import simulator
from checks.evolution import judged
from checks.grounds import Ground
from checks.reading import read
from checks.review.model import Against
from checks.scratch import Scratch
from cli import comment
from cli.choice import STREAMING
from cli.flow import carried_out
from cli.masking import known_to
from cli.request import Kind, Request
from cli.terminal import Output, Terminal
from engine import Options, Result, Session
from engine.backend import VARIABLE, Backend
from engine.events import Event, Listener
from engine.secrets import PassphraseManager
from engine.stacks import exported
from tests.support.planted import CONFIGURED, PLANTED, PROGRAM, found_in
from tests.support.programs import PASSPHRASE, warm
from views import evolution_json
from views.comment import comment as markdown
from views.evolution import page as evolution_page
from views.history import listed
from views.history import told as told_history
from views.review_json import document
from views.veiled import Veiled

AGAINST = Against(what="main at 1a2b3c4")


class Replayed(Session):
    """A session that previews and updates once, whoever asks."""

    def __init__(self, session: Session) -> None:
        vars(self).update(vars(session))
        self._done: dict[str, tuple[list[Event], Result]] = {}

    def preview(self, options: Options | None = None, listener: Listener = lambda _: None) -> Result:
        return self._replayed("preview", lambda hear: super(Replayed, self).preview(options, hear), listener)

    def update(self, options: Options | None = None, listener: Listener = lambda _: None) -> Result:
        return self._replayed("update", lambda hear: super(Replayed, self).update(options, hear), listener)

    def _replayed(self, what: str, run: Callable[[Listener], Result], listener: Listener) -> Result:
        if what not in self._done:
            events: list[Event] = []
            self._done[what] = events, run(events.append)
        events, result = self._done[what]
        for event in events:
            listener(event)
        return result


@pytest.fixture(scope="module")
def stacks() -> Iterator[dict[str, Session]]:
    """The same stack before anything is up, before a second update, and with a program that raises."""
    warm()
    manager = PassphraseManager(PASSPHRASE["PULUMI_CONFIG_PASSPHRASE"])
    password = {"secure": manager.encrypt(CONFIGURED)}
    with pytest.MonkeyPatch.context() as patch, Scratch(simulator.providers) as scratch:
        for name, value in {**PASSPHRASE, VARIABLE: str(scratch.root)}.items():
            patch.setenv(name, value)

        def opened(folder: str, stack: str, **config: Any) -> Session:
            root = scratch.root / folder
            root.mkdir()
            (root / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
            (root / "__main__.py").write_text(PROGRAM)
            told = {"aws:region": "ap-southeast-1", **{f"shop:{key}": value for key, value in config.items()}}
            text = yaml.safe_dump({"encryptionsalt": manager.salt, "config": {**told, "shop:password": password}})
            (root / f"Pulumi.{stack}.yaml").write_text(text)
            return scratch.opened(root, stack)

        assert opened("before", "dev", step=1).update().exit_code == 0
        yield {
            "first": Replayed(opened("first", "new", step=1)),
            "second": Replayed(opened("second", "dev", step=2)),
            "raising": Replayed(opened("raising", "dev", step=2, raises="true")),
        }


def told(session: Session, **asked: Any) -> str:
    """What a request prints."""
    text = io.StringIO()
    plain: dict[str, Any] = {"color_system": None, "highlight": False, "markup": False, "emoji": False, "_environ": {}}
    out = Output(file=text, width=132, force_terminal=True, **plain)
    whole: dict[str, Any] = {"kind": Kind.PREVIEW, "stack": session.stack, "against": "main", **asked}
    request = Request(**whole)
    carried_out(request, Terminal(out=out, err=out, interactive=False), Ground(session=session, against=AGAINST))
    return text.getvalue()


def reviewed(session: Session, *, as_json: bool) -> str:
    request = Request(kind=Kind.PREVIEW, stack=session.stack, against="main")
    review, veil, _ = comment.planned(request, session, AGAINST)
    return json.dumps(document(review, veil), ensure_ascii=False) if as_json else markdown(review, veil, project="shop")


def evolved(session: Session, *, as_json: bool) -> str:
    """What `nusa evolve` would say of the preview."""
    veiled = Veiled(known_to(session))
    result = session.preview(Options(asked=True, unguarded=True), veiled.learn)
    evolution = judged(read(result))
    return evolution_json.document(evolution, veiled.veil, stack="dev") if as_json else evolution_page(evolution, veiled.veil).plain


RENDERERS: dict[str, Callable[[Session], str]] = {
    "tree": told,
    "diff": lambda session: told(session, diff=True),
    "review": lambda session: told(session, review=True, at="2026-12-12T00:00:00Z"),
    "json": lambda session: told(session, json=True, review=True),
    "comment": lambda session: reviewed(session, as_json=False),
    "evolve": lambda session: evolved(session, as_json=False),
    "evolve --json": lambda session: evolved(session, as_json=True),
    "comment --json": lambda session: reviewed(session, as_json=True),
}
UNKNOWABLE = {"in clear before"}
"""What a first preview cannot know: nobody has marked it yet."""


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("which", ["first", "second", "raising"])
def test_no_preview_tells_a_secret(stacks: dict[str, Session], which: str, renderer: str):
    text = RENDERERS[renderer](stacks[which])
    assert text
    assert found_in(text) <= (UNKNOWABLE if which == "first" else set())


@pytest.fixture
def streaming(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STREAMING, "true")


@pytest.mark.usefixtures("streaming")
@pytest.mark.parametrize("which", ["first", "second"])
def test_no_stream_of_a_preview_tells_a_secret_though_it_is_marked_later(stacks: dict[str, Session], which: str):
    text = told(stacks[which], json=True)
    assert "told before it is marked: [secret]" in text
    assert found_in(text) <= (UNKNOWABLE if which == "first" else set())


def test_a_comment_on_a_plan_from_a_file_tells_none(stacks: dict[str, Session], tmp_path: Path):
    file = tmp_path / "plan.json"
    file.write_text(told(stacks["second"], json=True, show_secrets=True))
    review, veil, project = comment._read(file)
    assert found_in(markdown(review, veil, project=project)) == set()


def test_findings_that_quote_a_secret_mask_it(stacks: dict[str, Session]):
    text = told(stacks["second"], review=True, at="2026-12-12T00:00:00Z")
    assert "schema: type: " in text
    assert "[secret]" in text.partition("schema: type: ")[2].partition("fix:")[0]


@pytest.mark.usefixtures("signals_restored")
def test_no_update_tells_a_secret(stacks: dict[str, Session]):
    for asked in ({"json": True}, {"diff": True}, {}):
        text = told(stacks["second"], kind=Kind.UPDATE, against=None, yes=True, **asked)
        assert "queue" in text
        assert found_in(text) == set()


def test_neither_exports_nor_the_history_tell_what_is_marked(stacks: dict[str, Session]):
    session = stacks["second"]
    updates = Backend(session.project.root, session.project.name).history(session.stack).updates(page=1, page_size=10)
    history = json.dumps(listed(updates, None)) + told_history(updates, datetime.now(UTC), full_dates=True).plain
    assert updates
    assert found_in(history) == set()
    export = json.dumps(exported(session.project, session.stack, show_secrets=False))
    assert "queue" in export
    assert not found_in(export) & {"of a provider", "before alone", "in a document"}, "these stand nowhere in clear"


def test_what_looks_for_them_finds_each_in_every_spelling():
    told = {
        "plain": "{}".format,
        "JSON in JSON": lambda text: json.dumps(json.dumps(text)),
        "a URL": lambda text: f"https://app:{quote(text, safe='')}@db",
        "Base64": lambda text: base64.b64encode(f"..{text}.".encode()).decode(),
        "Base64 in Base64": lambda text: base64.b64encode(base64.b64encode(f"user:{text}".encode())).decode(),
    }
    for spelled, spell in told.items():
        assert {where for where, secret in PLANTED.items() if where in found_in(spell(secret))} == PLANTED.keys(), spelled
