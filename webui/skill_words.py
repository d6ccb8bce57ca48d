"""What skills are called on the page: names of tools as they are, common words in the reader's language."""

from functools import cache
from typing import Final

from webui.i18n import _, language, later

_NAMES: Final = (
    later("Яндекс Директ"),
    later("Яндекс Метрика"),
    later("Яндекс Вебмастер"),
    later("Яндекс Трекер"),
    later("Яндекс Маркет"),
    later("Google Таблицы"),
    later("VK Реклама"),
    later("Битрикс24"),
    later("МойСклад"),
    later("Мегамаркет"),
    later("Авито"),
    later("1С"),
    later("посевы"),
    later("колтрекинг"),
    later("сквозная аналитика"),
    later("нейросети"),
    later("холодные звонки"),
    later("b2b-продажи"),
    later("тендеры"),
    later("скрипты продаж"),
    later("переговоры"),
    later("водительские права"),
    later("водительские права B"),
    later("личный автомобиль"),
    later("английский"),
    later("немецкий"),
    later("французский"),
    later("испанский"),
    later("итальянский"),
    later("португальский"),
    later("китайский"),
    later("японский"),
    later("корейский"),
    later("турецкий"),
    later("арабский"),
    later("польский"),
    later("чешский"),
    later("сербский"),
    later("украинский"),
    later("белорусский"),
    later("казахский"),
    later("узбекский"),
    later("киргизский"),
    later("грузинский"),
    later("армянский"),
    later("азербайджанский"),
    later("татарский"),
    later("иврит"),
    later("русский"),
    later("свободно"),
    later("разговорный"),
    later("базовый"),
    later("родной"),
    later("технический"),
    later("деловой"),
)


def skill(name: str) -> str:
    """A skill, a language with its level in the reader's language too."""
    if language() == "ru":
        return name
    known = _english()
    if name in known:
        return known[name]
    words, _space, level = name.rpartition(" ")
    return f"{known[words]} {known.get(level, level)}" if words in known else name


@cache
def _english() -> dict[str, str]:
    """Skills and levels by their Russian names; asked for by English pages alone."""
    return {name: _(name) for name in _NAMES}
