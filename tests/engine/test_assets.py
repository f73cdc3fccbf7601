"""Hashes of assets and archives; the expected ones were recorded from Pulumi, over the same files."""

from __future__ import annotations

import tarfile
import zipfile

import pytest

from engine.assets import from_fields, to_fields, with_hash
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


def test_what_is_no_archive_is_refused(files):
    with pytest.raises(ValueError, match="neither a recognized archive type nor a directory"):
        with_hash(Archive(path="a.txt"), files)
    with pytest.raises(ValueError, match="only file:// URIs can be read here"):
        with_hash(Asset(uri="https://example.com/x"), files)


@pytest.mark.parametrize(
    "asset",
    [Asset(text=""), Asset("h", path="p"), Archive(assets={}), Archive("h", assets={"a": Archive(uri="u"), "b": Asset(text="t")})],
)
def test_the_weakly_typed_form_comes_back(asset):
    assert from_fields(to_fields(asset)) == asset
