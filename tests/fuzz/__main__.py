"""Read spoilt files by their numbers and tell what came of them, one JSON line for each failure.

python -m tests.fuzz --first 1 --count 20000 --data ../shared/data --every-child 40
python -m tests.fuzz --numbers 17,1203 --show
"""

import argparse
import gc
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.fuzz.cases import case
from tests.fuzz.pool import Verdict, in_forks, load, through_child
from tests.fuzz.seeds import seeds


def verdicts(
    numbers: Sequence[int], data: Path | None, every_child: int, every_replay: int = 5
) -> Iterator[Verdict]:
    """What came of each number; every ``every_child``-th through the true child."""
    content = seeds(data)
    whole = [number for number in numbers if every_child and number % every_child == 0]
    pooled = [number for number in numbers if not every_child or number % every_child]
    yield from in_forks((case(number, content) for number in pooled), replayed=every_replay)
    yield from (through_child(case(number, content)) for number in whole)


def main() -> int:
    """1 when anything failed."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz")
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--count", type=int, default=150)
    asked.add_argument("--numbers", default="")
    asked.add_argument("--data", type=Path, default=None)
    asked.add_argument("--every-child", type=int, default=0)
    asked.add_argument("--show", action="store_true", help="tell every case, not only failures")
    asked.add_argument("--keep", type=Path, default=None, help="write the spoilt files here")
    words = asked.parse_args()
    numbers = (
        [int(each) for each in words.numbers.split(",")]
        if words.numbers
        else list(range(words.first, words.first + words.count))
    )
    if words.keep:
        content = seeds(words.data)
        for number in numbers:
            one = case(number, content)
            folder = words.keep / str(number)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / one.name).write_bytes(one.content)
    load()
    outcomes: Counter[str] = Counter()
    worst: tuple[float, int] = (0.0, 0)
    most: tuple[int, int] = (0, 0)
    failed = 0
    for verdict in verdicts(numbers, words.data, words.every_child):
        outcomes[verdict.outcome] += 1
        failed += bool(verdict.wrong)
        worst = max(worst, (verdict.seconds, verdict.number))
        most = max(most, (verdict.memory, verdict.number))
        if verdict.wrong or words.show:
            print(json.dumps(asdict(verdict), ensure_ascii=False), flush=True)
    summary = {
        "cases": len(numbers),
        "failed": failed,
        "outcomes": dict(outcomes.most_common()),
        "slowest": {"seconds": worst[0], "number": worst[1]},
        "heaviest": {"MiB": most[0], "number": most[1]},
    }
    print(json.dumps({"summary": summary}, ensure_ascii=False), flush=True)
    gc.unfreeze()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
