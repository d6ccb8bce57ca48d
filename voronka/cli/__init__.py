"""The command line, the composition root: it may import every room, and nothing imports it.

stdout carries the answer only; progress, warnings and errors go to stderr. Exit codes: 0 done, 1 some sources failed,
2 all failed or wrong usage. An error is one clear line; ``--debug`` adds the traceback.
"""

import os
import sys

import typer

from voronka.cli import (
    backups,
    checking,
    collecting,
    corrections,
    data,
    erasing,
    pure,
    searching,
    serving,
    source_commands,
)
from voronka.cli.console import Debug, fail_line, start_logs
from voronka.errors import VoronkaError

app = typer.Typer(
    name="voronka",
    help="Vacancies and candidates in marketing and sales, from Telegram channels and job sites, in one search.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _common(
    debug: bool = typer.Option(False, "--debug", help="Show a traceback where something fails."),
) -> None:
    Debug.on = debug
    start_logs(os.environ.get("VORONKA_LOG", "text"))  # the settings file may say it too: see workplace


app.command("collect")(collecting.collect)
app.command("import")(data.import_files)
app.command("reparse")(data.reparse)
app.command("index")(data.index)
app.command("stats")(data.stats)
app.command("check")(checking.check)
app.command("search")(searching.search)
app.command("extract")(pure.extract)
app.command("group")(pure.group)
app.command("understand")(pure.understand)
app.add_typer(source_commands.app, name="sources")
app.command("backup")(backups.backup)
app.command("restore")(backups.restore_file)
app.add_typer(erasing.app, name="erase")
app.command("retention")(erasing.retention)
app.add_typer(corrections.app, name="corrections")
app.command("serve")(serving.serve)
app.command("serve-worker", hidden=True)(serving.serve_worker)
app.command("demo")(serving.demo)
app.command("up")(serving.up)


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        _quit(130, "stopped")
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
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
