"""A Pulumi project: what its Pulumi.yaml says, as far as the engine needs it.

Source: sdk/go/common/workspace/project.go and loaders.go.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from faults import Fault, FaultError, dotted, yaml

from .config_types import TYPES, ConfigType, matches, type_name
from .errors import EngineError
from .interpreter import TOOLCHAINS, environment_of, python_of, running

FILES: Final = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")


class ProjectNotFound(EngineError):  # noqa: N818  named for what is the case
    """No Pulumi.yaml in a directory nor in any above it."""


@dataclass(frozen=True, slots=True)
class ProviderPlugin:
    """A provider that the project brings along: the directory of its PulumiPlugin.yaml, or its executable; absolute."""

    name: str
    path: Path
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project.

    Args:
        name: the project's name.
        root: the directory of Pulumi.yaml; absolute.
        file: Pulumi.yaml itself.
        working_directory: where the program runs; absolute.
        entry_point: what is run there: `.` for its `__main__.py`.
        interpreter: the Python of the project's virtual environment; None for the one that runs this.
        stack_config_directory: where the stacks' files are; absolute.
        providers: providers that the project brings along.
        config: what Pulumi.yaml says of configuration, by full key.
        refresh: whether every deployment reads the objects first, unless it is asked not to.
        warnings: what a person should know of Pulumi.yaml, beside its faults.
    """

    name: str
    root: Path
    file: Path
    working_directory: Path
    entry_point: str = "."
    interpreter: Path | None = None
    stack_config_directory: Path
    providers: tuple[ProviderPlugin, ...] = ()
    config: Mapping[str, ConfigType] = field(default_factory=dict)
    refresh: bool = False
    warnings: tuple[str, ...] = ()

    @classmethod
    def load(cls, directory: Path) -> Project:
        """The project of a directory, or of the nearest directory above it that has a Pulumi.yaml.

        Raises:
            ProjectNotFound: there is none.
            FaultError: Pulumi.yaml is faulty; with every fault.
        """
        file = find(directory)
        return _Reader(file, yaml.load(file, shown=shown(file))).project()

    def qualified(self, stack: str) -> str:
        """A stack's name with the project and the organization, which is always called so where states are files."""
        return f"organization/{self.name}/{stack}"

    def stack_file(self, stack: str) -> Path:
        """Where a stack's configuration is, or would be."""
        return self.stack_config_directory / f"Pulumi.{stack}{self.file.suffix}"

    def configured_stacks(self) -> list[str]:
        """The names of the stacks that have a file."""
        files = self.stack_config_directory.glob(f"Pulumi.*{self.file.suffix}")
        return sorted(file.name.removeprefix("Pulumi.").removesuffix(self.file.suffix) for file in files)


def find(directory: Path) -> Path:
    """The Pulumi.yaml of a directory, or of the nearest one above it.

    Raises:
        ProjectNotFound: there is none.
    """
    directory = directory.absolute()
    for candidate in (directory, *directory.parents):
        for name in FILES:
            if (candidate / name).is_file():
                return candidate / name
    raise ProjectNotFound(
        f"no Pulumi.yaml project file found in {directory} nor in any directory above it; fix: name the project's directory with -C"
    )


def shown(file: Path) -> str:
    """A file's name for messages: relative to the working directory where it lies below it."""
    relative = os.path.relpath(file)
    return str(file) if relative.startswith("..") else relative


