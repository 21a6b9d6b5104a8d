"""Cut a grid into areas of one table each: side by side at blank columns, one under the other at
new headers."""

from collections.abc import Sequence
from typing import Final

from cauce.base.fold import fold
from cauce.engine.reading.area import Area, is_year, same_labels
from cauce.engine.reading.cells import BLANK, MISSING, NUMBER, TEXT, Cells
from cauce.engine.reading.footnotes import is_comment, is_note
from cauce.engine.reading.totals import is_total_label

_LOOK_AHEAD: Final = 6
_CONTINUED: Final = ("continuacion", "continua", "cont", "sigue")


def areas_of(cells: Cells) -> list[Area]:
    """The areas of the grid that may hold a table each, from left to right and from top to
    bottom."""
    if not any(cells.counts):
        return []
    top = next(i for i, count in enumerate(cells.counts) if count)
    bottom = max(i for i, count in enumerate(cells.counts) if count)
    whole = Area(cells, top, bottom, 0, cells.width)
    return [piece for part in _side_by_side(whole) for piece in _stacked(part)]


def _side_by_side(whole: Area) -> list[Area]:
    parts = _column_parts(whole)
    kept: list[Area] = []
    for part in parts:
        if kept and not _apart(kept[-1], part):
            left = kept.pop()
            part = Area(whole.cells, whole.top, whole.bottom, left.left, part.right)
        kept.append(part)
    return kept


def _column_parts(whole: Area) -> list[Area]:
    cells = whole.cells
    blank = [cells.column_blank(column) for column in range(cells.width)]
    parts: list[Area] = []
    column = 0
    while column < cells.width:
        if blank[column]:
            column += 1
            continue
        end = column
        while end < cells.width and not blank[end]:
            end += 1
        parts.append(Area(cells, whole.top, whole.bottom, column, end))
        column = end
    return parts


def _apart(left: Area, right: Area) -> bool:
    """Two tables stand side by side when both have a header and they differ as tables do: one is
    longer, they begin at different rows, each has its own title, or the right one says the same
    labels again."""
    if min(left.width, right.width) < 2 or min(len(left.rows), len(right.rows)) < 2:
        return False
    head, other = (
        next((i for i in part.rows if part.filled(i) >= 2), None) for part in (left, right)
    )
    if head is None or other is None:
        return False
    texts, others = _label_texts(left, head), _label_texts(right, other)
    if not texts or not others:
        return False
    if head != other:
        between = range(min(head, other), max(head, other))
        return not set(between) & set(_merged_rows(left, right))
    if right.looks(head)[0] != TEXT:
        return False
    lasts = left.rows[-1], right.rows[-1]
    longer = abs(lasts[0] - lasts[1]) > max(1, 0.1 * (max(lasts) - head))
    own_titles = any(left.filled(i) == 1 and right.filled(i) == 1 for i in left.rows if i < head)
    again = texts[0] == others[0] or len(set(texts) & set(others)) * 2 > len(others)
    return own_titles or longer or (again and TEXT in _column_look(right, head))


def _label_texts(part: Area, row: int) -> list[str]:
    looks = part.looks(row)
    if any(look not in (TEXT, BLANK, NUMBER) for look in looks):
        return []
    return [fold(text) for text, look in zip(part.texts(row), looks, strict=True) if look == TEXT]


def _merged_rows(left: Area, right: Area) -> list[int]:
    """Rows of merged cells that reach over both parts."""
    return [
        row
        for span in left.cells.grid.merged
        if span.left < left.right and span.right >= right.left
        for row in range(span.top, span.bottom + 1)
    ]


def _column_look(part: Area, row: int) -> str:
    """The letters of the first column below a row."""
    return "".join(part.looks(i)[0] for i in part.rows_after(row)[:10])


# ------------------------------------------------------------------ one under the other


def _stacked(area: Area) -> list[Area]:
    """Cut where, after a blank row, a new header stands over values while the table above
    already had its own."""
    cuts: list[int] = []
    begin = area.top
    header: list[str] | None = None
    anchors: list[int] | None = None
    rows = area.rows
    titles: list[int]
    for place, row in enumerate(rows):
        if place == 0:
            continue
        if rows[place - 1] == row - 1:
            anchors = _anchors(area, begin) if anchors is None else anchors
            if not _speaks_up(area, row, anchors):
                continue
            titles, head, values = [], row, _values_soon(area, rows, place)
            values = values and _labels_only(area, row)
        elif (found := _new_header(area, rows, place)) is not None:
            titles, head, values = found
        else:
            continue
        above = Area(area.cells, begin, rows[place - 1], area.left, area.right)
        if not _is_table(above):
            continue
        header = header or _first_header(above)
        if not values and not (titles and _same_stub(area.texts(head), header)):
            continue
        again = same_labels(area.texts(head), header)
        if again and _same_page(above, area, titles) and not _ends_in_total(above):
            continue
        if values and not _contradicts(above, area, head, titles):
            continue
        cuts.append(titles[0] if titles else head)
        begin = cuts[-1]
        header = anchors = None
    tops = [area.top, *cuts]
    bottoms = [*(cut - 1 for cut in cuts), area.bottom]
    return [
        Area(area.cells, top, bottom, area.left, area.right)
        for top, bottom in zip(tops, bottoms, strict=True)
    ]


