"""What `deploy.yml` runs to copy a state into a bucket of OSS, against a server on this machine that takes what OSS takes."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.enable_socket
PLACE = Path(__file__).parents[1] / ".github" / "actions" / "copy" / "put.py"


@pytest.fixture(scope="module")
def put() -> ModuleType:
    spec = importlib.util.spec_from_file_location("put", PLACE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Bucket:
    """A server that keeps what is put, and what it was told with it."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.headers: dict[str, str] = {}
        self.refuses = False
        bucket = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                bucket.headers = dict(self.headers)
                if not bucket.refuses:
                    bucket.objects[self.path] = body
                self.send_response(403 if bucket.refuses else 200)
                self.send_header("x-oss-version-id", "v7")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    for name, value in (("ACCESS_KEY_ID", "STS.id"), ("ACCESS_KEY_SECRET", "made-up"), ("SECURITY_TOKEN", "of-the-job")):
        monkeypatch.setenv(f"ALIBABA_CLOUD_{name}", value)
    bucket = Bucket()
    thread = threading.Thread(target=bucket.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield bucket
    bucket.server.shutdown()
    thread.join()
    bucket.server.server_close()


def asked(bucket: Bucket, to: str, *files: Path) -> list[str]:
    return ["--region", "ap-southeast-5", "--endpoint", f"http://127.0.0.1:{bucket.server.server_port}", to, *map(str, files)]


def test_files_become_objects_under_the_folder(put: ModuleType, bucket: Bucket, tmp_path: Path, capsys):
    files = [tmp_path / "state.json.cms", tmp_path / "config.json.cms"]
    for file in files:
        file.write_bytes(file.name.encode())
    assert put.main(asked(bucket, "oss://copies/production", *files)) == 0
    assert bucket.objects == {f"/copies/production/{file.name}": file.name.encode() for file in files}
    assert bucket.headers["x-oss-security-token"] == "of-the-job"
    assert bucket.headers["Authorization"].startswith("OSS4-HMAC-SHA256 Credential=STS.id/")
    assert "oss://copies/production/state.json.cms v7" in capsys.readouterr().out


def test_a_bucket_that_refuses_fails_the_job(put: ModuleType, bucket: Bucket, tmp_path: Path):
    bucket.refuses = True
    (tmp_path / "state.json.cms").write_bytes(b"")
    with pytest.raises(put.oss.exceptions.OperationError):
        put.main(asked(bucket, "oss://copies/production", tmp_path / "state.json.cms"))


@pytest.mark.parametrize("to", ["s3://copies/production", "oss:///production", "copies"])
def test_what_is_no_bucket_of_oss_is_told(put: ModuleType, bucket: Bucket, tmp_path: Path, to: str, capsys):
    with pytest.raises(SystemExit):
        put.main(asked(bucket, to, tmp_path / "x"))
    assert f"{to}: expected oss://BUCKET/FOLDER" in capsys.readouterr().err
