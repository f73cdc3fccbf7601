"""What holds for the project as a whole: imports, sizes, documented dependencies."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("bootstrap", "checks", "cli", "components", "engine", "faults", "simulator", "stacks", "views")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
PAGES = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
LOCKS = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-bench.txt",
    "requirements-instance-types.txt",
    "requirements-bootstrap.txt",
)


def test_imports_go_one_way():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("program", ["__main__.py", "bootstrap/__main__.py"])
def test_a_program_is_short(program):
    assert len((ROOT / program).read_text().splitlines()) <= 15


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_and_says_what_it_is(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    assert not text.strip() or text.startswith(('"""', "#!")), "a module begins with what it is"


def test_files_of_tests_are_short_too():
    lengths = {path: len(path.read_text().splitlines()) for path in (ROOT / "tests").rglob("*.py")}
    assert {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > 300} == {}


def test_the_real_engine_finds_the_program_its_stacks_and_its_interpreter():
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())
    assert project["name"] == "nusantara"
    assert project["runtime"] == {"name": "python", "options": {"virtualenv": ".venv"}}
    assert project["stackConfigDir"] == "stacks"
    assert "plugins" not in project, "with plugins here, `pulumi up` would deploy to the simulated clouds"


def test_the_project_of_accounts_runs_on_the_same_interpreter_and_on_real_clouds():
    project = yaml.safe_load((ROOT / "bootstrap" / "Pulumi.yaml").read_text())
    options = project["runtime"]["options"]
    assert (ROOT / "bootstrap" / options["virtualenv"]).resolve() == (ROOT / ".venv").resolve()
    assert project["name"] == "nusantara-bootstrap"
    assert "plugins" not in project


def test_every_direct_dependency_is_pinned_locked_and_explained():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"].values()
    direct = [*project["project"]["dependencies"], *(entry for group in groups for entry in group if isinstance(entry, str))]
    explained = (ROOT / "docs" / "dependencies.md").read_text()
    locked = "".join((ROOT / lock).read_text() for lock in LOCKS)
    for requirement in direct:
        name, _, version = requirement.partition("==")
        assert version, f"{requirement} is not pinned"
        assert f"{name}=={version}" in locked, f"{requirement} is not locked; run make lock"
        assert re.search(rf"\b{re.escape(name)}\b", explained), f"docs/dependencies.md does not say why {name} is there"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_and_names_no_index(lock):
    text = (ROOT / lock).read_text()
    assert "--hash=sha256:" in text
    assert "://" not in text


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_links_to_what_is_there(page):
    links = [target.partition("#") for target in re.findall(r"\]\(([^)\s]+)\)", _prose(page)) if "://" not in target]
    targets = [(page.parent / path if path else page, anchor) for path, _, anchor in links]
    assert [str(target) for target, _ in targets if not target.exists()] == []
    assert [f"{target}#{anchor}" for target, anchor in targets if anchor and anchor not in _anchors(target)] == []


def _prose(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)


def _anchors(page: Path) -> set[str]:
    """What the headings of a page are linked by, as GitHub makes it of their text."""
    headings = re.findall(r"^#+ (.+)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
