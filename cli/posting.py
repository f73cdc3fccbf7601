"""A comment on a pull request of GitHub: posted once, and brought up to date from then on.

Source: docs.github.com/en/rest/issues/comments, docs.github.com/en/rest/using-the-rest-api/{best-practices,rate-limits,pagination}.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from engine.errors import EngineError

from .endings import UsageError

if TYPE_CHECKING:
    import httpx

    from .where import Where

_API: Final = "https://api.github.com"
_TRIES: Final = 5
_LONGEST_WAIT: Final = 120.0
"""Seconds: whoever has to wait longer for a rate limit is told so."""
_PULL: Final = re.compile(r"refs/pull/(\d+)/")
_REPOSITORY: Final = re.compile(r"[\w.-]+/[\w.-]+")
_NEXT: Final = re.compile(r'<([^>]+)>; rel="next"')


class PostError(EngineError):
    """GitHub does not take the comment; the text says why."""


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
        faults.append(f"given repository '{where.repo or ''}', expected owner/name; fix: name it with --repo")
    if pull is None:
        faults.append("no pull request is named; fix: give its number with --pull")
    if not token:
        faults.append("GITHUB_TOKEN is not set; fix: set it to a token that may write comments on pull requests")
    if faults or pull is None or not token or not where.repo:
        raise UsageError("; ".join(faults))
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
            known = next((each for each in self._comments(client) if self._ours(each, marker)), None)
            if known is None:
                made = self._call(client, "POST", f"{self._base}/{self._pull}/comments", {"body": text})
                return f"posted {made.json().get('html_url', 'the comment')}"
            if known.get("body") == text:
                return f"{known.get('html_url', 'the comment')} says so already"
            self._call(client, "PATCH", f"{self._base}/comments/{int(known['id'])}", {"body": text})
            return f"updated {known.get('html_url', 'the comment')}"

    def _ours(self, comment: Mapping[str, Any], marker: str) -> bool:
        written = str(comment.get("body") or "").replace("\r\n", "\n")
        return (comment.get("user") or {}).get("login") == self._author and written.startswith(marker)

    def _comments(self, client: httpx.Client) -> Iterator[Mapping[str, Any]]:
        """Every comment on the pull request, page by page."""
        url: str | None = f"{self._base}/{self._pull}/comments?per_page=100"
        while url:
            answer = self._call(client, "GET", url)
            yield from answer.json()
            found = _NEXT.search(answer.headers.get("link", ""))
            url = found[1] if found else None
            if url and not url.startswith(self._base.partition("/repos/")[0]):
                raise PostError(f"GitHub leads to another place for more comments: {url}")

    def _call(self, client: httpx.Client, method: str, url: str, body: Mapping[str, str] | None = None) -> httpx.Response:
        import httpx

        for left in reversed(range(_TRIES)):
            try:
                answer = client.request(method, url, json=body)
            except httpx.TransportError as error:
                if not left or method == "POST":  # a second comment is worse than none
                    raise PostError(
                        f"{method} {url}: {error or type(error).__name__}; fix: see whether GitHub can be reached"
                    ) from error
                self._wait(2.0 ** (_TRIES - left))
                continue
            if answer.is_success:
                return answer
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
    return 2.0**tries if answer.status_code in (500, 502, 503, 504) else None


_FIXES: Final = {
    401: "the token is not valid; fix: set GITHUB_TOKEN to one that is",
    403: "the token may not write here; fix: give the job `permissions: pull-requests: write`",
    404: "there is no such pull request, or the token may not see it; fix: look at --repo and --pull",
    422: "GitHub does not take the comment",
}


def _told(answer: httpx.Response) -> str:
    """What GitHub says, and what to do about it."""
    try:
        said = str(answer.json().get("message", ""))
    except (ValueError, AttributeError):
        said = ""
    return f"{answer.status_code}: {_FIXES.get(answer.status_code, 'GitHub refuses')}{f' ({said})' if said else ''}"
