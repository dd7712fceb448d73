"""Every benchmark in turn: ``make bench``. Names run only those: python -m tests.benchmarks advisor.

``web --keep`` writes down the ratios to the echo that later runs are held against.
"""

import sys
from importlib import import_module
from pathlib import Path

NAMES = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


def main() -> None:
    names = [one for one in sys.argv[1:] if one in NAMES] or NAMES
    for done, name in enumerate(names):
        print(f"== {name} ({done + 1}/{len(names)}) ==", flush=True)
        import_module(f"tests.benchmarks.bench_{name}").main()
        print(flush=True)


if __name__ == "__main__":
    main()
