"""Comments on pull requests: posted once, found again on any page, brought up to date, and what GitHub refuses."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from cli.endings import UsageError
from cli.posting import PostError, Target, target
from cli.where import Where
from tests.support.github import BOT, TOKEN, GitHub
from views.comment import marker

MARKER = marker("shop", "prod")
TEXT = f"{MARKER}\n### prod: 1 to create\n"
pytestmark = pytest.mark.enable_socket


@pytest.fixture
def hub() -> Iterator[GitHub]:
    found = GitHub()
    server = found.serve()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def to(hub: GitHub, waits: list[float]) -> Target:
    told = {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": hub.url, "GITHUB_REF": "refs/pull/7/merge"}
    return target(Where(repo="shop/infra"), told, waits.append)


def test_it_is_posted_once_and_then_brought_up_to_date(hub: GitHub, to: Target):
    assert to.post(TEXT, MARKER) == "posted https://github.test/pull/7#1"
    assert to.post(f"{TEXT}more\n", MARKER) == "updated https://github.test/pull/7#1"
    assert [each["body"] for each in hub.comments] == [f"{TEXT}more\n"]


def test_what_says_so_already_is_left_alone(hub: GitHub, to: Target):
    to.post(TEXT, MARKER)
    hub.asked.clear()
    assert to.post(TEXT, MARKER) == "https://github.test/pull/7#1 says so already"
    assert [method for method, _ in hub.asked] == ["GET"]


def test_it_is_found_on_the_third_page(hub: GitHub, to: Target):
    for number in range(250):
        hub.add(f"comment {number}", login="somebody")
    hub.add(TEXT)
    assert to.post(f"{TEXT}more\n", MARKER) == "updated https://github.test/pull/7#251"
    assert len(hub.comments) == 251
    assert sum(method == "GET" for method, _ in hub.asked) == 3


def test_a_comment_of_somebody_else_is_never_touched(hub: GitHub, to: Target):
    hub.add(TEXT, login="mallory")
    to.post(f"{TEXT}more\n", MARKER)
    assert [(each["user"]["login"], each["body"]) for each in hub.comments] == [("mallory", TEXT), (BOT, f"{TEXT}more\n")]


def test_the_comment_of_another_stack_is_another_one(hub: GitHub, to: Target):
    to.post(TEXT, MARKER)
    other = marker("shop", "staging")
    to.post(f"{other}\n", other)
    assert len(hub.comments) == 2


def test_a_rate_limit_is_waited_for(hub: GitHub, to: Target, waits: list[float]):
    hub.troubles = [(403, {"Retry-After": "3"}), (429, {"Retry-After": "5"}), (502, {})]
    assert to.post(TEXT, MARKER).startswith("posted")
    assert waits[:2] == [3.0, 5.0]


def test_a_long_rate_limit_is_told(hub: GitHub, to: Target, waits: list[float]):
    hub.troubles = [(403, {"Retry-After": "3600"})]
    with pytest.raises(PostError, match=r"rate limit ends in 3,600 s; fix: run it again then"):
        to.post(TEXT, MARKER)
    assert waits == []


def test_trouble_that_does_not_end_is_told(hub: GitHub, to: Target):
    hub.troubles = [(503, {})] * 9
    with pytest.raises(PostError, match="503: GitHub refuses"):
        to.post(TEXT, MARKER)


def test_a_comment_that_may_have_been_taken_is_looked_for_before_another_is_posted(hub: GitHub, to: Target, waits: list[float]):
    hub.lost = 1
    assert to.post(TEXT, MARKER) == "https://github.test/pull/7#1 says so already"
    assert ([each["body"] for each in hub.comments], len(waits)) == ([TEXT], 1)


@pytest.mark.parametrize("answer", ["<html>a proxy</html>", '{"message": "hello"}'])
def test_what_is_no_github_is_told(answer: str, waits: list[float], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        httpx.Client, "request", lambda _, method, url, **__: httpx.Response(200, text=answer, request=httpx.Request(method, url))
    )
    told = {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": "http://proxy.test"}
    with pytest.raises(PostError, match="what answers there is no API of GitHub's; fix: look at GITHUB_API_URL"):
        target(Where(repo="shop/infra", pull=7), told, waits.append).post(TEXT, MARKER)


@pytest.mark.parametrize("elsewhere", ["https://api.github.com.evil.test/repos/x", "https://evil.test/api.github.com/"])
def test_the_token_goes_nowhere_else(elsewhere: str, waits: list[float], monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def request(_: httpx.Client, method: str, url: str, **__: object) -> httpx.Response:
        asked.append(url)
        return httpx.Response(200, json=[], headers={"Link": f'<{elsewhere}>; rel="next"'}, request=httpx.Request(method, url))

    monkeypatch.setattr(httpx.Client, "request", request)
    with pytest.raises(PostError, match="leads to another place"):
        target(Where(repo="shop/infra", pull=7), {"GITHUB_TOKEN": TOKEN}, waits.append).post(TEXT, MARKER)
    assert len(asked) == 1


@pytest.mark.parametrize("token", ["two words", f"{TOKEN}\n", "\x00"])
def test_what_is_no_token_is_told_and_not_shown(token: str):
    with pytest.raises(UsageError, match="GITHUB_TOKEN has blanks or other characters that no token has") as refused:
        target(Where(repo="shop/infra", pull=7), {"GITHUB_TOKEN": token})
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (301, "name it so with --repo"),
        (401, "the token is not valid"),
        (403, "permissions: pull-requests: write"),
        (404, "look at --repo and --pull"),
    ],
)
def test_what_github_refuses_is_told_with_what_to_do(hub: GitHub, to: Target, status: int, told: str):
    hub.troubles = [(status, {})]
    with pytest.raises(PostError, match=told) as refused:
        to.post(TEXT, MARKER)
    assert TOKEN not in str(refused.value)


def test_one_character_too_many_is_refused_as_github_does_it(hub: GitHub, to: Target):
    assert to.post(MARKER + "x" * (65_536 - len(MARKER)), MARKER).startswith("posted")
    with pytest.raises(PostError, match=r"422: GitHub does not take the comment .*maximum is 65536 characters"):
        to.post(MARKER + "y" * (65_537 - len(MARKER)), MARKER)


def test_where_nobody_answers_it_says_so(waits: list[float]):
    told = {"GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": "http://127.0.0.1:9"}
    with pytest.raises(PostError, match="fix: see whether GitHub can be reached"):
        target(Where(repo="shop/infra", pull=7), told, waits.append).post(TEXT, MARKER)


def test_everything_that_is_not_said_is_told_at_once():
    with pytest.raises(UsageError) as refused:
        target(Where(repo="shop"), {"GITHUB_REF": "refs/heads/main"})
    for told in ("expected owner/name", "give its number with --pull", "GITHUB_TOKEN is not set"):
        assert told in str(refused.value)
