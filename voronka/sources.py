"""What a source is: its name for ever, the ground on which it is read, and what it expects of itself."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from voronka.health import Health
from voronka.quality import Expectations, Expected, resolve


class SourceKind(StrEnum):
    """How a source is read; a site's posting lives as long as it is seen, a channel's post ages from its date."""

    TELEGRAM = "telegram"
    SITE = "site"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Source:
    """One source: a Telegram channel, a job site, or a file that was imported.

    ``name`` is its key in the store ("digital_jobster", "jobster_pro"); ``about`` says in Russian what it holds;
    ``basis`` is the ground on which it is read; ``min_recognised`` is the least number of items that a run must
    recognise (new, unchanged or not modified), for a page on which nothing is recognised is an error and no news.
    ``needs`` names the setting without which it cannot be read (a key), and is not kept in the store either.
    ``about_en`` and ``basis_en`` say the same in English, for the English page; the store does not keep them.
    """

    name: str
    title: str
    kind: SourceKind
    url: str | None = None
    about: str = ""
    basis: str = ""
    enabled: bool = True
    min_recognised: int = 1
    about_en: str = ""
    basis_en: str = ""
    expects: Expectations = field(default_factory=Expectations)
    needs: str | None = None

    @property
    def expected(self) -> Expected:
        """What it is expected to give: the defaults for its kind with what it states put over them."""
        return resolve(self.expects, is_site=self.kind is SourceKind.SITE)


class RunStatus(StrEnum):
    """How a source's run ended; RUNNING in the store means it is under way or was killed.

    LEFT_OUT is never stored: another process was reading the source, or it was not yet to be asked again.
    """

    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    STOPPED = "stopped"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class RunReport:
    """One run of a source: counts of items, and the clear line why it failed.

    ``recognised`` = ``new`` + ``changed`` + ``unchanged`` + what the site answered as not modified; ``skipped`` items
    were named in a warning and left out. ``health`` is what was measured after it.
    """

    source: str
    status: RunStatus
    started_at: datetime
    finished_at: datetime | None = None
    recognised: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    pages: int = 0
    message: str = ""
    warnings: tuple[str, ...] = ()
    health: Health = field(default_factory=Health)


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as the store knows it: what was declared, what an admin decided, and where its reader stands.

    ``lease_owner`` names the process that reads it until ``lease_until``; before ``not_before`` it is not asked again.
    """

    source: Source
    disabled_by_admin: bool = False
    state: dict[str, Any] = field(default_factory=dict)
    last_run: RunReport | None = None
    last_success_at: datetime | None = None
    posts: int = 0
    lease_owner: str | None = None
    lease_until: datetime | None = None
    not_before: datetime | None = None

    @property
    def enabled(self) -> bool:
        """Whether it is to be collected: declared enabled and not switched off."""
        return self.source.enabled and not self.disabled_by_admin

    @property
    def waits_of_itself(self) -> bool:
        """Whether it waits because it was refused, for as long as we chose; otherwise the site itself said until when.

        Whoever names it on the command line may cut the former short, never the latter.
        """
        health = self.last_run.health if self.last_run is not None else Health()
        return health.refusals > 0 and health.until == self.not_before

    def reader(self, now: datetime) -> str | None:
        """The host and process that read it at ``now``; one that was killed is none once its lease has run out."""
        if self.lease_owner is None or self.lease_until is None or self.lease_until <= now:
            return None
        return self.lease_owner.rpartition(" ")[0]
