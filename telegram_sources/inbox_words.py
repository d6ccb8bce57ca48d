"""What the bot says, in Russian and in English; pure."""

from typing import Final

from voronka.model import Kind, Posting, Reading, WorkFormat
from voronka.present import pay_in_words
from voronka.roles import ROLES
from voronka.standard import Missing, standard

_SHOWN: Final = 10
"""More positions of one post are counted, not listed."""

_RU: Final = {
    "hello": (
        "Пришлите или перешлите сюда вакансию или рассказ о себе (маркетинг, продажи, digital). Я покажу, что в нём "
        "прочёл, и после вашего согласия он появится в поиске. До согласия ничего не сохраняется.\n\n"
        "Своё объявление можно править прямо в этом чате и убрать кнопкой под ним. /remove уберёт всё, что вы "
        "присылали.\n\n"
        "Ещё я присылаю новое по сохранённым фильтрам: они подключаются на сайте, на странице «Мои фильтры». "
        "/stop отключает."
    ),
    "no_text": "В этом сообщении нет текста. Пришлите объявление словами: картинки и файлы я не читаю.",
    "neither": "Это не похоже ни на вакансию, ни на рассказ о себе, поэтому в поиск не попадёт. Ничего не сохранено.",
    "not_yours": (
        "Объявление о человеке может прислать только он сам или владелец канала, где оно вышло. Попросите его прислать "
        "своё сообщение. Ничего не сохранено."
    ),
    "failed": "Прочесть это не получилось. Ничего не сохранено.",
    "too_many": "Сегодня от вас принято уже {most} объявлений. Приходите завтра.",
    "again": "Исходного сообщения больше не видно. Пришлите его ещё раз.",
    "kept_out": "Этот текст или контакт из него убран из поиска по просьбе человека и обратно не принимается.",
    "published": "Опубликовано.",
    "updated": "Правка принята.",
    "edit_neither": "После правки это не похоже ни на вакансию, ни на рассказ о себе. В поиске осталось прежнее.",
    "dropped": "Не опубликовано, ничего не сохранено.",
    "removed": "Убрано из поиска и удалено у нас.",
    "removed_all": "Убрано и удалено объявлений: {number}.",
    "nothing": "От вас ничего не опубликовано.",
    "more": "и ещё {number}",
    "lacks": "Не хватает: {what}. Допишите и пришлите снова или публикуйте так.",
    "mine": "Это моё, опубликовать",
    "channel": "Канал мой, опубликовать",
    "drop": "Не публиковать",
    "remove": "Убрать из поиска",
    "as_mine": (
        "Нажимая «Это моё, опубликовать», вы подтверждаете, что это ваше объявление и его можно показывать в поиске."
    ),
    "as_channel": (
        "Нажимая «Канал мой, опубликовать», вы подтверждаете, что владеете каналом и что этот пост можно "
        "показывать в поиске."
    ),
    "person": (
        "Контакты из рассказа о себе видят только вошедшие HR, каждый просмотр записывается. Через {days} дней "
        "рассказ удалится сам, раньше — по вашей кнопке."
    ),
    Kind.VACANCY: "Вакансия",
    Kind.CANDIDATE: "Рассказ о себе",
    Kind.DIGEST: "Подборка вакансий",
    Missing.PAY: "оплаты",
    Missing.CONTACT: "контакта",
    Missing.DUTIES: "обязанностей",
    WorkFormat.REMOTE: "удалённо",
    WorkFormat.OFFICE: "офис",
    WorkFormat.HYBRID: "гибрид",
    WorkFormat.FIELD: "разъезды",
}
_EN: Final = {
    "hello": (
        "Send or forward a vacancy or a post about yourself (marketing, sales, digital) here. I show what I read in "
        "it, and once you agree it appears in the search. Before that nothing is kept.\n\n"
        "You can edit your post right in this chat, and take it back by the button under it. /remove takes back all "
        "you sent.\n\n"
        "I also send what is new to saved filters: connect them on the site, on the page “My filters”. /stop ends it."
    ),
    "no_text": "This message has no text. Send the post in words: I read neither pictures nor files.",
    "neither": (
        "This looks neither like a vacancy nor like a post about yourself, so it does not enter the search. "
        "Nothing is kept."
    ),
    "not_yours": (
        "A post about a person may only be sent by that person, or by the owner of the channel in which it "
        "stood. Ask them "
        "to send a message of their own. Nothing is kept."
    ),
    "failed": "This could not be read. Nothing is kept.",
    "too_many": "{most} posts of yours were taken today already. Come back tomorrow.",
    "again": "The original message is no longer to be seen. Send it again.",
    "kept_out": (
        "This text, or a contact in it, was taken out of the search because a person asked for it, and stays out."
    ),
    "published": "Published.",
    "updated": "The edit was taken.",
    "edit_neither": (
        "With this edit it looks neither like a vacancy nor like a post about yourself. The former text stays "
        "in the search."
    ),
    "dropped": "Not published, nothing is kept.",
    "removed": "Taken out of the search, and deleted here.",
    "removed_all": "Taken out and deleted: {number}.",
    "nothing": "Nothing of yours is published.",
    "more": "and {number} more",
    "lacks": "Missing: {what}. Add it and send again, or publish as it is.",
    "mine": "It is mine, publish",
    "channel": "The channel is mine, publish",
    "drop": "Do not publish",
    "remove": "Take out of the search",
    "as_mine": "By “It is mine, publish” you confirm that this is your post, and that it may be shown in the search.",
    "as_channel": (
        "By “The channel is mine, publish” you confirm that you own the channel, and that this post may be "
        "shown in the search."
    ),
    "person": (
        "The contacts in a post about yourself are seen by signed-in HR only, and each look is noted. It is deleted by "
        "itself after {days} days, earlier by your button."
    ),
    Kind.VACANCY: "A vacancy",
    Kind.CANDIDATE: "A post about yourself",
    Kind.DIGEST: "A list of vacancies",
    Missing.PAY: "pay",
    Missing.CONTACT: "a contact",
    Missing.DUTIES: "duties",
    WorkFormat.REMOTE: "remote",
    WorkFormat.OFFICE: "office",
    WorkFormat.HYBRID: "hybrid",
    WorkFormat.FIELD: "field work",
}
_WORDS: Final[dict[str, dict[str, str]]] = {"ru": _RU, "en": _EN}


