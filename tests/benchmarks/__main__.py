"""Every benchmark in turn: ``make bench``. Names run only those: python -m tests.benchmarks advisor."""

import sys
from importlib import import_module
from pathlib import Path

NAMES = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


def main() -> None:
    names = sys.argv[1:] or NAMES
    for done, name in enumerate(names):
        print(f"== {name} ({done + 1}/{len(names)}) ==", flush=True)
        import_module(f"tests.benchmarks.bench_{name}").main()
        print(flush=True)


if __name__ == "__main__":
    main()
