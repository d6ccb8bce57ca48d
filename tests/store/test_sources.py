"""Sources and runs: what is declared is kept up to date, what an admin decided stays."""

from dataclasses import replace
from datetime import UTC, datetime

from voronka.sources import RunReport, RunStatus, Source, SourceKind
from voronka.store import Store

A = Source(
    "kanal_a", "Канал А", SourceKind.TELEGRAM, url="https://t.me/kanal_a", about="о работе", basis="публичная страница"
)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_declaring_again_updates_what_was_declared_and_keeps_decisions(any_store: Store) -> None:
    any_store.declare([A])
    any_store.set_state("kanal_a", {"newest": 7})
    assert any_store.set_disabled("kanal_a", disabled=True)
    any_store.declare([replace(A, title="Новое имя")])
    state = any_store.source("kanal_a")
    assert state is not None
    assert (state.source.title, state.state, state.enabled) == ("Новое имя", {"newest": 7}, False)
    assert not any_store.set_disabled("nobody", disabled=True)
    assert any_store.source("nobody") is None


def test_a_run_that_never_ended_is_closed_by_the_next(any_store: Store) -> None:
    any_store.claim(AT)
    any_store.declare([A])
    any_store.start_run("kanal_a")
    second = any_store.start_run("kanal_a")
    report = RunReport("kanal_a", RunStatus.OK, AT, AT, recognised=5, new=2, unchanged=3, pages=1, warnings=("w",))
    any_store.finish_run(second, report)
    assert [run.status for run in any_store.runs("kanal_a")] == [RunStatus.OK, RunStatus.STOPPED]
    assert any_store.runs("kanal_a")[0] == report
    state = any_store.source("kanal_a")
    assert state is not None
    assert (state.last_run, state.last_success_at) == (report, AT)


def test_the_last_success_is_told_beside_a_later_failure(any_store: Store) -> None:
    any_store.claim(AT)
    any_store.declare([A])
    any_store.finish_run(any_store.start_run("kanal_a"), RunReport("kanal_a", RunStatus.OK, AT, AT, recognised=1))
    any_store.finish_run(
        any_store.start_run("kanal_a"), RunReport("kanal_a", RunStatus.FAILED, AT, AT, message="no page")
    )
    state = any_store.source("kanal_a")
    assert state is not None
    assert state.last_run is not None
    assert (state.last_run.message, state.last_success_at) == ("no page", AT)
