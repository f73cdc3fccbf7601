"""An API server and its etcd on this machine's loopback, for as long as they are asked."""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from .building import Programs

_PATIENCE: Final = 120.0
_PAUSE: Final = 0.2


@dataclass(frozen=True)
class Answer:
    """What an API server says.

    Args:
        status: the HTTP status.
        body: the object, or a `Status`.
        warnings: what it warns of.
    """

    status: int
    body: Mapping[str, Any]
    warnings: tuple[str, ...] = ()


class ApiServer:
    """An API server that answers.

    Args:
        address: where.
        token: who asks.
        authority: the certificate that it shows.
    """

    def __init__(self, address: str, token: str, authority: Path) -> None:
        self._address, self._token = address, token
        self._context = ssl.create_default_context(cafile=str(authority))

    def ask(self, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """GET a path, or POST an object to it."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json", "Accept": "application/json"}
        request = urllib.request.Request(f"{self._address}{path}", data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, context=self._context, timeout=_PATIENCE) as answer:
                return _read(answer.status, answer)
        except urllib.error.HTTPError as error:
            return _read(error.code, error)


def _read(status: int, answer: Any) -> Answer:
    text = answer.read()
    warnings = tuple(warning.split('"')[1] for warning in answer.headers.get_all("Warning") or () if '"' in warning)
    return Answer(status, json.loads(text) if text.startswith(b"{") else {"message": text.decode()}, warnings)


@contextmanager
def etcd(programs: Programs) -> Generator[str]:
    """An etcd, empty; its address."""
    client, peer = (f"http://127.0.0.1:{_free_port()}" for _ in range(2))
    with tempfile.TemporaryDirectory() as folder:
        flags = {
            "name": "one",
            "data-dir": f"{folder}/data",
            "listen-client-urls": client,
            "advertise-client-urls": client,
            "listen-peer-urls": peer,
            "initial-advertise-peer-urls": peer,
            "initial-cluster": f"one={peer}",
            "unsafe-no-fsync": "true",
        }
        with _running(programs.etcd, flags, Path(folder)):
            yield client


@contextmanager
def api_server(programs: Programs, store: str, prefix: str) -> Generator[ApiServer]:
    """An API server whose objects are under a prefix of an etcd, with the admission plugins that are on by default.

    That of service accounts is off: there is no controller here that makes the default one of each namespace.
    """
    port, token = _free_port(), secrets.token_hex(16)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tokens.csv").write_text(f"{token},conformance,1,system:masters\n")
        (folder / "account.key").write_bytes(_key())
        flags = {
            "etcd-servers": store,
            "etcd-prefix": f"/{prefix}",
            "bind-address": "127.0.0.1",
            "advertise-address": "127.0.0.1",
            "endpoint-reconciler-type": "none",
            "secure-port": str(port),
            "cert-dir": name,
            "token-auth-file": str(folder / "tokens.csv"),
            "authorization-mode": "AlwaysAllow",
            "disable-admission-plugins": "ServiceAccount",
            "service-cluster-ip-range": "172.20.0.0/16",
            "service-account-issuer": "https://kubernetes.default.svc",
            "service-account-key-file": str(folder / "account.key"),
            "service-account-signing-key-file": str(folder / "account.key"),
        }
        with _running(programs.apiserver, flags, folder) as process:
            yield _ready(process, folder, ApiAddress(f"https://127.0.0.1:{port}", token))


@dataclass(frozen=True)
class ApiAddress:
    """Where an API server will be, and who asks it."""

    url: str
    token: str


def _ready(process: subprocess.Popen[bytes], folder: Path, where: ApiAddress) -> ApiServer:
    """The server, once it says that it is ready and its own namespaces are made."""
    until = time.monotonic() + _PATIENCE
    certificate = folder / "apiserver.crt"
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):  # it does not listen yet, or its certificate is not there
            server = ApiServer(where.url, where.token, certificate)
            if server.ask("/readyz").status == 200 and server.ask("/api/v1/namespaces/kube-system").status == 200:
                return server
        time.sleep(_PAUSE)
    raise RuntimeError(f"the API server has not become ready:\n{(folder / 'log').read_text()[-4000:]}")


@contextmanager
def _running(program: Path, flags: Mapping[str, str], folder: Path) -> Generator[subprocess.Popen[bytes]]:
    with (folder / "log").open("wb") as log:
        arguments = [f"--{name}={value}" for name, value in flags.items()]
        process = subprocess.Popen([program, *arguments], cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _key() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(encoding, form, serialization.NoEncryption())
