"""The source of what people send to the bot themselves."""

from typing import Final

from voronka.sources import Source, SourceKind

BOT_SOURCE: Final = Source(
    name="telegram_bot",
    title="Бот для объявлений",
    kind=SourceKind.IMPORT,
    about="Объявления, которые авторы и владельцы каналов прислали сами",
    basis="прислано автором или владельцем канала, с согласием на публикацию",
    about_en="Posts that authors and owners of channels sent themselves",
    basis_en="sent by the author or the channel's owner, who agreed to publication",
)
