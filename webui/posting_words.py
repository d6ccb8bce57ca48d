"""A vacancy's states and what was done to it, in words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from voronka.store.vacancies import Act, Row, State
from webui import words
from webui.i18n import _
from webui.russian import counted

STATES: Final[dict[State, Callable[[], str]]] = {
    State.DRAFT: lambda: _("Черновик"),
    State.WAITING: lambda: _("На проверке"),
    State.REFUSED: lambda: _("Отклонена"),
    State.PUBLISHED: lambda: _("Опубликована"),
    State.EXPIRED: lambda: _("Срок вышел"),
    State.CLOSED: lambda: _("Закрыта"),
}
_ACTS: Final[dict[Act, Callable[[], str]]] = {
    Act.BEGAN: lambda: _("черновик создан"),
    Act.CHANGED: lambda: _("изменено"),
    Act.ASKED: lambda: _("отправлено на проверку"),
    Act.REFUSED: lambda: _("проверка отклонила"),
    Act.PUBLISHED: lambda: _("опубликовано"),
    Act.PROLONGED: lambda: _("продлено"),
    Act.CLOSED: lambda: _("закрыто"),
}


def act(done: Act, fields: Sequence[str]) -> str:
    """What was done, and to which fields."""
    said = named(fields)
    return f"{_ACTS[done]()}: {said}" if said else _ACTS[done]()


def named(fields: Sequence[str]) -> str:
    """Fields of a vacancy by their names."""
    names = {"country": _("Страна"), "text": _("Текст")}
    return ", ".join(names.get(name) or words.field(name) for name in fields)


def left(row: Row, now: datetime) -> str:
    """How long a vacancy still stands; "" for one that does not."""
    if row.state(now) is not State.PUBLISHED or row.valid_until is None:
        return ""
    days = -(-(row.valid_until - now).total_seconds() // 86_400)
    return _("ещё %(days)s", days=counted(int(days), _("день|дня|дней")))
