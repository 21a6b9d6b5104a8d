"""Screening: whether a table that is about to be published would tell who somebody is.

Every column is looked at, whatever its type and role, over data, subtotals and totals; then the
labels, titles and notes. The work is bounded: of a column with more different values than
`MOST_VALUES` a fair sample is judged, always the same; of the values with figures enough for an
identifier up to `MOST_SIEVED`, whatever the size of the table. A finding says when it was judged on
a sample. What could not be looked at is a finding too, and blocks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from cauce.base.errors import CauceError
from cauce.engine.columns import Column
from cauce.engine.store import Tables
from cauce.engine.values import Counted, Sample, Tally, Values
from cauce.quality.finding import Finding, identifies
from cauce.quality.identifiers.checked import weigh
from cauce.quality.identifiers.column import SIEVE, Country, Seen, Verdict
from cauce.quality.identifiers.dni import weigh_dni
from cauce.quality.identifiers.emails import weigh_emails
from cauce.quality.identifiers.names import weigh_names
from cauce.quality.identifiers.numbers import CUI, weigh_nit, weigh_ruc
from cauce.quality.identifiers.phones import weigh_phones
from cauce.quality.small_cells import screen_classes, screen_counts, screen_rates
from cauce.quality.telling import birth_dates, column_finding, not_screened, text_finding

MOST_VALUES: Final = 5_000
"""Different values of a column that are judged."""
MOST_SIEVED: Final = 20_000
"""Different values with figures or an @ that are read one by one."""
MOST_CELLS: Final = 500_000
"""Different values held at once, over the columns of one batch."""
_MANY_LIKE: Final = 5
"""Rows given as examples."""


def screen_table(
    sha256: str,
    tables: Tables,
    columns: Sequence[Column],
    *,
    table: str,
    country: Country | None,
    texts: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """What stands in the way of publishing a stored table, the columns in order.

    ``table``: its name, which findings carry. ``country``: whose telephones and taxpayer numbers
    are meant; ``None`` looks for those of both. ``texts``: title of the dataset, name of the file,
    titles, notes and footnotes; those that say most of the table first.

    Raises:
        NotFound: when the table is not in the store.
    """
    values = Values(sha256, tables)
    found: list[Finding] = []
    for some in _batches(columns):
        found += _screen_batch(values, some, table, country)
    listed = any(map(identifies, found))
    about = (table, *texts)
    found += screen_classes(values, columns, table=table, about=about, listed=listed)
    found += screen_counts(values, columns, table=table, about=about)
    found += screen_rates(columns, table=table)
    found += _screen_texts([column.label for column in columns], table, country, "los encabezados")
    found += _screen_texts(texts, table, country, "los títulos y notas")
    order = {column.name: place for place, column in enumerate(columns)}
    return tuple(sorted(found, key=lambda one: order.get(one.column or "", len(order))))


def _batches(columns: Sequence[Column]) -> Iterator[Sequence[Column]]:
    size = max(1, MOST_CELLS // (MOST_VALUES + MOST_SIEVED))
    return (columns[start : start + size] for start in range(0, len(columns), size))


def _screen_batch(
    values: Values, columns: Sequence[Column], table: str, country: Country | None
) -> Iterator[Finding]:
    try:
        seen = _look(values, columns, country)
    except CauceError as error:
        yield from (not_screened(column, table, str(error)) for column in columns)
        return
    for column in columns:
        if finding := birth_dates(column, table):
            yield finding
        if (one := seen.get(column.name)) is None:
            continue
        for verdict in _verdicts(one):
            texts = [each.text for each in verdict.values[:_MANY_LIKE]]
            rows = values.first_rows(column.name, texts, most=_MANY_LIKE)
            yield column_finding(column, verdict, one, table, rows)


def _look(values: Values, columns: Sequence[Column], country: Country | None) -> Mapping[str, Seen]:
    """What there is to see of the columns that may hold identifiers."""
    wanted = [each.name for each in columns if each.type in ("text", "integer", "number")]
    tallies = values.tallies(wanted, sieve=SIEVE)
    told = {each.name: each for each in columns}
    shown = {name: tally for name, tally in tallies.items() if _worth(told[name], tally)}
    samples = values.samples(shown, most=MOST_VALUES)
    hidden = {
        name: tally
        for name, tally in shown.items()
        if tally.sieved and not samples[name].complete and told[name].type == "text"
    }
    sieved = values.samples(hidden, most=MOST_SIEVED, sieve=SIEVE)
    return {
        name: _seen(told[name], tally, samples[name], sieved.get(name), country)
        for name, tally in shown.items()
    }


def _worth(column: Column, tally: Tally) -> bool:
    """Texts always; numbers when some are long enough."""
    return tally.cells > 0 and (column.type == "text" or tally.sieved > 0)


def _seen(
    column: Column, tally: Tally, sample: Sample, sieved: Sample | None, country: Country | None
) -> Seen:
    return Seen(
        label=column.label,
        name=column.name,
        values=sample.values,
        sieved=sieved.values if sieved else (),
        complete=sample.complete,
        sieved_complete=sieved.complete if sieved else sample.complete,
        texts=column.type == "text",
        cells=tally.cells,
        country=country,
        place=(column.role or "").startswith("territory:"),
    )


def _verdicts(seen: Seen) -> Iterator[Verdict]:
    """What a column is, once at most, or everything that its texts hold."""
    for weighed in (
        weigh(CUI, seen),
        weigh_ruc(seen),
        weigh_dni(seen),
        weigh_nit(seen),
        weigh_phones(seen),
    ):
        if weighed:
            yield weighed
            if weighed.whole:
                return
    if addresses := weigh_emails(seen):
        yield addresses
        if addresses.whole:
            return
    if not seen.place and (names := weigh_names(seen)):
        yield names


def screen_words(texts: Sequence[str], *, country: Country | None) -> tuple[Finding, ...]:
    """What a person wrote about a dataset that would tell who somebody is: its description, the
    meaning of its columns, what changed. The findings have neither table nor column."""
    return tuple(
        replace(
            finding,
            table=None,
            message=finding.message.replace(" de la tabla hay ", " hay "),
            mends=(),
        )
        for finding in _screen_texts(texts, "", country, "lo que se escribió")
    )


def _screen_texts(
    texts: Sequence[str], table: str, country: Country | None, where: str
) -> Iterator[Finding]:
    values = tuple(Counted(text, 1) for text in dict.fromkeys(texts) if text)
    seen = Seen("", values, (), texts=True, cells=len(values), country=country)
    for verdict in _verdicts(seen) if values else ():
        yield text_finding(verdict, seen, table, where)
