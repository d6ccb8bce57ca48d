"""Logs in one place: structlog and the standard library's loggers, to stderr, as lines for people or as JSON Lines.

No secret and no way to write to a person gets into a line: values of telling names are left out, and what looks like an
e-mail address, a phone or a @name is blotted out, also in tracebacks.
"""

import logging
import re
import sys
import uuid
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, Final, TextIO

import structlog

Event = MutableMapping[str, Any]

_SECRET: Final = re.compile(r"(?i)token|secret|password|cookie|authorization|session|api_?key")
_KEPT: Final = frozenset({"event", "level", "timestamp", "logger", "request_id", "run_id", "route", "source"})
"""What this program names itself; nothing of it comes from outside."""
_IN_URL: Final = re.compile(r"(?<=://)[^\s/@]+@")
_CONTACTS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
        r"(?<![\w/])@[A-Za-z]\w{2,64}(?![\w/])",  # "@channel/12" is a post of a public channel
        r"\+\d(?:[ ().\u00a0-]{0,2}\d){8,14}(?!\d)",
        r"(?<![\d.:-])[78]?[ (\u00a0-]{0,2}9\d\d[ )\u00a0-]{0,2}\d{3}[ \u00a0-]?\d\d[ \u00a0-]?\d\d(?![\d:])",
    )
)
_QUIET: Final = ("alembic", "apscheduler", "asyncio", "pymorphy3")


class Lines(logging.StreamHandler[TextIO]):
    """Writes to what stderr is at the time, which tests and progress bars change."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    @property
    def stream(self) -> TextIO:
        """The stream of this moment."""
        return sys.stderr

    @stream.setter
    def stream(self, _stream: TextIO) -> None:
        """Nothing is kept."""


def configure(form: str = "text", level: int = logging.WARNING) -> None:
    """Lead all logs to stderr, as ``form`` says: ``text`` or ``json``; doing it again replaces what was set before."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,  # only text: a rich traceback would show the values of variables
        harmless,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    handler = Lines()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
        )
    )
    root = logging.getLogger()
    for former in [known for known in root.handlers if isinstance(known, Lines)]:
        root.removeHandler(former)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(True)


def harmless(_logger: Any, _method: str, event: Event) -> Event:
    """Leave secrets out of an event and blot out contacts; the last processor before the line is written."""
    for name, value in list(event.items()):
        if name in _KEPT - {"event"} or name.startswith("_"):
            continue
        event[name] = "…" if _SECRET.search(name) else _blotted(value)
    return event


def _blotted(value: Any) -> Any:
    if isinstance(value, str):
        text = _IN_URL.sub("…@", value)
        for shape in _CONTACTS:
            text = shape.sub("…", text)
        return text
    if isinstance(value, bool | int | float | None):
        return value
    if isinstance(value, dict):
        return {key: "…" if _SECRET.search(str(key)) else _blotted(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_blotted(one) for one in value]
    return _blotted(str(value))


@contextmanager
def run_of(what: str) -> Iterator[str]:
    """Mark every line written within as of one run of ``what`` (a collection, a reparse); gives the run's id."""
    run_id = uuid.uuid4().hex[:12]
    with structlog.contextvars.bound_contextvars(run=what, run_id=run_id):
        yield run_id