class _Reader:
    """Turns the document into a project, collecting every fault."""

    def __init__(self, file: Path, document: yaml.Document) -> None:
        self._file = file
        self._root = file.parent
        self._document = document
        self._faults: list[Fault] = []
        self._warnings: list[str] = []

    def project(self) -> Project:
        name = self._text("name", required=True)
        self._runtime()
        working_directory, entry_point = self._main()
        project = Project(
            name=name,
            root=self._root,
            file=self._file,
            working_directory=working_directory,
            entry_point=entry_point,
            interpreter=self._interpreter(working_directory),
            stack_config_directory=self._root / self._stack_config_directory(),
            providers=self._providers(),
            config=self._config(name),
            refresh=self._refresh(),
            warnings=tuple(self._warnings),
        )
        if self._faults:
            raise FaultError(self._faults)
        return project

    def _fault(self, path: tuple[str | int, ...], given: str, expected: str = "", fix: str = "") -> None:
        where = self._document.position(path)
        self._faults.append(Fault(where=where, path=dotted(path), given=given, expected=expected, fix=fix))

    def _text(self, *path: str | int, required: bool = False) -> str:
        value: Any = self._document.value
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, str) and (value or not required):
            return value
        if value is not None or required:
            self._fault(path, _described(value), "a string" if not required else "a non-empty string")
        return ""

    def _runtime(self) -> None:
        runtime = self._document.value.get("runtime")
        name = runtime.get("name") if isinstance(runtime, dict) else runtime
        if name != "python":
            self._fault(("runtime",), _described(name), "python")

    def _main(self) -> tuple[Path, str]:
        main = self._root / self._text("main")
        if main.is_dir():
            return Path(os.path.normpath(main)), "."
        if not main.is_file():
            self._fault(
                ("main",), f"{self._text('main')}, which does not exist", "a Python file, or a directory with a __main__.py"
            )
        return Path(os.path.normpath(main.parent)), main.name

    def _interpreter(self, directory: Path) -> Path | None:
        """The virtual environment's Python; None where that is the running one, or where the environment has not been made."""
        runtime = self._document.value.get("runtime")
        options = runtime.get("options") if isinstance(runtime, dict) else None
        if not isinstance(options, dict):
            return None
        toolchain = options.get("toolchain")
        if toolchain not in (None, *TOOLCHAINS):
            self._fault(("runtime", "options", "toolchain"), _described(toolchain), "pip, poetry or uv")
        self._text("runtime", "options", "virtualenv")
        environment, called = environment_of(self._root, directory, options)
        if environment is None or running(environment):
            return None
        if python := python_of(environment):
            return python
        path = ("runtime", "options", "virtualenv" if "virtualenv" in options else "toolchain")
        given = f"{called}, where there is no Python: the program runs with {sys.executable}"
        fix = "make it, or leave the option out"
        self._warnings.append(str(Fault(where=self._document.position(path), path=dotted(path), given=given, fix=fix)))
        return None

    def _stack_config_directory(self) -> str:
        directory, config = self._text("stackConfigDir"), self._document.value.get("config")
        if isinstance(config, str):
            if directory:
                self._fault(("config",), "a directory here and in stackConfigDir", fix="keep stackConfigDir alone")
            return config
        return directory

    def _providers(self) -> tuple[ProviderPlugin, ...]:
        plugins = self._document.value.get("plugins") or {}
        providers = plugins.get("providers") or [] if isinstance(plugins, dict) else plugins
        if not isinstance(providers, list):
            self._fault(("plugins",), _described(providers), "providers: a list of name, path and version")
            return ()
        found = []
        for index, entry in enumerate(providers):
            if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not isinstance(entry.get("path"), str):
                self._fault(("plugins", "providers", index), _described(entry), "a provider with name and path")
                continue
            found.append(ProviderPlugin(entry["name"], (self._root / entry["path"]).resolve(), str(entry.get("version") or "")))
        return tuple(found)

    def _refresh(self) -> bool:
        options = self._document.value.get("options")
        if options is None:
            return False
        if not isinstance(options, dict):
            self._fault(("options",), _described(options), "a mapping")
            return False
        refresh = options.get("refresh")
        if refresh not in (None, "always"):
            self._fault(("options", "refresh"), _described(refresh), "always", fix="leave it out, and ask with --refresh")
        return refresh == "always"

    def _config(self, project: str) -> dict[str, ConfigType]:
        config = self._document.value.get("config")
        if config is None or isinstance(config, str):
            return {}
        if not isinstance(config, dict):
            self._fault(("config",), _described(config), "a mapping of configuration keys")
            return {}
        types = {}
        for key, entry in config.items():
            own = ":" not in key or key.startswith(f"{project}:")
            types[key if ":" in key else f"{project}:{key}"] = self._config_type(key, entry, own=own)
        return types

    def _config_type(self, key: str, entry: Any, *, own: bool) -> ConfigType:
        if not isinstance(entry, dict):
            return ConfigType(value=entry, has_value=entry is not None)
        path = ("config", key)
        default, value, type_ = entry.get("default"), entry.get("value"), entry.get("type") or ""
        if default is not None and value is not None:
            self._fault(path, "both a default and a value", "one of them")
        if not own and (type_ or default is not None or value is None):
            self._fault(path, "a key of another namespace", "a value and nothing else", fix="write value: instead")
        if type_ not in ("", *TYPES):
            self._fault((*path, "type"), _described(type_), "string, integer, boolean, array or object")
        elif type_ == "array" and not isinstance(entry.get("items"), dict):
            self._fault(path, "an array without the type of its items", "items: with a type")
        elif type_ and default is not None and not matches(default, type_, entry.get("items")):
            self._fault((*path, "default"), _described(default), type_name(type_, entry.get("items")))
        given = value if default is None else default
        return ConfigType(type_, entry.get("items"), given, given is not None, bool(entry.get("secret")))


def _described(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case str():
            return f'"{value}"'
    return str(value)
