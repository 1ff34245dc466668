"""What must hold for the project as a whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

import whoholds
from whoholds.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "src" / "whoholds").rglob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> Iterator[str]:
    """Yield each command in words, groups with their own commands."""
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        yield from (f"{name} {sub}" for sub in inner) if inner else [name]


def test_the_public_names_are_sorted_and_there() -> None:
    assert whoholds.__all__ == sorted(whoholds.__all__)
    assert [name for name in whoholds.__all__ if not hasattr(whoholds, name)] == []


@pytest.mark.parametrize("command", sorted(commands()))
def test_each_command_stands_in_the_readme_and_teaches(command: str) -> None:
    assert f"whoholds {command}" in README
    told = CliRunner().invoke(app, [*command.split(), "--help"]).stdout
    assert "Example" in told
    assert f"whoholds {command}" in told


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_each_module_says_in_a_sentence_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    first = docstring.split("\n\n")[0]
    assert first.endswith((".", ":"))
    assert len(first.split()) <= 40


def test_nothing_needs_the_training_libraries() -> None:
    code = (
        "import sys, whoholds.cli.app, whoholds.service.whoholds, whoholds.service.demo\n"
        "import whoholds.reading.read, whoholds.reading.parse\n"
        "print(sorted({'torch', 'onnx', 'transformers', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_imports_point_strictly_down() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_changelog_tells_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{whoholds.__version__}]" in changelog or "## [Unreleased]" in changelog
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(rf"^version: {re.escape(whoholds.__version__)}$", citation, re.MULTILINE)


def test_each_dependency_is_locked() -> None:
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    names = set(re.findall(r"^([a-z0-9-]+)==", locked, re.MULTILINE))
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = project.split("\ndependencies = [")[1].split("]")[0]
    wanted = set(re.findall(r'"([a-zA-Z0-9-]+)', block))
    assert wanted
    assert wanted <= names
