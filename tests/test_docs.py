"""The docs are tested: every command they show exists, every file they link to is there."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from voronka.cli import make_app
from voronka.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
_COMMAND = re.compile(r"^\s*\./run voronka ([^#\n]+)|`\./run voronka ([^`]+)`|`voronka ([^`]+)`", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def commands(page: Path) -> list[str]:
    return [next(filter(None, found.groups())).strip() for found in _COMMAND.finditer(page.read_text(encoding="utf-8"))]


def check(line: str, where: str) -> None:
    """A command line after ``voronka``: its command exists, and so do its options."""
    words = shlex.split(re.sub(r"\[[^\]]*\]|…", "", line))
    command: Any = typer.main.get_command(make_app())
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        name = words.pop(0)
        assert name in command.commands, f"{where}: voronka {line}"
        command = command.commands[name]
    options = {option for parameter in command.params for option in parameter.opts}
    for word in words:
        assert not word.startswith("--") or word in options, f"{where}: voronka {line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    for line in commands(page):
        check(line, page.name)


def test_the_readme_shows_commands() -> None:
    assert len(commands(ROOT / "README.md")) > 8


def test_what_is_deployed_runs_commands_and_sets_settings_that_exist() -> None:
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("docs/deploy.md", "Containerfile")}
    lines = re.findall(r"/\.venv/bin/voronka ([^'$\n]+)", texts["docs/deploy.md"])
    assert len(lines) >= 4
    for line in lines:
        check(line, "docs/deploy.md")
    for name, text in texts.items():
        for setting in re.findall(r"VORONKA_([A-Z_]+)", text):
            assert setting.lower() in Settings.model_fields, f"{name}: VORONKA_{setting}"
    assert re.findall(r"^USER (.+)$", texts["Containerfile"], re.MULTILINE) == ["voronka"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_linked_files_are_there(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
