"""What flags and signs of a vacancy are called on the page."""

from voronka.model import FlagCode
from webui.i18n import _


def warning(code: str) -> str:
    """What one should beware of, as a sentence's beginning."""
    names: dict[str, str] = {
        FlagCode.SCAM: _("Похоже на мошенничество"),
        FlagCode.BAIT: _("Похоже на приманку"),
        FlagCode.MISMATCH: _("Доход не вяжется с задачами"),
    }
    return names.get(code, code)


def reason(rule: str) -> str:
    """Why it was flagged, by the rule of its evidence; "" where the warning says all."""
    names: dict[str, str] = {
        "flag.scam.entry_fee": _("просят взнос"),
        "flag.scam.deposit": _("просят залог или предоплату"),
        "flag.scam.paid_training": _("обучение за свой счёт до начала работы"),
        "flag.scam.starter_kit": _("нужно купить стартовый набор"),
        "flag.scam.buy_out": _("нужно выкупать товар на свои деньги"),
        "flag.scam.after_payment": _("доступ к работе после оплаты"),
        "flag.scam.documents": _("просят документы до найма"),
        "flag.scam.card": _("просят данные банковской карты"),
        "flag.scam.sms_code": _("просят код из сообщения"),
        "flag.scam.mule": _("чужие деньги через ваши карты и счета"),
        "flag.scam.card_opened": _("чужие деньги через ваши карты и счета"),
        "flag.scam.transfers": _("чужие деньги через ваши карты и счета"),
        "flag.scam.cash_out": _("чужие деньги через ваши карты и счета"),
        "flag.scam.account_rent": _("просят ваш аккаунт или карту"),
        "flag.scam.drugs": _("работа с закладками"),
        "flag.scam.parcels": _("чужие посылки на ваш адрес"),
    }
    if rule.startswith("flag.bait."):
        return _("обещают доход, а не работу")
    if rule.startswith("flag.mismatch."):
        return _("много за простую работу без опыта")
    return names.get(rule, "")


def trait(code: str) -> str:
    """A quiet tag: who publishes the vacancy."""
    names: dict[str, str] = {FlagCode.AGENCY: _("агентство"), FlagCode.HIDDEN: _("работодатель скрыт")}
    return names.get(code, code)


def limit(code: str) -> str:
    """A limit that the law forbids, after "есть"."""
    names: dict[str, str] = {
        FlagCode.AGE: _("ограничение по возрасту"),
        FlagCode.SEX: _("ограничение по полу"),
        FlagCode.FAMILY: _("ограничение по семейному положению"),
        FlagCode.ORIGIN: _("ограничение по происхождению"),
        FlagCode.RESIDENCE: _("ограничение по прописке"),
        FlagCode.LOOKS: _("требование к внешности"),
    }
    return names.get(code, code)


def sign(rule: str) -> str:
    """A sign of seriousness, by its rule; dates and head counts of any kind are called by what they are."""
    names: dict[str, str] = {
        "sign.seriousness.employer": _("назван работодатель"),
        "sign.seriousness.site": _("есть сайт"),
        "sign.seriousness.page": _("есть публичная страница"),
        "sign.seriousness.mailbox": _("своя почта компании"),
        "sign.seriousness.person": _("назван человек для связи"),
        "sign.seriousness.duties": _("есть список задач"),
        "sign.seriousness.conditions": _("есть условия"),
        "sign.seriousness.official": _("сказано, как оформляют"),
        "sign.seriousness.stages": _("описаны этапы отбора"),
        "sign.seriousness.paid_test": _("тестовое оплачивается"),
        "sign.seriousness.address": _("есть адрес"),
        "sign.seriousness.direct": _("прямой работодатель"),
        "sign.seriousness.probation": _("сказано про испытательный срок и выплаты"),
        "sign.need.head_count": _("сказано, сколько человек нужно"),
    }
    return names.get(rule, _("есть срок"))


def criterion(code: str) -> str:
    """A criterion of the standard of a vacancy."""
    names: dict[str, str] = {
        "role": _("Роль"),
        "need": _("Потребность"),
        "budget": _("Бюджет"),
        "term": _("Срок решения"),
        "signs": _("Признаки серьёзности"),
    }
    return names.get(code, code)


def question(code: str) -> str:
    """What to ask the author where a criterion is not met or something is missing."""
    names: dict[str, str] = {
        "role": _("Кого именно ищете: как называется должность и за что отвечает?"),
        "need": _("Почему ищете сейчас: рост, замена, новый проект? Сколько человек нужно?"),
        "budget": _("Какой бюджет: сколько платите и за что?"),
        "term": _("Когда выходить на работу и когда примете решение?"),
        "signs": _("Кто работодатель, как оформляете, какие этапы отбора?"),
        "duties": _("Какие задачи: что делать в первый месяц?"),
        "contact": _("Как откликнуться и кому писать?"),
    }
    return names.get(code, code)
