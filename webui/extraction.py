"""How ``pybabel extract`` finds the texts of Python files: by the syntax tree, for its own reader overlooks a call of
``_`` inside another call, as in ``_("%(time)s назад", time=counted(5, _("час|часа|часов")))``."""

import ast
from collections.abc import Collection, Iterator
from typing import IO


def extract_python(
    file: IO[bytes], keywords: Collection[str], _comment_tags: Collection[str], **_more: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Each call of a keyword with a literal text: (line, keyword, text, no comments)."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield node.lineno, node.func.id, text.value, []
