"""The ways to evaluate a program that are timed against each other."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from faults.yaml import load

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {"aws": "7.51.1", "alicloud": "4.0.0", "kubernetes": "4.34.2"}


@dataclass(frozen=True)
class Work:
    """A project in a folder of its own, and how large it is; 0 resources where the project itself decides."""

    directory: Path
    project: str
    stack: str
    resources: int
    config: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """What every variant's process is started with."""
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {
            **inherited,
            "PYTHONPATH": str(ROOT),
            "PULUMI_PROJECT": self.project,
            "PULUMI_CONFIG": json.dumps(self.config),
            "PULUMI_BACKEND_URL": f"file://{self.directory}/backend",
            "PULUMI_HOME": str(self.directory / "home"),
            "PULUMI_CONFIG_PASSPHRASE": "bench",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "NUSANTARA_CLOUDS": str(self.directory / "clouds.sqlite"),
            "NO_COLOR": "1",
        }


@dataclass(frozen=True)
class Variant:
    """One way: the command for a work, and why it cannot be had here, if so."""

    name: str
    command: Callable[[Work], list[str]]
    missing: Callable[[Work], str] = lambda _: ""


def _mocked(collector: str, *parts: str) -> Callable[[Work], list[str]]:
    return lambda work: [sys.executable, "-m", "tests.bench.mocked", str(work.directory), work.stack, collector, *parts]


def _nusa(work: Work) -> list[str]:
    return [sys.executable, "-m", "cli", "preview", "-s", work.stack, "-C", str(work.directory)]


def _pulumi(work: Work) -> list[str]:
    return ["pulumi", "preview", "--non-interactive", "-s", work.stack, "-C", str(work.directory / "real")]


def _no_pulumi(_: Work) -> str:
    return "" if shutil.which("pulumi") else "pulumi is not on PATH"


def _cdk(work: Work) -> list[str]:
    app = str(ROOT / "tests" / "bench" / "cdk_app.py")
    return [sys.executable, app, str(work.resources), str(work.directory / "cdk.out")]


def _no_cdk(work: Work) -> str:
    if not work.resources:
        return "the program is not one of its kind"
    if importlib.util.find_spec("aws_cdk") is None:
        return "aws-cdk-lib is not installed (uv pip install --group bench)"
    return "" if shutil.which("node") else "node is not on PATH"


VARIANTS = (
    Variant("SDK's mock monitor, as people run it", _mocked("default")),
    Variant("SDK's mock monitor, our collector settings", _mocked("engine")),
    Variant("SDK's mock monitor, collector off", _mocked("off")),
    Variant("nusa preview, empty state", _nusa),
    Variant("aws-cdk synth, L1 constructs", _cdk, _no_cdk),
    Variant("pulumi preview, simulated clouds", _pulumi, _no_pulumi),
)


def environment_work(where: Path, stack: str) -> Work:
    """One of the project's own environments, copied so that its state stays apart."""
    for name in ("components", "faults", "stacks"):
        shutil.copytree(ROOT / name, where / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Pulumi.yaml", "__main__.py"):
        shutil.copy(ROOT / name, where)
    (where / ".venv").symlink_to(sys.prefix)
    config = load(where / "stacks" / f"Pulumi.{stack}.yaml").value["config"]
    work = Work(where, "nusantara", stack, 0, {key: _text(value) for key, value in config.items()})
    _for_the_real_engine(work, {"main": "../", "stackConfigDir": "../stacks"})
    return work


def flat_work(where: Path, resources: int) -> Work:
    """`flat/` with as many resources as asked."""
    shutil.copytree(ROOT / "tests" / "bench" / "flat", where, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    config = {"aws:region": "ap-southeast-1", "flat:resources": str(resources)}
    (where / "Pulumi.bench.yaml").write_text(yaml.safe_dump({"config": config}))
    work = Work(where, "flat", "bench", resources, config)
    _for_the_real_engine(work, {"main": "../"})
    shutil.copy(where / "Pulumi.bench.yaml", where / "real")
    return work


def _for_the_real_engine(work: Work, extra: Mapping[str, str]) -> None:
    """A project file that names the simulated clouds as plugins, as `simulator/project` does."""
    (work.directory / "backend").mkdir()
    real = work.directory / "real"
    real.mkdir()
    project = {
        "name": work.project,
        "runtime": {"name": "python", "options": {"virtualenv": str(Path(sys.prefix))}},
        "plugins": {
            "providers": [
                {"name": name, "path": str(ROOT / "simulator" / name), "version": version} for name, version in PACKAGES.items()
            ]
        },
        **extra,
    }
    (real / "Pulumi.yaml").write_text(yaml.safe_dump(project))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


_PARTS = ("waiting", "outputs", "property values", "stack traces", "URNs", "imports")
PROPOSALS = (
    Variant("the SDK's mock monitor", _mocked("default")),
    Variant("+ collector settings", _mocked("engine")),
    *(Variant(f"+ {part}", _mocked("engine", *_PARTS[: n + 1])) for n, part in enumerate(_PARTS)),
)
"""What the engine replaces in the SDK, one after the other: each variant has all that stand before it."""
