"""The command line, the composition root: it may import every room, and nothing imports it.

stdout carries the answer only; progress, warnings and errors go to stderr. Exit codes: 0 done, 1 some sources failed,
2 all failed or wrong usage. An error is one clear line; ``--debug`` adds the traceback.
"""

import os
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Final

import typer

from voronka.cli.console import Debug, fail_line, start_logs
from voronka.errors import VoronkaError

_COMMANDS: Final = {
    "collect": "collecting:collect",
    "follow": "following:follow",
    "telegram": "telegram_login:app",
    "import": "data:import_files",
    "reparse": "data:reparse",
    "index": "data:index",
    "stats": "data:stats",
    "check": "checking:check",
    "search": "searching:search",
    "extract": "pure:extract",
    "explain": "explaining:explain_command",
    "group": "pure:group",
    "understand": "pure:understand",
    "sources": "source_commands:app",
    "backup": "backups:backup",
    "restore": "backups:restore_file",
    "admin": "admins:app",
    "resumes": "resumes:app",
    "vacancies": "vacancies:app",
    "erase": "erasing:app",
    "retention": "erasing:retention",
    "alerts": "alerting:app",
    "corrections": "corrections:app",
    "serve": "serving:serve",
    "serve-worker": "serving:serve_worker",
    "demo": "serving:demo",
    "up": "serving:up",
}
_HIDDEN: Final = frozenset({"serve-worker"})
_PURE: Final = frozenset({"extract", "group", "understand"})
"""Commands that keep no log: they do not wait for what logs stand on."""


def make_app(names: Iterable[str] = tuple(_COMMANDS)) -> typer.Typer:
    """The command line with these commands: what only the others need is not loaded."""
    app = typer.Typer(
        name="voronka",
        help="Vacancies and candidates in marketing and sales, from Telegram channels and job sites, in one search.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_common)
    for name in names:
        module, _, attribute = _COMMANDS[name].partition(":")
        found = getattr(import_module(f"voronka.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name, hidden=name in _HIDDEN)(found)
    return app


def _common(
    context: typer.Context,
    debug: bool = typer.Option(False, "--debug", help="Show a traceback where something fails."),
) -> None:
    Debug.on = debug
    form = os.environ.get("VORONKA_LOG", "text")
    if form != "text" or context.invoked_subcommand not in _PURE:
        start_logs(form)  # the settings file may say it too: see workplace


def _wanted(arguments: list[str]) -> Iterable[str]:
    """The command that is asked for, if it is one; otherwise all of them, for the help that lists them."""
    name = next((word for word in arguments if not word.startswith("-")), "")
    return (name,) if name in _COMMANDS else tuple(_COMMANDS)


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        code = make_app(_wanted(sys.argv[1:]))(standalone_mode=False)
    except typer.Abort:
        _quit(130, "stopped")
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        if context is not None and getattr(error, "format_message", str)() == context.get_help():
            sys.stderr.write(context.get_help() + "\n")  # no command was named
            sys.exit(2)
        hint = f" (see: {context.command_path} --help)" if context is not None else ""
        _quit(2, getattr(error, "format_message", error.__str__)() + hint)
    except VoronkaError as error:
        if Debug.on:
            raise
        _quit(2, str(error))
    except BrokenPipeError:
        # the reader of our output left (`| head`): nothing is wrong, and nothing may be flushed at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)


def _quit(code: int, message: str) -> None:
    fail_line(message)
    sys.exit(code)
