"""What the bot answers: it links chats to people, unlinks them, and tells what it is for."""

from datetime import datetime
from typing import Final

from voronka.store import Store, alert_ways

_RU: Final = {
    "linked": "Готово, {name}: сюда будут приходить новые объявления по вашим фильтрам. Отключить: /stop",
    "no code": "Эта ссылка не подходит: она действует полчаса и один раз. Возьмите новую на странице фильтров.",
    "stopped": "Больше ничего присылать не буду. Включить снова можно на странице фильтров.",
    "help": "Я присылаю новые объявления по сохранённым фильтрам. Чтобы включить, откройте страницу фильтров на сайте "
    "и нажмите «Подключить Telegram».",
}
_EN: Final = {
    "linked": "Done, {name}: new listings by your filters will come here. To switch off: /stop",
    "no code": "This link does not work: it is good for half an hour, once. Take a new one on the page of filters.",
    "stopped": "Nothing more will be sent. You can switch it on again on the page of filters.",
    "help": "I send new listings by saved filters. To switch that on, open the page of filters on the site and press "
    "“Connect Telegram”.",
}


def answer(store: Store, chat_id: int, text: str, language: str, now: datetime) -> str:
    """Do what somebody asks of the bot in a chat of their own; gives the answer."""
    words = _RU if language.startswith(("ru", "be", "uk", "kk")) else _EN
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
    return words["help"]
