"""Says whether this virtual environment holds what a lock file names, file by file: status 0 yes, 1 no.

usage: python deploy/venv_check.py requirements.txt
"""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?:\s*;\s*([^\\]*))?")


def wanted(lock: Path) -> dict[str, str]:
    """Name -> version for every pin whose marker holds here."""
    from pip._vendor.packaging.markers import Marker

    found = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if (pin := PIN.match(line)) and (not pin[3] or Marker(pin[3].strip()).evaluate()):
            found[pin[1]] = pin[2]
    return found


def missing_file(package: Distribution) -> str | None:
    """The first file of the package's record that is gone, or None; compiled caches come and go."""
    for file in package.files or ():
        if file.suffix != ".pyc" and not Path(str(package.locate_file(file))).exists():
            return str(file)
    return None


def complaint(lock: Path) -> str | None:
    for name, version in wanted(lock).items():
        try:
            package = distribution(name)
        except PackageNotFoundError:
            return f"{name} is not installed"
        if package.version != version:
            return f"{name} is {package.version}, the lock file says {version}"
        if gone := missing_file(package):
            return f"{name}: {gone} is missing"
    try:
        distribution("fudaoyuan")
        import bot
    except ImportError:
        return "the project itself is not installed"
    here = Path(__file__).resolve().parent.parent
    return None if Path(bot.__file__ or "").resolve().parent.parent == here else "another checkout is installed"


if __name__ == "__main__":
    sys.path = [p for p in sys.path if Path(p).resolve() != Path(__file__).resolve().parent]
    if trouble := complaint(Path(sys.argv[1])):
        print(trouble, file=sys.stderr)
        sys.exit(1)
