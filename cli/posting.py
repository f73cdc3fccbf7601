"""A comment on a pull request of GitHub: posted once, and brought up to date from then on.

Source: docs.github.com/en/rest/issues/comments, docs.github.com/en/rest/using-the-rest-api/{best-practices,rate-limits,pagination}.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from engine.errors import EngineError

from .endings import UsageError

if TYPE_CHECKING:
    import httpx

    from .where import Where

T = TypeVar("T", dict[str, Any], list[Any])
_API: Final = "https://api.github.com"
_TRIES: Final = 5
_LONGEST_WAIT: Final = 120.0
"""Seconds: whoever has to wait longer for a rate limit is told so."""
_PASSING: Final = (500, 502, 503, 504)
"""The troubles of a server that may be over soon."""
_TOKEN: Final = re.compile(r"[!-~]+")
_PULL: Final = re.compile(r"refs/pull/(\d+)/")
_REPOSITORY: Final = re.compile(r"[\w.-]+/[\w.-]+")
_NEXT: Final = re.compile(r'<([^>]+)>; rel="next"')


class PostError(EngineError):
    """GitHub does not take the comment; the text says why."""


class _UnsureError(PostError):
    """Whether GitHub has taken the comment is not known."""


def target(where: Where, environment: Mapping[str, str] | None = None, wait: Callable[[float], None] = time.sleep) -> Target:
    """The pull request that a comment goes to.

    Args:
        where: what the command line says of it.
        environment: what GitHub says of it in its jobs; the process's own by default.
        wait: lets seconds pass.

    Raises:
        UsageError: it does not follow which; every fault at once.
    """
    told = os.environ if environment is None else environment
    token = told.get("GITHUB_TOKEN") or told.get("GH_TOKEN")
    found = _PULL.match(told.get("GITHUB_REF", ""))
    pull = where.pull or (int(found[1]) if found else None)
    faults = []
    if not where.repo or not _REPOSITORY.fullmatch(where.repo):
        given = f"the repository is given as {where.repo}, expected owner/name" if where.repo else "no repository is named"
        faults.append(f"{given}; fix: give it with --repo owner/name")
    if pull is None:
        faults.append("no pull request is named; fix: give its number with --pull")
    if not token:
        faults.append("GITHUB_TOKEN is not set; fix: set it to a token that may write comments on pull requests")
    elif not _TOKEN.fullmatch(token):
        faults.append("GITHUB_TOKEN has blanks or other characters that no token has; fix: set it to the token alone")
    if faults or pull is None or not token or not where.repo:
        raise UsageError("\n".join(faults))
    return Target(told.get("GITHUB_API_URL") or _API, where.repo, pull, token, author=where.author, wait=wait)


class Target:
    """A pull request.

    Args:
        api: where GitHub's API is.
        repository: `owner/name`.
        pull: its number.
        token: lets us write; it is never shown.
        author: whose comment is brought up to date; one of somebody else is never touched, whatever it says.
        wait: lets seconds pass.
    """

    def __init__(self, api: str, repository: str, pull: int, token: str, *, author: str, wait: Callable[[float], None]) -> None:
        self._base, self._pull, self._token = f"{api.rstrip('/')}/repos/{repository}/issues", pull, token
        self._author, self._wait = author, wait

    def post(self, text: str, marker: str) -> str:
        """Post a comment, or bring the one with its marker up to date.

        Args:
            text: the comment.
            marker: how it begins, and the earlier one began.

        Returns:
            What was done, in words.

        Raises:
            PostError: GitHub refuses, or cannot be reached.
        """
        import httpx

        headers = {
            "Authorization": f"Bearer {self._token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": "nusantara",
        }
        with httpx.Client(headers=headers, timeout=30.0, follow_redirects=False) as client:
            for left in reversed(range(_TRIES)):
                try:
                    return self._posted(client, text, marker)
                except _UnsureError:  # it may stand there by now, and a second one would be worse than none
                    if not left:
                        raise
                    self._wait(2.0 ** (_TRIES - left))
        raise AssertionError("the last try either returns or raises")

    def _posted(self, client: httpx.Client, text: str, marker: str) -> str:
        known = next((each for each in self._comments(client) if self._ours(each, marker)), None)
        if known is None:
            made = _json(self._call(client, "POST", f"{self._base}/{self._pull}/comments", {"body": text}), dict)
            return f"posted {made.get('html_url', 'the comment')}"
        if known.get("body") == text:
            return f"{known.get('html_url', 'the comment')} says so already"
        self._call(client, "PATCH", f"{self._base}/comments/{known.get('id')}", {"body": text})
        return f"updated {known.get('html_url', 'the comment')}"

    def _ours(self, comment: Any, marker: str) -> bool:
        match comment:
            case {"user": {"login": str(login)}, "body": str(body), "id": int()}:
                return login == self._author and body.replace("\r\n", "\n").startswith(marker)
        return False

    def _comments(self, client: httpx.Client) -> Iterator[Mapping[str, Any]]:
        """Every comment on the pull request, page by page."""
        url: str | None = f"{self._base}/{self._pull}/comments?per_page=100"
        seen: set[str] = set()
        while url and url not in seen:
            seen.add(url)
            answer = self._call(client, "GET", url)
            yield from _json(answer, list)
            found = _NEXT.search(answer.headers.get("link", ""))
            url = found[1] if found else None
            if url and not url.startswith(f"{self._base.partition('/repos/')[0]}/"):  # the token goes nowhere else
                raise PostError(f"GitHub leads to another place for more comments: {url}")

    def _call(self, client: httpx.Client, method: str, url: str, body: Mapping[str, str] | None = None) -> httpx.Response:
        import httpx

        for left in reversed(range(_TRIES)):
            try:
                answer = client.request(method, url, json=body)
            except httpx.InvalidURL as error:
                raise PostError(f"{method} {url}: {error}; fix: look at GITHUB_API_URL") from error
            except httpx.TransportError as error:
                text = f"{method} {url}: {error or type(error).__name__}; fix: see whether GitHub can be reached"
                if method == "POST" and not isinstance(error, httpx.ConnectError):
                    raise _UnsureError(text) from error
                if not left:
                    raise PostError(text) from error
                self._wait(2.0 ** (_TRIES - left))
                continue
            if answer.is_success:
                return answer
            if method == "POST" and answer.status_code in _PASSING:
                raise _UnsureError(f"{method} {url}: {_told(answer)}")
            pause = _pause(answer, _TRIES - left)
            if pause is None or not left:
                raise PostError(f"{method} {url}: {_told(answer)}")
            if pause > _LONGEST_WAIT:
                raise PostError(f"{method} {url}: GitHub's rate limit ends in {pause:,.0f} s; fix: run it again then")
            self._wait(pause)
        raise AssertionError("the last try either returns or raises")


def _pause(answer: httpx.Response, tries: int) -> float | None:
    """How long to wait before another try; None where none helps."""
    limited = answer.status_code == 429 or (
        answer.status_code == 403 and ("retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0")
    )
    if limited:
        if (after := answer.headers.get("retry-after", "")).isdigit():
            return float(after)
        reset = answer.headers.get("x-ratelimit-reset", "")
        return max(1.0, float(reset) - time.time()) if reset.isdigit() else 60.0
    return 2.0**tries if answer.status_code in _PASSING else None


_MOVED: Final = "the repository is called otherwise by now; fix: name it so with --repo"
_FIXES: Final = {
    **dict.fromkeys((301, 307, 308), _MOVED),
    401: "the token is not valid; fix: set GITHUB_TOKEN to one that is",
    403: "the token may not write here; fix: give the job `permissions: pull-requests: write`",
    404: "there is no such pull request, or the token may not see it; fix: look at --repo and --pull",
    422: "GitHub does not take the comment",
}


def _json(answer: httpx.Response, kind: type[T]) -> T:
    """What an answer holds."""
    with contextlib.suppress(ValueError):
        if isinstance(found := answer.json(), kind):
            return found
    raise PostError(f"{answer.url}: what answers there is no API of GitHub's; fix: look at GITHUB_API_URL")


def _told(answer: httpx.Response) -> str:
    """What GitHub says, and what to do about it."""
    try:
        said = str(answer.json().get("message", ""))
    except (ValueError, AttributeError):
        said = ""
    return f"{answer.status_code}: {_FIXES.get(answer.status_code, 'GitHub refuses')}{f' ({said})' if said else ''}"
