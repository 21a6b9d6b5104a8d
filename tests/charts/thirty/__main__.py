"""Write a sheet of the thirty first choices, with their drawings, into a folder.

python -m tests.charts.thirty FOLDER [../shared/data] [number …]
"""

import sys
from html import escape
from pathlib import Path

from cauce.charts.figure import Figure
from cauce.charts.rendering import png
from tests.charts.thirty.trial import Tried, judged, tried


def main(words: list[str]) -> None:
    """Draw, judge and write ``index.html``, ``table.md`` and the drawings."""
    folder = Path(words[0])
    data = Path(words[1]) if len(words) > 1 else Path("../shared/data")
    folder.mkdir(parents=True, exist_ok=True)
    parts, lines = [], []
    for found in tried(data, [int(word) for word in words[2:]]):
        parts.append(_part(found, folder))
        lines.append(_line(found))
        print(lines[-1])
    (folder / "index.html").write_text(f"<meta charset=utf-8>{''.join(parts)}", "utf-8")
    (folder / "table.md").write_text("\n".join(lines) + "\n", "utf-8")


def _part(found: Tried, folder: Path) -> str:
    expected = found.expected
    said = [
        f"<h2>{expected.number} {escape(expected.path)}</h2>",
        f"<p>{escape(expected.words)}</p>",
    ]
    said.append(f"<p><b>{judged(found)}</b>, {found.seconds * 1000:.0f} ms</p>")
    for place, figure in enumerate(found.figures):
        if isinstance(figure, Figure):
            name = f"{expected.number:02}-{place}.png"
            (folder / name).write_bytes(png(figure, pixels=700))
            said.append(f"<h3>{escape(figure.title)}</h3><p>{escape(figure.sentence)}</p>")
            said.append(f"<img src='{name}'><p>{escape(' '.join(figure.notes))}</p>")
        else:
            said.append(f"<p><i>{escape(figure.reason)}</i></p>")
    notes = [*found.chosen.warnings, found.chosen.no_map, *found.chosen.reasons]
    return "".join([*said, *(f"<p><small>{escape(note)}</small></p>" for note in notes if note)])


def _line(found: Tried) -> str:
    expected = found.expected
    kinds = [figure.kind if isinstance(figure, Figure) else "none" for figure in found.figures]
    first = found.first
    title = first.title if isinstance(first, Figure) else "—"
    half = "odd" if expected.for_tuning else "even"
    return (
        f"| {expected.number} ({half}) | {expected.path} | {expected.words} | "
        f"{', '.join(kinds) or 'none'}: {title} | {judged(found)} |"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
