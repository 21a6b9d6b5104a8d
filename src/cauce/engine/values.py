"""Values: the different texts that the columns of a stored table hold."""

from collections.abc import Iterator, Sequence

from cauce.engine.sandbox import Limits, Sandbox, name_literal
from cauce.engine.store import Tables


def distinct_texts(
    sha256: str, tables: Tables, columns: Sequence[str], *, most: int
) -> Iterator[str]:
    """The different texts of each column in the rows whose kind is ``data``, the commonest first.

    At most ``most`` of each column; empty cells are left out.

    Raises:
        NotFound: when the table is not in the store.
        Refusal: when it takes longer or needs more memory than a sandbox may use.
    """
    if not columns:
        return
    sandbox = Sandbox({sha256: tables.path_of(sha256)}, Limits())
    for column in columns:
        name = name_literal(column)
        sql = (
            f"SELECT {name} FROM {name_literal(sha256)}"  # noqa: S608 (both names are quoted)
            f" WHERE _kind = 'data' AND {name} IS NOT NULL"
            f" GROUP BY {name} ORDER BY count(*) DESC, {name} LIMIT $most"
        )
        for (text,) in sandbox.rows(sql, {"most": most}):
            yield text
