"""``python -m tests.bench [part …]``: figures beside the raw engines.

It measures and does not judge: it always ends well, and prints what was promised beside each
figure.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from importlib import import_module

from tests.bench.measure import Row, calibration

PARTS = {
    "reading": "an office's export of a million rows, beside DuckDB reading its clean twin",
    "pages": "a portal of 500 datasets",
    "export": "downloads of 100,000 rows, beside the raw writers",
    "screening": "a million rows screened for persons, beside DuckDB reading each cell",
    "sending": "a large file sent to the server, beside cp and sha256",
    "explorer": "the explorer over HTTP on a million rows, beside DuckDB and Datasette",
    "groups": "groups of a million rows, beside the same SQL in DuckDB",
    "joining": "a second table and rates per inhabitant, beside the same SQL in DuckDB",
    "charts": "figures that nobody looked at before: the answer, the drawing, the SVG",
    "query": "queries over a million rows, beside the same SQL in DuckDB",
}
WIDTH = 50


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures the parts asked for (all by default) and prints one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"{', '.join(PARTS)}; all of them by default")
    asked = parser.parse_args(arguments).part or list(PARTS)
    for part in asked:
        if part not in PARTS:
            parser.error(f"there is no part {part!r}; there are {', '.join(PARTS)}")
    started = time.monotonic()
    print(f"calibration loop: {calibration():.0f} ms CPU\n")
    print(_line("", "ours", "raw", "ratio", "at most", "unit"))
    for part in asked:
        run: Callable[[], list[Row]] = import_module(f"tests.bench.bench_{part}").run
        print(f"\n{part}: {PARTS[part]}", flush=True)
        try:
            rows = run()
        except Exception as error:  # noqa: BLE001 (one part that fails must not hide the others)
            print(f"  NOT MEASURED: {type(error).__name__}: {error}", flush=True)
            continue
        for row in rows:
            print(_row(row), flush=True)
    print(f"\ncalibration loop: {calibration():.0f} ms CPU")
    print(f"{time.monotonic() - started:.0f} seconds in all")


def _row(row: Row) -> str:
    raw = _figure(row.raw) if row.raw else "—"
    ratio = f"{row.ratio:.2f} ×" if row.raw else "—"
    return _line(row.name, _figure(row.ours), raw, ratio, row.at_most or "—", row.unit)


def _figure(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def _line(name: str, *cells: str) -> str:
    return f"{name:<{WIDTH}}" + "".join(f"{cell:>10}" for cell in cells)


if __name__ == "__main__":
    main()
