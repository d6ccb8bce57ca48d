"""Why posts were joined, in the reader's language: the store keeps the reason as the sentence grouping gave."""

import re
from typing import Final

from webui.i18n import _, later

_SENTENCES: Final = frozenset(
    {
        later("переслан тот же пост"),
        later("ссылка на ту же страницу и та же роль"),
        later("тот же текст"),
        later("тот же текст, другие цифры"),
        later("тот же текст, короче или иначе"),
        later("тот же контакт и роль, почти тот же текст"),
        later("тот же контакт, роль и условия, текст на другом языке"),
        later("тот же контакт, роль и условия"),
        later("тот же контакт, роль, место и оплата"),
        later("то же имя и контакт"),
        later("тот же контакт и та же специальность"),
        later("те же задачи, место и цифры"),
        later("тот же работодатель, роль и место"),
    }
)
_PARTS: Final = re.compile(r"(.*?)(?: \((\d{1,3}) %\))?", re.DOTALL)


def reason(detail: str) -> str:
    """The sentence of ``voronka.sameness.Why.detail``; one that is not known here stays in Russian."""
    found = _PARTS.fullmatch(detail)
    sentence, percent = found.groups() if found is not None else (detail, None)
    if sentence not in _SENTENCES:
        return detail
    return _(sentence) if percent is None else _("%(reason)s (%(percent)s %%)", reason=_(sentence), percent=percent)
