"""Panels: territories over several years, which can be compared only when the same ones are there.

A sum over the years is drawn as a line only when every year has nearly the same places; otherwise
one year is shown, the last that has nearly all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cauce.charts.choice import states
from cauce.charts.choice.anatomy import Anatomy, Place
from cauce.charts.choice.coverage import Coverage, combinations, counts_by, coverage_of
from cauce.charts.choice.denominators import is_score
from cauce.charts.choice.labels import roots
from cauce.charts.choice.measuring import measure_of, per_inhabitant, widest_map
from cauce.charts.choice.offer import Offer
from cauce.charts.choice.totals import execution, telling_part
from cauce.charts.choice.words import ONLY_COUNTS, PER_INHABITANT, count_of, level_words, quoted
from cauce.engine.columns import Column
from cauce.engine.explore import Filter, Measure
from cauce.engine.query.withholding import hides_counts

MOST_LINES = 6
_CROWDED = 2
_MISTYPED = 0.97
"""Of the rows, those that must be different where some codes are mistyped."""


@dataclass(frozen=True)
class Panel:
    """Places, years and perhaps a category, with one row each."""

    place: Place
    coverage: Coverage
    category: Column | None
    """What tells apart the rows of one place in one year."""
    exact: bool = True
    """Whether no two rows are of the same place, year and category."""

    @property
    def comparable(self) -> bool:
        """Whether sums of different years may stand side by side."""
        return self.coverage.even


def panel_of(anatomy: Anatomy) -> Panel | None:
    """The panel that a table is; None when places and years do not tell its rows apart."""
    place, year = anatomy.finest, anatomy.year
    if place is None or year is None:
        return None
    coverage = coverage_of(anatomy, year, place)
    if coverage is None:
        return None
    if coverage.one_row_a_place and anatomy.reporting is None:
        return Panel(place, coverage, None)
    for category in sorted(anatomy.categories, key=lambda each: each.distinct)[:_CROWDED]:
        different = combinations(anatomy, (place.key, year, category))
        if different >= _MISTYPED * anatomy.rows:
            return Panel(place, coverage, category, exact=different == anatomy.rows)
    return None


def of_panel(anatomy: Anatomy, panel: Panel) -> Offer:
    """What a panel is shown by: rates first, then what was done of what was planned, then sums."""
    offer = Offer()
    if not panel.comparable or anatomy.reporting:
        _tell_of_coverage(offer, anatomy, panel)
    done = execution(anatomy) or telling_part(anatomy)
    rates = anatomy.of("rate")
    if rates and (done is None or not anatomy.additive(anatomy.quantities[0])):
        _of_rate(offer, anatomy, panel, rates[0])
    elif done is not None:
        _by_named_category(offer, anatomy, panel, done.column)
        _of_ratio(offer, anatomy, panel, Measure("ratio", done.column.name, done.whole.name))
    elif anatomy.quantities:
        _of_amount(offer, anatomy, panel, anatomy.quantities[0])
    return offer


def _tell_of_coverage(offer: Offer, anatomy: Anatomy, panel: Panel) -> None:
    best = panel.coverage.best
    if anatomy.reporting:
        offer.warnings.append(
            f"{quoted(anatomy.reporting)} cambia de un año a otro: los años no se suman en una "
            f"línea. Se muestra {best.value}."
        )
        return
    counts = [year.places for year in panel.coverage.years]
    offer.warnings.append(
        f"Los años no traen los mismos territorios (de {min(counts)} a "
        f"{count_of(max(counts), level_words(panel.place.level))}): se muestra {best.value}, con "
        f"{best.places}."
    )


def _of_rate(offer: Offer, anatomy: Anatomy, panel: Panel, column: Column) -> None:
    measure, table = measure_of(anatomy, column), anatomy.source.table
    filters = _latest(panel)
    of_places_alone = not is_score(column)
    axis = panel.place if of_places_alone else anatomy.departments or panel.place
    within = anatomy.departments if axis is not anatomy.departments else None
    offer.add(
        states.ranked_places(table, axis, measure, filters, within=within),
        f"{quoted(column)} en el último año bien cubierto, en orden.",
    )
    if not of_places_alone or widest_map(anatomy, panel.place) is panel.place:
        _map(offer, anatomy, panel, measure, filters)
    if panel.comparable and of_places_alone and panel.category is None:
        if panel.place.count <= states.MOST_PLACES_IN_FULL:
            offer.add(
                states.over_time(table, (panel.coverage.column,), (measure,), panel.place.key),
                f"{quoted(column)} año por año, una línea por {level_words(panel.place.level)}.",
            )
    elif panel.comparable and not of_places_alone:
        offer.add(
            states.over_time(table, (panel.coverage.column,), (measure,)),
            f"{quoted(column)} año por año.",
        )


def _by_named_category(offer: Offer, anatomy: Anatomy, panel: Panel, column: Column) -> None:
    """Bars by the category that the title names."""
    title = roots(anatomy.source.title)
    named = [each for each in anatomy.categories if roots(each.label) & title]
    if named and named[0].distinct > MOST_LINES:
        present = () if not named[0].nulls else (Filter(named[0].name, "not_missing"),)
        offer.add(
            states.bars(
                anatomy.source.table,
                named[0],
                measure_of(anatomy, column),
                (*_latest(panel), *present),
            ),
            f"El título habla de {quoted(named[0])}: {quoted(column)} va en barras por ella.",
        )


def _of_ratio(offer: Offer, anatomy: Anatomy, panel: Panel, measure: Measure) -> None:
    filters, table = _latest(panel), anatomy.source.table
    axis = anatomy.departments or panel.place
    offer.add(
        states.ranked_places(table, axis, measure, filters),
        "La razón de dos sumas se compara entre territorios de cualquier tamaño.",
    )
    _map(offer, anatomy, panel, measure, filters)
    if panel.comparable and not anatomy.reporting:
        offer.add(
            states.over_time(table, (panel.coverage.column,), (measure,)), "La razón año por año."
        )


def _of_amount(offer: Offer, anatomy: Anatomy, panel: Panel, column: Column) -> None:
    table, year = anatomy.source.table, panel.coverage.column
    measure = measure_of(anatomy, column)
    complete = _complete(anatomy, panel, column)
    if complete:
        _tell_of_hidden(offer, anatomy, complete[0])
    across = panel.category if panel.category and panel.category.distinct <= MOST_LINES else None
    if panel.comparable and complete is not None and not anatomy.reporting:
        offer.add(
            states.over_time(table, (year,), (measure,), None if complete else across, complete),
            f"Cada año trae los mismos territorios: {quoted(column)} se puede seguir en el tiempo.",
        )
    kept = complete or ()
    filters = (*_latest(panel), *kept)
    axis = anatomy.departments or panel.place
    rate = per_inhabitant(anatomy, column, panel.place, filters)
    if rate is not None:
        _map(offer, anatomy, panel, rate, filters)
    elif not anatomy.additive(column):
        _map(offer, anatomy, panel, measure, filters)
    else:
        offer.no_map = ONLY_COUNTS
    offer.add(
        states.ranked_places(table, axis, measure, filters),
        f"{quoted(column)} en el último año bien cubierto, en orden.",
    )


def _complete(anatomy: Anatomy, panel: Panel, column: Column) -> tuple[Filter, ...] | None:
    """The condition under which no small count is hidden: none, one category, or impossible."""
    if not hides_counts(column):
        return ()
    if panel.category is None:
        return None
    rows = counts_by(
        anatomy, (panel.category, panel.coverage.column), (Measure("sum", column.name),)
    )
    values = dict.fromkeys(row[0] for row in rows if row[0] is not None)
    whole = [
        value for value in values if all(row[2] is not None for row in rows if row[0] == value)
    ]
    if not whole:
        return None
    if len(whole) == len(values):
        return ()
    return (Filter(panel.category.name, "eq", (str(whole[0]),)),)


def _tell_of_hidden(offer: Offer, anatomy: Anatomy, kept: Filter) -> None:
    named = next(each for each in anatomy.source.schema if each.name == kept.column)
    offer.warnings.append(
        f"Solo se muestra {quoted(named)} «{kept.values[0]}»: en lo demás hay conteos pequeños "
        "ocultos, y una suma sin ellos sería falsa."
    )


def _map(
    offer: Offer, anatomy: Anatomy, panel: Panel, measure: Measure, filters: Sequence[Filter]
) -> None:
    shown = widest_map(anatomy, panel.place) if panel.exact else anatomy.departments
    if shown is None:
        offer.no_map = f"No hay mapa de {level_words(panel.place.level, 2)} cargado."
        return
    reason = f"Mapa de {panel.coverage.best.value}, el último año bien cubierto."
    if measure.op == "per_person":
        reason = PER_INHABITANT
    offer.add(states.mapped(anatomy.source.table, shown, measure, filters), reason)


def _latest(panel: Panel) -> tuple[Filter, ...]:
    return (panel.coverage.only(panel.coverage.best),)
