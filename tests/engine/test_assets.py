"""Hashes of assets and archives; the expected ones were recorded from Pulumi, over the same files."""

from __future__ import annotations

import errno
import hashlib
import io
import tarfile
import zipfile
from email.message import Message
from urllib.error import HTTPError, URLError

import pytest

from engine.assets import AssetError, from_fields, to_fields, with_hash
from engine.values import Archive, Asset

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
DIRECTORY = "6df7deb7d17db15935f7a93bd9663ad38bc0191795a30c108ada80cfab2bea51"


@pytest.fixture
def files(tmp_path):
    """A directory with everything that Pulumi treats in its own way: hidden bookkeeping, links, long names, other alphabets."""
    directory = tmp_path / "dir"
    for folder in (directory / "sub", directory / ".pulumi", directory / ("d" * 90), tmp_path / "uni"):
        folder.mkdir(parents=True)
    contents = {
        "a.txt": "hello",
        "dir/b": "x",
        "dir/B": "yy",
        "dir/sub/c.txt": "zzz",
        "dir/.pulumi/n": "no",
        f"dir/{'d' * 90}/{'f' * 60}": "long",
        "dir/empty": "",
        "dir/big": "\0" * 70_000,
        "uni/ünï.txt": "u",
        f"uni/{'g' * 120}": "v",
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    (directory / "link").symlink_to("b")
    (directory / "linkdir").symlink_to("sub")
    return tmp_path


@pytest.mark.parametrize(
    ("asset", "expected"),
    [
        (Asset(text="hello"), HELLO),
        (Asset(text=""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (Asset(path="a.txt"), HELLO),
        (Archive(path="dir"), DIRECTORY),
        (Archive(path="uni"), "cad91682a357d7438d40e4b5a9deaa665e2803e5ad8eaa54c22715462562437d"),
        (Archive(assets={}), "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"),
        (Asset(hash="given", path="gone"), "given"),
    ],
)
def test_hashes_are_pulumis(files, asset, expected):
    assert with_hash(asset, files).hash == expected


def test_a_file_uri_is_read(files):
    assert with_hash(Asset(uri=f"file://{files}/a.txt"), files).hash == HELLO


def test_members_of_an_archive_get_theirs_and_nested_archives_are_flattened(files):
    nested = with_hash(Archive(assets={"in": Archive(path="dir"), "a": Asset(text="hello")}), files)
    assert isinstance(nested, Archive)
    assert nested.assets is not None
    assert nested.assets["a"].hash == HELLO
    assert nested.assets["in"].hash == DIRECTORY
    flat = {f"in/{path.relative_to(files / 'dir')}": Asset(path=str(path)) for path in (files / "dir").rglob("*") if path.is_file()}
    flat = {name: asset for name, asset in flat.items() if ".pulumi" not in name and "linkdir" not in name}
    same = with_hash(Archive(assets={**flat, "a": Asset(text="hello")}), files)
    assert nested.hash == same.hash


@pytest.mark.parametrize("kind", ["z.zip", "t.tar"])
def test_archive_files_inside_an_archive_are_unpacked(files, kind):
    if kind == "z.zip":
        with zipfile.ZipFile(files / kind, "w") as archive:
            archive.writestr("a.txt", "hello")
    else:
        with tarfile.open(files / kind, "w") as archive:
            archive.add(files / "a.txt", "a.txt")
    unpacked = with_hash(Archive(assets={"x/a.txt": Asset(text="hello")}), files).hash
    assert with_hash(Archive(assets={"x": Archive(path=kind)}), files).hash == unpacked


@pytest.mark.parametrize(
    ("asset", "reason"),
    [
        (Asset(path="./no"), "asset hash: failed to open asset file '{0}/no': open {0}/no: no such file or directory"),
        (Asset(path="."), "asset hash: asset path '{0}' is a directory; try using an archive"),
        (Asset(uri="ftp://x/y"), "asset hash: Unrecognized or unsupported URI scheme: ftp"),
        (Asset(uri="file://elsewhere/y"), "asset hash: file:// host 'elsewhere' not supported (only localhost)"),
        (Archive(path="no"), "archive hash: couldn't read archive path '{0}/no': stat {0}/no: no such file or directory"),
        (Archive(path="a.txt"), "archive hash: '{0}/a.txt' is neither a recognized archive type nor a directory"),
        (Archive(path="no.zip"), "archive hash: open {0}/no.zip: no such file or directory"),
        (Archive(uri="https://x/y"), "archive hash: file at URL 'https://x/y' is not a recognized archive format"),
        (
            Archive(assets={"in": Asset(path="no")}),
            "asset hash: failed to open asset file '{0}/no': open {0}/no: no such file or directory",
        ),
    ],
)
def test_what_cannot_be_read(files, asset, reason):
    with pytest.raises(AssetError) as raised:
        with_hash(asset, files)
    assert str(raised.value) == f"failed to compute {reason.format(files)}"


def test_a_web_server_is_asked(files, monkeypatch):
    asked = []

    def urlopen(uri, timeout):
        asked.append((uri, timeout > 0))
        if "gone" in uri:
            raise HTTPError(uri, 404, "Not Found", Message(), io.BytesIO(b"nothing here"))
        if "down" in uri:
            raise URLError(ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"))
        return io.BytesIO(b"hello")

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    assert with_hash(Asset(uri="https://x/y"), files).hash == hashlib.sha256(b"hello").hexdigest()
    assert with_hash(Archive(uri="http://x/y.zip"), files).hash == hashlib.sha256(b"hello").hexdigest()
    assert with_hash(Asset(uri="https://x/gone"), files).hash == hashlib.sha256(b"nothing here").hexdigest()
    assert asked[0] == ("https://x/y", True)
    with pytest.raises(AssetError) as raised:
        with_hash(Asset(uri="http://x:9/down"), files)
    assert str(raised.value) == 'failed to compute asset hash: Get "http://x:9/down": dial tcp x:9: connect: connection refused'


@pytest.mark.parametrize(
    "asset",
    [Asset(text=""), Asset("h", path="p"), Archive(assets={}), Archive("h", assets={"a": Archive(uri="u"), "b": Asset(text="t")})],
)
def test_the_weakly_typed_form_comes_back(asset):
    assert from_fields(to_fields(asset)) == asset