def _anchors(area: Area, begin: int) -> list[int]:
    """Up to three columns that hold values in the table that begins here."""
    top = [row for row in area.rows if begin <= row < begin + 60 and area.filled(row) >= 2][:40]
    if len(top) < 3 or not _labels_only(area, top[0]):
        return []
    return sorted(area.holding(top[1:]).typed)[-3:]


def _speaks_up(area: Area, row: int, anchors: Sequence[int]) -> bool:
    """Right under values, a row of distinct texts in every column that held values."""
    look = area.cells.look
    if len(anchors) < 2 or any(look(row, area.left + j) != TEXT for j in anchors):
        return False
    if all(look(row - 1, area.left + j) in (BLANK, TEXT) for j in anchors):
        return False
    texts = [fold(text) for text in area.texts(row) if text]
    return len(set(texts)) == len(texts) and all(len(text) <= 60 for text in texts)


def _same_stub(labels: Sequence[str], header: Sequence[str]) -> bool:
    """Both name at least three columns and the first of them alike."""
    firsts = [next((fold(text) for text in texts if text), "") for texts in (labels, header)]
    return (
        firsts[0] == firsts[1] != ""
        and min(sum(1 for text in texts if text) for texts in (labels, header)) >= 3
    )


def _new_header(area: Area, rows: Sequence[int], place: int) -> tuple[list[int], int, bool] | None:
    """(title rows, header row, whether values follow) when titles and a row of labels begin
    here."""
    titles: list[int] = []
    for ahead in range(place, min(place + _LOOK_AHEAD, len(rows))):
        row = rows[ahead]
        looks = area.looks(row)
        filled = [look for look in looks if look != BLANK]
        if is_comment(area, row, area.usual):
            titles.append(row)
            continue
        if len(filled) == 1 and area.usual > 1:
            if is_note(area.texts(row)[looks.index(filled[0])]):
                titles = []
                continue
            titles.append(row)
            continue
        if not _labels_only(area, row):
            return None
        return titles, row, _values_soon(area, rows, ahead)
    return None


def _labels_only(area: Area, row: int) -> bool:
    looks = area.looks(row)
    texts = looks.count(TEXT)
    numbers = [area.number(row, j) for j, look in enumerate(looks) if look == NUMBER]
    others = sum(1 for look in looks if look not in (BLANK, TEXT, NUMBER))
    labels = [fold(text) for text in area.texts(row) if text]
    distinct = len(set(labels)) > len(labels) / 2
    return (
        not others
        and texts >= 1
        and texts + len(numbers) >= 2
        and all(map(is_year, numbers))
        and distinct
    )


def _values_soon(area: Area, rows: Sequence[int], ahead: int) -> bool:
    """Values stand in one of the next three rows, and under a label of this one."""
    labels = {j for j, look in enumerate(area.looks(rows[ahead])) if look != BLANK}
    for row in rows[ahead + 1 : ahead + 4]:
        values = {j for j, look in enumerate(area.looks(row)) if look not in (BLANK, TEXT, MISSING)}
        if values:
            return bool(values & labels)
    return False


def _is_table(above: Area) -> bool:
    """Something like a header and at least one row of values, or two wide rows, stand above."""
    wide = _wide(above)
    if len(wide) < 2:
        return False
    head = wide[0]
    return (
        any(look not in (BLANK, TEXT, MISSING) for row in wide[1:40] for look in above.looks(row))
        or len([row for row in wide if row != head]) >= 2
    )


def _wide(above: Area) -> list[int]:
    """Rows of two cells or more that are no comments."""
    return [
        row
        for row in above.rows
        if above.filled(row) >= 2 and not is_comment(above, row, above.usual)
    ]


def _first_header(above: Area) -> list[str]:
    return above.texts(_wide(above)[0])


def _ends_in_total(above: Area) -> bool:
    """The last wide row says that it sums everything: what follows is another table."""
    texts = above.texts(_wide(above)[-1])
    return any(is_total_label(text) == "total" for text in texts[:3])


def _same_page(above: Area, area: Area, titles: Sequence[int]) -> bool:
    """No title of its own stands over the repeated header, or it says that the table goes on."""
    if not titles:
        return True
    said = {
        fold(" ".join(text for text in area.texts(row) if text))
        for row in above.rows_before(_wide(above)[0])
    }
    texts = [fold(" ".join(text for text in area.texts(row) if text)) for row in titles]
    return all(text in said or any(word in _CONTINUED for word in text.split()) for text in texts)


def _contradicts(above: Area, area: Area, head: int, titles: Sequence[int]) -> bool:
    """The new header is no row of the table above: it says texts where that one holds values, or
    has a title and holds values where that one had none."""
    sample = above.sample_below(_wide(above)[0])
    if not sample:
        return bool(titles)
    holding = above.holding(sample)
    looks = area.looks(head)
    clash = sum(1 for j in holding.typed if looks[j] == TEXT)
    beyond = sum(1 for j, look in enumerate(looks) if look == TEXT and holding.letters[j] == BLANK)
    return clash > 0 or beyond > 0 or (bool(titles) and not holding.typed)
