"""Assets and archives: their weakly typed form, and the hashes that Pulumi computes from their contents.

Source: sdk/go/common/resource/asset/asset.go and sdk/go/common/resource/archive/archive.go. Two assets are equal when their hashes
are, wherever the contents come from.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from . import contents, signatures, tar
from .errors import EngineError
from .signatures import SIGNATURE
from .values import Archive, Asset

ARCHIVE_SUFFIXES: Final = (".tar", ".tgz", ".tar.gz", ".zip", ".jar")
_BOOKKEEPING: Final = ".pulumi"
_CHUNK: Final = 1 << 20


class AssetError(EngineError):
    """The contents of an asset or of an archive cannot be read.

    Args:
        kind: `asset` or `archive`.
        reason: why.
        key: the property that it is.
    """

    def __init__(self, kind: str, reason: str, key: str = "") -> None:
        super().__init__(f"failed to compute {kind} hash{f' for {json.dumps(key)}' if key else ''}: {reason}")
        self.kind, self.reason, self.key = kind, reason, key


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
        AssetError: its contents cannot be read.
    """
    if isinstance(asset, Archive) and asset.assets:
        asset = replace(asset, assets={name: with_hash(member, root) for name, member in asset.assets.items()})
    if asset.hash:
        return asset
    try:
        if isinstance(asset, Asset):
            return replace(asset, hash=_sha256(_open_asset(asset, root)))
        return replace(asset, hash=_archive_hash(asset, root))
    except (OSError, ValueError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise AssetError("asset" if isinstance(asset, Asset) else "archive", str(error)) from error


def _sha256(stream: Any) -> str:
    with stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _open_asset(asset: Asset, root: Path) -> Any:
    if asset.path is not None:
        path = _below(root, asset.path)
        if path.is_dir():
            raise ValueError(f"asset path '{path}' is a directory; try using an archive")
        try:
            return contents.of_file(path)
        except ValueError as error:
            raise ValueError(f"failed to open asset file '{path}': {error}") from error
    if asset.uri is not None:
        return contents.of_uri(asset.uri)
    return io.BytesIO((asset.text or "").encode())


def _below(root: Path, path: str) -> Path:
    return Path(os.path.normpath(root / path))


def _archive_hash(archive: Archive, root: Path) -> str:
    """The hash of an archive file's bytes; of anything else, of the tar that Pulumi would make of it."""
    if archive.path is not None or archive.uri is not None:
        name, stream = _archive_file(archive, root)
        if stream is not None:
            return _sha256(stream)
        _require_directory(Path(name))
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
    where, stream = _archive_file(archive, root)
    if stream is None:
        path = Path(where)
        _require_directory(path)
        for file in _walk(path):
            yield file.relative_to(path).as_posix(), file.open("rb")
    elif where.endswith((".zip", ".jar")):
        with stream, zipfile.ZipFile(io.BytesIO(stream.read())) as file:
            for entry in file.infolist():
                if not entry.is_dir():
                    yield entry.filename, io.BytesIO(file.read(entry))
    else:
        with stream, tarfile.open(fileobj=io.BytesIO(stream.read())) as file:
            for entry in file:
                if entry.isfile():
                    stream = file.extractfile(entry)
                    yield entry.name, io.BytesIO(stream.read() if stream else b"")


def _archive_file(archive: Archive, root: Path) -> tuple[str, Any]:
    """Where an archive is, and what is in its file; None where it may be a directory."""
    if archive.uri is not None:
        if not urlsplit(archive.uri).path.endswith(ARCHIVE_SUFFIXES):
            raise ValueError(f"file at URL '{archive.uri}' is not a recognized archive format")
        return urlsplit(archive.uri).path, contents.of_uri(archive.uri)
    path = _below(root, archive.path or "")
    return str(path), contents.of_file(path) if path.name.endswith(ARCHIVE_SUFFIXES) else None


def _require_directory(path: Path) -> None:
    if not path.exists():
        raise ValueError(f"couldn't read archive path '{path}': stat {path}: no such file or directory")
    if not path.is_dir():
        raise ValueError(f"'{path}' is neither a recognized archive type nor a directory")


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
