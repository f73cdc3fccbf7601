"""The committed pictures are what `nusa graph` draws now: a change of a network shows up in them, to be looked at."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from .conftest import ROOT

PICTURES = ROOT / "docs" / "pictures"
AGAIN = "run `make pictures` and look at what it draws"


@pytest.mark.parametrize("stack", ["development", "production"])
def test_the_text_is_what_is_drawn_now(project, stack):
    project.ok("graph", "-s", stack, "-o", "now.md", "-o", "now.dot")
    for kind in ("md", "dot"):
        committed, now = PICTURES / f"{stack}.{kind}", project.root / f"now.{kind}"
        assert committed.read_text() == now.read_text(), f"{committed.name} is older than the environment; {AGAIN}"


def test_the_svg_holds_what_the_text_does():
    drawn, text = (PICTURES / "production.svg").read_text(), (PICTURES / "production.dot").read_text()
    shown = set(re.findall(r"<text[^>]*>([^<]*)</text>", html.unescape(drawn).replace("\xa0", " ")))
    asked = {html.unescape(part) for part in re.findall(r">([^<>]+)<", text) if part.strip() and ";" not in part}
    assert asked - shown == set(), f"production.svg is older than production.dot; {AGAIN}, where Graphviz is installed"


def test_the_picture_of_what_is_up_tells_the_addresses(project):
    project.bring_up("development")
    (site,) = json.loads(project.ok("graph", "-s", "development", "--state", "--json"))["sites"]
    (nat,) = [each for each in site["exits"] if each["kind"] == "NAT gateway"]
    address = json.loads(project.ok("stack", "output", "-s", "development", "--json"))["sites"]["singapore-aws"]["egress"]["a"]
    assert nat["details"] == {"a": address}
    assert address in project.ok("graph", "-s", "development"), "and so does what the program declares, once it is known"


def test_one_site_alone(project):
    text = project.ok("graph", "-s", "production", "--site", "jakarta-alicloud")
    assert "jakarta-alicloud" in text
    assert "singapore-aws" not in text


def test_the_readme_shows_it():
    assert "docs/pictures/production.svg" in Path(ROOT / "README.md").read_text()
