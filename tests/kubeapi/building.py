"""kube-apiserver and etcd as Go modules: built once, at the versions of go.mod, and kept.

Kubernetes publishes its staging repositories as modules of their own, so that go.mod replaces each with the release of the same day; the
version that the API server tells of itself is what its own build script gives the linker (hack/lib/version.sh).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
_TOOLS: Final = ("k8s.io/kubernetes/cmd/kube-apiserver", "go.etcd.io/etcd/server/v3")
_VERSION: Final = re.compile(r"^\s*k8s\.io/kubernetes v(?P<version>\d+\.\d+\.\d+)$", re.MULTILINE)


class SkippedError(Exception):
    """There is no API server to ask; the text says why."""


@dataclass(frozen=True)
class Programs:
    """What was built.

    Args:
        version: Kubernetes' version, "1.35.4".
        folder: where it is kept.
    """

    version: str
    folder: Path

    @property
    def minor(self) -> str:
        """The minor version, "1.35"."""
        return self.version.rpartition(".")[0]

    @property
    def apiserver(self) -> Path:
        return self.folder / "kube-apiserver"

    @property
    def etcd(self) -> Path:
        return self.folder / "server"  # as Go calls it, by the last word of the module's path before its major version

    @property
    def there(self) -> bool:
        return self.apiserver.is_file() and self.etcd.is_file()


def built() -> Programs:
    """The two programs, built where they are not yet: 10 to 25 minutes on two cores, and 3 GB of Go's caches.

    Raises:
        SkippedError: they are not there, and cannot be built.
    """
    found = _VERSION.search((HERE / "go.mod").read_text())
    assert found is not None
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    programs = Programs(found["version"], cache / "nusantara" / "kubeapi" / found["version"])
    if not programs.there:
        _build(programs)
    return programs


def _build(programs: Programs) -> None:
    go = shutil.which("go")
    if go is None:
        raise SkippedError(
            f"there is no `go` on PATH to build kube-apiserver {programs.version} with, and none in {programs.folder}"
        )
    print(f"Building kube-apiserver {programs.version} and etcd; this is done once, and takes 10 to 25 minutes …", flush=True)
    programs.folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=programs.folder.parent) as scratch:
        package = "k8s.io/component-base/version"
        major, minor, _ = programs.version.split(".")
        told = {"gitVersion": f"v{programs.version}", "gitMajor": major, "gitMinor": minor}
        flags = " ".join(["-s", "-w", *(f"-X {package}.{name}={value}" for name, value in told.items())])
        command = [go, "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", f"{scratch}/", *_TOOLS]
        done = subprocess.run(
            ["nice", "-n", "19", *command] if shutil.which("nice") else command,
            cwd=HERE,
            env={**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SkippedError(f"`go build` has failed: {done.stderr.strip()[-2000:]}")
        Path(scratch).chmod(0o755)  # programs are everybody's to run, as those that Go installs
        shutil.rmtree(programs.folder, ignore_errors=True)
        Path(scratch).rename(programs.folder)
        Path(scratch).mkdir()  # for its own end
