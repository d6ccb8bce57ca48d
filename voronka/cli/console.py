"""What a person at the terminal sees: stdout for the answer, stderr for everything else.

Where logs are wanted as JSON Lines (VORONKA_LOG=json), what would be said in words is a line of the log as well.
"""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import Console

if TYPE_CHECKING:
    from rich.progress import Progress

out = Console(highlight=False, markup=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


class Debug:
    """Whether tracebacks are wanted."""

    on: ClassVar[bool] = False


class Form:
    """Whether what is said goes to the log, as JSON Lines."""

    json: ClassVar[bool] = False


def start_logs(form: str, level: int = logging.WARNING) -> None:
    """Lead the logs to stderr in this form; JSON Lines are written from INFO on."""
    from voronka import logs

    Form.json = form == "json"
    logs.configure(form, min(level, logging.INFO) if Form.json else level)


def log() -> Any:
    """The command line's own log; what it stands on is loaded when first wanted."""
    import structlog

    return structlog.get_logger("voronka.cli")


def fail_line(message: str) -> None:
    """One clear line about what failed."""
    if Form.json:
        log().error(message)
        return
    err.print("voronka: " + " ".join(message.split()), style="red" if err.is_terminal else None)


def warn(message: str) -> None:
    """One line about what was left out or looks odd."""
    if Form.json:
        log().warning(message)
        return
    err.print("warning: " + " ".join(message.split()), style="yellow" if err.is_terminal else None)


def say(message: str) -> None:
    """One line about what goes on."""
    if Form.json:
        log().info(message)
        return
    err.print(message)


def print_json(value: Any) -> None:
    """One JSON document on stdout, UTF-8 unescaped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def print_line(value: Any) -> None:
    """One line of JSON Lines on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


@contextmanager
def progress_bars() -> "Iterator[Progress]":
    """Progress bars on stderr; nothing where it is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, disable=Form.json or not err.is_terminal, transient=True) as bars:
        yield bars
