"""The docs are tested: every command they show exists, every file they link to is there."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from voronka.cli import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
_COMMAND = re.compile(r"^\s*\./run voronka ([^#\n]+)|`\./run voronka ([^`]+)`|`voronka ([^`]+)`", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def commands(page: Path) -> list[str]:
    return [next(filter(None, found.groups())).strip() for found in _COMMAND.finditer(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    group = typer.main.get_command(app)
    for line in commands(page):
        words = shlex.split(re.sub(r"\[[^\]]*\]|…", "", line))
        command: Any = group
        while hasattr(command, "commands") and words and not words[0].startswith("-"):
            name = words.pop(0)
            assert name in command.commands, f"{page.name}: voronka {line}"
            command = command.commands[name]
        options = {option for parameter in command.params for option in parameter.opts}
        for word in words:
            assert not word.startswith("--") or word in options, f"{page.name}: voronka {line}"


def test_the_readme_shows_commands() -> None:
    assert len(commands(ROOT / "README.md")) > 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_linked_files_are_there(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"
