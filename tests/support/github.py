"""A GitHub of our own on this machine, which takes comments as the real one does: pages, limits, who may write.

Source: docs.github.com/en/rest/issues/comments and using-the-rest-api/{rate-limits,pagination}; the text of 422 as GitHub answers it.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "ghs_token-of-this-job"
BOT = "github-actions[bot]"
_LONGEST = 65_536


@dataclass
class GitHub:
    """What it holds, and what it is to answer next.

    Args:
        comments: of the only pull request, number 7.
        troubles: answers that come first: a status, with headers.
        lost: so many comments are taken, and whoever posts them is not told.
    """

    comments: list[dict[str, Any]] = field(default_factory=list)
    troubles: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    lost: int = 0
    url: str = ""

    def add(self, body: str, login: str = BOT) -> dict[str, Any]:
        number = len(self.comments) + 1
        made = {"id": number, "body": body, "user": {"login": login}, "html_url": f"https://github.test/pull/7#{number}"}
        self.comments.append(made)
        return made

    def serve(self) -> ThreadingHTTPServer:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if self._troubled() or not self._is(parts.path, "/repos/shop/infra/issues/7/comments"):
                    return
                query = parse_qs(parts.query)
                size, page = int(query.get("per_page", ["30"])[0]), int(query.get("page", ["1"])[0])
                last = page * size >= len(hub.comments)
                link = {} if last else {"Link": f'<{hub.url}{parts.path}?per_page={size}&page={page + 1}>; rel="next"'}
                self._answer(200, hub.comments[(page - 1) * size : page * size], link)

            def do_POST(self) -> None:
                body = self._body()
                if self._troubled() or not self._is(self.path, "/repos/shop/infra/issues/7/comments") or not self._fits(body):
                    return
                made = hub.add(body["body"])
                if hub.lost:
                    hub.lost -= 1
                    self._answer(502, {"message": "Bad Gateway"})
                else:
                    self._answer(201, made)

            def do_PATCH(self) -> None:
                body = self._body()
                if self._troubled() or not self._fits(body):
                    return
                number = int(self.path.rpartition("/")[2])
                comment = hub.comments[number - 1]
                comment["body"] = body["body"]
                self._answer(200, comment)

            def _body(self) -> Any:
                return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

            def _troubled(self) -> bool:
                hub.asked.append((self.command, self.path))
                if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                    self._answer(401, {"message": "Bad credentials"})
                    return True
                if not hub.troubles:
                    return False
                status, headers = hub.troubles.pop(0)
                self._answer(status, {"message": "not now"}, headers)
                return True

            def _is(self, path: str, expected: str) -> bool:
                if path != expected:
                    self._answer(404, {"message": "Not Found"})
                return path == expected

            def _fits(self, body: Any) -> bool:
                fits = len(body["body"]) <= _LONGEST
                if not fits:
                    self._answer(422, {"message": "Validation Failed: body is too long (maximum is 65536 characters)"})
                return fits

            def _answer(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
                text = json.dumps(body).encode()
                self.send_response(status)
                for name, value in {"Content-Length": str(len(text)), **(headers or {})}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  as the class above it has it
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server
