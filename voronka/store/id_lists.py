"""Many ids as one parameter, a JSON array: with one for each, the statement takes longer to make than to answer."""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Elements(FunctionElement[Any]):
    """The elements of a JSON array as rows."""

    name = "json_each"
    inherit_cache = True


@compiles(_Elements)
def _on_sqlite(element: _Elements, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **more)})"


@compiles(_Elements, "postgresql")
def _on_postgresql(element: _Elements, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **more)} AS JSON))"


def ids_of(parameter: str) -> sa.Select[tuple[int]]:
    """What stands after ``in_``: the ids that ``as_list`` made a parameter of this name."""
    elements = _Elements(sa.bindparam(parameter, type_=sa.Text)).table_valued("value")
    return sa.select(sa.cast(elements.c.value, sa.Integer))


def as_list(ids: Iterable[int | str]) -> str:
    """Ids, or names, as the value of the parameter."""
    return json.dumps(list(ids))