def words(language: str, name: str, **values: object) -> str:
    """One of the bot's sentences, or the name of a code, in a language ("ru", "en")."""
    return _WORDS[language][name].format(**values)


def summary(reading: Reading, language: str) -> str:
    """What was read out of a post, a line a position, and what it lacks."""
    lines = [_line(posting, language) for posting in reading.postings[:_SHOWN]]
    if len(reading.postings) > _SHOWN:
        lines.append(words(language, "more", number=len(reading.postings) - _SHOWN))
    head = words(language, reading.kind)
    text = f"{head}: {lines[0]}" if len(lines) == 1 else "\n".join([f"{head}:", *(f"– {line}" for line in lines)])
    missing = _missing(reading)
    if missing:
        text += "\n\n" + words(language, "lacks", what=", ".join(words(language, one) for one in missing))
    return text


def _line(posting: Posting, language: str) -> str:
    role = ROLES.get(posting.roles[0]) if posting.roles else None
    named = (role.en if language == "en" else role.ru) if role is not None else ""
    contacts = posting.contacts
    parts = [
        posting.title or named,
        *posting.cities,
        *(words(language, one) for one in posting.formats),
        pay_in_words(posting.salary, language) if posting.salary is not None else "",
        posting.company or "",
        ", ".join([*(f"@{name}" for name in contacts.telegram), *contacts.phone, *contacts.email, *contacts.url][:3]),
    ]
    return " · ".join(part for part in parts if part)


def _missing(reading: Reading) -> list[Missing]:
    if reading.kind is Kind.VACANCY and len(reading.postings) == 1:
        return list(standard(reading.postings[0]).missing)
    return [Missing.CONTACT] if not any(posting.contacts for posting in reading.postings) else []
