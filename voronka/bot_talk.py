"""What the bot answers about alerts: it links chats to people, and unlinks them."""

from datetime import datetime
from typing import Final

from voronka.store import Store, alert_ways

NAME: Final = "bot.name"
"""Under which the store keeps the bot's name."""

_RU: Final = {
    "linked": "Готово, {name}: сюда будут приходить новые объявления по вашим фильтрам. Отключить: /stop",
    "no code": "Эта ссылка не подходит: она действует полчаса и один раз. Возьмите новую на странице фильтров.",
    "stopped": "Больше ничего присылать не буду. Включить снова можно на странице фильтров.",
}
_EN: Final = {
    "linked": "Done, {name}: new listings by your filters will come here. To switch off: /stop",
    "no code": "This link does not work: it is good for half an hour, once. Take a new one on the page of filters.",
    "stopped": "Nothing more will be sent. You can switch it on again on the page of filters.",
}


def link(store: Store, code: str) -> str | None:
    """The address that opens the chat with the bot and links it by a code; None before it was ever reached."""
    name = store.meta(NAME)
    return f"https://t.me/{name}?start={code}" if name else None


def answer(store: Store, chat_id: int, text: str, language: str, now: datetime) -> str | None:
    """Do what somebody asks of the bot in a chat of their own; gives the answer, None where it is not about alerts."""
    words = _EN if language == "en" else _RU
    command, _, rest = text.strip().partition(" ")
    code = rest.strip()
    if command == "/start" and code:
        with store.writing() as connection:
            name = alert_ways.link_telegram(connection, code, chat_id, now)
        return words["no code"] if name is None else words["linked"].format(name=name)
    if command == "/stop":
        with store.writing() as connection:
            alert_ways.unlink_chat(connection, chat_id)
        return words["stopped"]
    return None
