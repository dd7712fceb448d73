"""The process that is killed while it works: it loads the store and nothing else, so that it starts soon."""

import sys
from pathlib import Path

from knowledge.store import open_store
from tests.knowledge.said import TURN


def version(number: int) -> dict[str, str]:
    """Files that all say the same number: a mixture shows."""
    return {"number.txt": str(number), **{f"part/{n}.txt": f"{number} " * 2_000 for n in range(20)}}


def work(what: str, path: Path, name: str) -> None:
    """Works for ever, and says what was acknowledged."""
    with open_store(path, create=False) as store:
        number = store.published().number if what == "publish" else 0
        while True:
            if what == "publish":
                number = store.publish(version(number + 1), author="a", note="").number
            else:
                said = [TURN._replace(conversation=f"kill-{name}", client_id=str(number + n)) for n in range(1, 21)]
                for one in [store.record(turn, "{}") for turn in said]:
                    one.result()
                number += len(said)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    work(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
