"""Sources in the store: what was declared, where each reader stands, and the runs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from voronka.health import Health
from voronka.quality import Expectations
from voronka.sources import RunReport, RunStatus, Source, SourceKind, SourceState
from voronka.store.storable import storable
from voronka.store.tables import post, run, source

_DECLARED = ("title", "kind", "url", "about", "basis", "enabled", "min_recognised")
_OF_RUN = (
    "status", "finished_at", "recognised", "new", "changed", "unchanged", "skipped", "pages", "message",
)  # fmt: skip


def declare(connection: sa.Connection, declared: Iterable[Source]) -> None:
    """Bring the declared sources into the store; what an admin decided and where readers stand is kept."""
    known = {row.name: row for row in connection.execute(sa.select(source))}
    for item in declared:
        name = storable(item.name)
        values = {field: storable(getattr(item, field)) for field in _DECLARED}
        values["expectations"] = item.expects.to_json()
        if name not in known:
            connection.execute(sa.insert(source).values(name=name, disabled_by_admin=False, state={}, **values))
        elif any(getattr(known[name], field) != value for field, value in values.items()):
            connection.execute(sa.update(source).where(source.c.name == name).values(**values))


def states(connection: sa.Connection, names: Iterable[str] | None = None) -> list[SourceState]:
    """The sources as the store knows them, in the order of their names."""
    wanted = sa.true() if names is None else source.c.name.in_(list(names))
    counts: dict[str, int] = {
        name: number
        for name, number in connection.execute(
            sa.select(post.c.source, sa.func.count())
            .join(source, source.c.name == post.c.source)
            .where(wanted, post.c.erased_at.is_(None))
            .group_by(post.c.source)
        )
    }
    last_ids = sa.select(sa.func.max(run.c.id)).group_by(run.c.source).scalar_subquery()
    last = {row.source: _report(row) for row in connection.execute(sa.select(run).where(run.c.id.in_(last_ids)))}
    successes: dict[str, datetime] = {
        name: moment
        for name, moment in connection.execute(
            sa.select(run.c.source, sa.func.max(run.c.finished_at))
            .where(run.c.status == RunStatus.OK)
            .group_by(run.c.source)
        )
    }
    return [
        SourceState(
            source=Source(
                name=row.name,
                title=row.title,
                kind=SourceKind(row.kind),
                url=row.url,
                about=row.about,
                basis=row.basis,
                enabled=row.enabled,
                min_recognised=row.min_recognised,
                expects=Expectations.from_json(row.expectations),
            ),
            disabled_by_admin=row.disabled_by_admin,
            state=row.state,
            last_run=last.get(row.name),
            last_success_at=successes.get(row.name),
            posts=counts.get(row.name, 0),
            lease_owner=row.lease_owner,
            lease_until=row.lease_until,
            not_before=row.not_before,
        )
        # sorted here: databases sort words each its way
        for row in sorted(connection.execute(sa.select(source).where(wanted)), key=lambda row: row.name)
    ]


def set_state(connection: sa.Connection, name: str, state: dict[str, Any]) -> None:
    """Note where a source's reader stands (a JSON object of the reader's own)."""
    connection.execute(sa.update(source).where(source.c.name == name).values(state=storable(state)))


def set_disabled(connection: sa.Connection, name: str, *, disabled: bool) -> bool:
    """Switch a source off or on again; False where there is no such source."""
    result = connection.execute(sa.update(source).where(source.c.name == name).values(disabled_by_admin=disabled))
    return bool(result.rowcount)


def start_run(connection: sa.Connection, name: str, at: datetime) -> int:
    """Begin a run; a former one that never ended (the process was killed) is closed as stopped."""
    connection.execute(
        sa.update(run)
        .where(run.c.source == name, run.c.status == RunStatus.RUNNING)
        .values(status=RunStatus.STOPPED, message="the process ended in mid-run")
    )
    number: int = connection.execute(
        sa.insert(run).returning(run.c.id),
        {"source": name, "status": RunStatus.RUNNING, "started_at": at},
    ).scalar_one()
    return number


def finish_run(connection: sa.Connection, run_id: int, report: RunReport) -> None:
    """Note how a run ended, and when the source may be asked again; a success takes every waiting back."""
    values = {name: storable(getattr(report, name)) for name in _OF_RUN}
    values |= {"warnings": storable(list(report.warnings)[:50]), "health": storable(report.health.to_json())}
    if report.health.drift:
        forget_excerpts(connection, report.source)
    connection.execute(sa.update(run).where(run.c.id == run_id).values(**values))
    if report.health.until is not None or report.status is RunStatus.OK:
        connection.execute(
            sa.update(source).where(source.c.name == report.source).values(not_before=report.health.until)
        )


def wait_until(connection: sa.Connection, names: Iterable[str], moment: datetime) -> None:
    """Do not ask these sources before ``moment``; one that waits longer already goes on waiting."""
    sooner = sa.or_(source.c.not_before.is_(None), source.c.not_before < moment)
    connection.execute(sa.update(source).where(source.c.name.in_(list(names)), sooner).values(not_before=moment))


def forget_excerpts(connection: sa.Connection, name: str, items: Iterable[str] | None = None) -> None:
    """Take the excerpts of pages out of a source's former drift reports: all, or those cut from these items."""
    with_excerpts = sa.cast(run.c.health, sa.Text).like('%"drift"%')
    rows = connection.execute(sa.select(run.c.id, run.c.health).where(run.c.source == name, with_excerpts)).all()
    wanted = None if items is None else set(items)
    for row in rows:
        health = Health.from_json(row.health)
        drift = tuple(d.without_excerpts() if wanted is None or wanted & set(d.items) else d for d in health.drift)
        if drift != health.drift:
            values = replace(health, drift=drift).to_json()
            connection.execute(sa.update(run).where(run.c.id == row.id).values(health=values))


def runs(connection: sa.Connection, name: str, limit: int = 20) -> list[RunReport]:
    """The newest runs of a source, newest first."""
    rows = connection.execute(sa.select(run).where(run.c.source == name).order_by(run.c.id.desc()).limit(limit))
    return [_report(row) for row in rows]


def recent_runs(connection: sa.Connection, limit: int) -> dict[str, list[RunReport]]:
    """The newest runs of each source, newest first."""
    found = {
        name: runs(connection, name, limit) for name in connection.execute(sa.select(source.c.name)).scalars().all()
    }
    return {name: newest for name, newest in found.items() if newest}


def last_healthy(connection: sa.Connection, name: str) -> Health:
    """What was measured after a source's last run that succeeded."""
    succeeded = sa.and_(run.c.source == name, run.c.status == RunStatus.OK)
    row = connection.execute(sa.select(run.c.health).where(succeeded).order_by(run.c.id.desc()).limit(1)).one_or_none()
    return Health() if row is None else Health.from_json(row.health)


def _report(row: sa.Row[Any]) -> RunReport:
    return RunReport(
        source=row.source,
        status=RunStatus(row.status),
        started_at=row.started_at,
        finished_at=row.finished_at,
        recognised=row.recognised,
        new=row.new,
        changed=row.changed,
        unchanged=row.unchanged,
        skipped=row.skipped,
        pages=row.pages,
        message=row.message,
        warnings=tuple(row.warnings),
        health=Health.from_json(row.health),
    )
