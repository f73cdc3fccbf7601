"""Assets and archives: their weakly typed form, and the hashes that Pulumi computes from their contents.

Source: sdk/go/common/resource/asset/asset.go and sdk/go/common/resource/archive/archive.go. Two assets are equal when their hashes
are, wherever the contents come from.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from . import signatures, tar
from .signatures import SIGNATURE
from .values import Archive, Asset

ARCHIVE_SUFFIXES: Final = (".tar", ".tgz", ".tar.gz", ".zip", ".jar")
_BOOKKEEPING: Final = ".pulumi"
_CHUNK: Final = 1 << 20


def to_fields(asset: Asset | Archive) -> dict[str, Any]:
    """The object that stands for the asset on the wire and in the state."""
    fields: dict[str, Any] = {SIGNATURE: signatures.ASSET if isinstance(asset, Asset) else signatures.ARCHIVE}
    if asset.hash:
        fields["hash"] = asset.hash
    if isinstance(asset, Asset):
        if asset.text:
            fields["text"] = asset.text
    elif asset.assets is not None:
        fields["assets"] = {name: to_fields(member) for name, member in asset.assets.items()}
    if asset.path:
        fields["path"] = asset.path
    if asset.uri:
        fields["uri"] = asset.uri
    return fields


def from_fields(fields: Mapping[str, Any]) -> Asset | Archive:
    """The asset that such an object stands for; members of an archive may be objects or assets already."""
    hash_, path, uri = fields.get("hash", ""), fields.get("path") or None, fields.get("uri") or None
    if fields[SIGNATURE] == signatures.ASSET:
        text = fields.get("text")
        if text is None and path is None and uri is None:
            text = ""
        return Asset(hash_, text, path, uri)
    members = fields.get("assets")
    if members is None and path is None and uri is None:
        members = {}
    if members is not None:
        members = {name: m if isinstance(m, Asset | Archive) else from_fields(m) for name, m in members.items()}
    return Archive(hash_, members, path, uri)


def with_hash(asset: Asset | Archive, root: Path) -> Asset | Archive:
    """The asset with its hash, and for an archive of assets its members with theirs.

    Args:
        asset: a hash that it already has is trusted.
        root: the directory where relative paths start.

    Raises:
        OSError: a file cannot be read.
        ValueError: the path is neither an archive nor a directory, or the URI cannot be read here.
    """
    if isinstance(asset, Asset):
        return asset if asset.hash else replace(asset, hash=_sha256(_open_asset(asset, root)))
    if asset.assets:
        asset = replace(asset, assets={name: with_hash(member, root) for name, member in asset.assets.items()})
    return asset if asset.hash else replace(asset, hash=_archive_hash(asset, root))


def _sha256(stream: Any) -> str:
    with stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _open_asset(asset: Asset, root: Path) -> Any:
    if asset.path is not None:
        return (root / asset.path).open("rb")
    if asset.uri is not None:
        return _local(asset.uri).open("rb")
    return io.BytesIO((asset.text or "").encode())


def _local(uri: str) -> Path:
    parts = urlsplit(uri)
    if parts.scheme != "file":
        raise ValueError(f"asset {uri}: only file:// URIs can be read here; expected a path or a file:// URI")
    return Path(url2pathname(parts.path))


def _archive_hash(archive: Archive, root: Path) -> str:
    """The hash of an archive file's bytes; of anything else, of the tar that Pulumi would make of it."""
    path = root / archive.path if archive.path is not None else _local(archive.uri) if archive.uri is not None else None
    if path is not None and path.name.endswith(ARCHIVE_SUFFIXES):
        return _sha256(path.open("rb"))
    digest, seen = hashlib.sha256(), set()
    for name, stream in _members(archive, root):
        with stream:
            if name in seen:
                continue
            seen.add(name)
            size = stream.seek(0, os.SEEK_END)
            stream.seek(0)
            digest.update(tar.header(name, size))
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
            digest.update(bytes(-size % tar.BLOCK))
    digest.update(bytes(2 * tar.BLOCK))
    return digest.hexdigest()


def _members(archive: Archive, root: Path) -> Iterator[tuple[str, Any]]:
    """Every file of an archive, by name and in Pulumi's order; archives inside are flattened."""
    if archive.path is None and archive.uri is None:
        for name, member in sorted((archive.assets or {}).items()):
            if isinstance(member, Asset):
                yield name, _open_asset(member, root)
            else:
                for inner, stream in _members(member, root):
                    yield os.path.normpath(f"{name}/{inner}"), stream
        return
    path = root / archive.path if archive.path is not None else _local(archive.uri or "")
    if path.name.endswith((".zip", ".jar")):
        with zipfile.ZipFile(path) as file:
            for entry in file.infolist():
                if not entry.is_dir():
                    yield entry.filename, io.BytesIO(file.read(entry))
    elif path.name.endswith((".tar", ".tgz", ".tar.gz")):
        with tarfile.open(path) as file:
            for entry in file:
                if entry.isfile():
                    stream = file.extractfile(entry)
                    yield entry.name, io.BytesIO(stream.read() if stream else b"")
    elif path.is_dir():
        for file in _walk(path):
            yield file.relative_to(path).as_posix(), file.open("rb")
    else:
        raise ValueError(f"{str(path)!r} is neither a recognized archive type nor a directory")


def _walk(directory: Path) -> Iterator[Path]:
    """Files below a directory in the order of Go's filepath.Walk; links to directories are left out."""
    for entry in sorted(directory.iterdir(), key=lambda path: path.name.encode()):
        if entry.name == _BOOKKEEPING:
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _walk(entry)
        else:
            yield entry
