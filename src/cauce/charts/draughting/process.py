"""A process that draws, spoken to by `rendering.studio`.

It reads requests from its standard input and answers on its standard output, each as four bytes of
length and then JSON (requests) or one byte of outcome and then bytes (answers). It ends when its
input does, or between two requests when it has made or holds enough. No address is ever fetched,
and no font is known but ours and the one inside vl-convert.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

import vl_convert

from cauce.charts.draughting.protocol import DONE, FAILED, FONTS, MOST_MEMORY, MOST_REQUESTS
from cauce.charts.draughting.tidying import FORBIDDEN, tidied

MEASURING: Final = "Liberation Sans"
"""What words are measured by: the font inside vl-convert, which opens no file. It is a twentieth
wider than ours; and ours, whose name must be quoted, vl-convert 1.9 does not find to measure."""


def picture(request: Mapping[str, Any]) -> bytes:
    """The tidy SVG of a specification."""
    specification = legible(request["specification"])
    measured = specification | {"config": specification.get("config", {}) | {"font": MEASURING}}
    drawn = vl_convert.vegalite_to_svg(measured, allowed_base_urls=[])
    return tidied(
        drawn,
        identity=request["identity"],
        title=request["title"],
        description=request["description"],
    ).encode()


def legible(part: Any) -> Any:
    """A specification without the characters that XML forbids: vl-convert 1.9 dies of them."""
    match part:
        case str():
            return FORBIDDEN.sub("", part)
        case list():
            return [legible(each) for each in part]
        case dict():
            return {legible(name): legible(each) for name, each in part.items()}
        case _:
            return part


def raster(request: Mapping[str, Any]) -> bytes:
    """The PNG of an SVG of ours."""
    return vl_convert.svg_to_png(request["svg"], scale=request["scale"])


def bundle(request: Mapping[str, Any]) -> bytes:
    """Vega, Vega-Lite and vega-embed as one module of JavaScript that ends with a snippet."""
    return vl_convert.javascript_bundle(request["snippet"]).encode()


WORK: Final[Mapping[str, Callable[[Mapping[str, Any]], bytes]]] = {
    "picture": picture,
    "raster": raster,
    "bundle": bundle,
}


def serve(requests: BinaryIO, answers: BinaryIO, most: int = MOST_REQUESTS) -> None:
    """Answers requests until there are no more, or ``most``, or too much memory is held."""
    vl_convert.register_font_directory(str(FONTS))
    for _request in range(most):
        if len(size := requests.read(4)) < 4:
            return
        request = json.loads(requests.read(int.from_bytes(size, "big")))
        try:
            outcome, made = DONE, WORK[request["work"]](request)
        except Exception as error:  # noqa: BLE001 (whatever went wrong, the next one may go well)
            outcome, made = FAILED, f"{type(error).__name__}: {error}".encode()
        answers.write(outcome + len(made).to_bytes(4, "big") + made)
        answers.flush()
        if held() > MOST_MEMORY:
            return


def held() -> int:
    """The bytes of memory that this process holds; nought where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Serves on the standard streams; what libraries print goes to the log instead."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal: the input ends with the server
    os.nice(5)  # pages that need no drawing go first
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(BrokenPipeError):  # the server ended while this was drawn
        serve(sys.stdin.buffer, answers)
    os._exit(0)  # without a last flush into a pipe that nobody reads


if __name__ == "__main__":
    main()
