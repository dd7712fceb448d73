"""Where what was learned is kept between two starts: files that are read back whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from knowledge.classifier.model import Learned, Sections
from knowledge.classifier.ridge import Weighing
from knowledge.classifier.semantic import Landmarks
from knowledge.classifier.sparse import Sparse
from knowledge.classifier.tagging import Tagger

SHIPPED = Path(__file__).parents[1] / "learnt"  # learnt when the program is installed; trusted as its code is
KEPT = 3  # versions a folder of data holds: each is 20 MB, and every edit of an example makes one

ROOT = Path(__file__).parents[2]
OWN = ("knowledge/classifier", "knowledge/text")  # packages whose code decides how examples are seen and learnt from

Arrays = dict[str, Any]
IN_USE = 8  # of each kind that this process read or wrote; each of several documents has its own
_room = {"models": IN_USE}
_used: dict[str, None] = {}  # their names, the last used last
T = TypeVar("T")


@cache
def code_of(*packages: str) -> str:
    """A digest of the program text of ``packages`` ("knowledge/text"), in 16 hex digits.

    What other code learnt is not taken for what this code would learn. A number that whoever changes the code had to
    raise was forgotten, and what is kept differed from what is learnt anew.
    """
    whole = hashlib.sha256()
    for path in sorted(path for package in packages for path in (ROOT / package).rglob("*.py")):
        whole.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def make_room(documents: int) -> None:
    """Of each kind what so many documents learn stays in use: one for each, and one for all together, before and after
    an edit."""
    _room["models"] = max(IN_USE, 2 * (documents + 1))


def remembered(folder: Path | None, name: str) -> Learned | None:
    """What ``keep`` wrote as ``name``; nothing when there is none, it is damaged or others could have written it."""
    return _first(folder, name, _read)


def remembered_cuts(folder: Path | None, name: str) -> dict[str, str]:
    """What ``keep_cuts`` wrote as ``name``; {} under the same conditions."""
    return _first(folder, name, _read_cuts) or {}


def keep(folder: Path | None, name: str, learned: Learned) -> None:
    """Writes ``learned`` for the next start, whole or not at all; a full disk or a folder of others is no error.

    Of what was kept before, the oldest beyond KEPT are deleted; where the program lies, all.
    """
    if _write(folder, name, _arrays(learned)) and folder:
        _delete_old(folder, name)


def keep_cuts(folder: Path | None, name: str, cuts: Mapping[str, str]) -> None:
    """Writes how stretches of text were cut into words (see ``Words.placed``); as with ``keep`` nothing is an error."""
    whole = [cut for stretch, cut in cuts.items() if cut.replace(" ", "") == stretch]
    if _write(folder, name, {"cuts": _packed(whole)}) and folder:
        _delete_old(folder, name)


def remembered_taggers(folder: Path | None, name: str) -> tuple[Tagger, ...] | None:
    """What ``keep_taggers`` wrote as ``name``, under the same conditions."""
    return _first(folder, name, _read_taggers)


def keep_taggers(folder: Path | None, name: str, taggers: Sequence[Tagger]) -> None:
    """Writes taggers that were learnt together for the next start; as with ``keep`` nothing is an error."""
    arrays: Arrays = {"kinds": np.array(len(taggers)), **_weighing_arrays(taggers[0].weighing, taggers[0].landmarks)}
    for i, tagger in enumerate(taggers):
        arrays |= {f"tags {i}": _packed(tagger.tags), f"base {i}": tagger.base}
        arrays |= {f"weights {i}": tagger.weights.astype(np.float16), f"near {i}": tagger.near}
    if _write(folder, name, arrays) and folder:
        _delete_old(folder, name)


def _weighing_arrays(weighing: Weighing, landmarks: Landmarks) -> Arrays:
    return {
        "runs": weighing.runs,
        "names": _packed(weighing.names),
        "rarity": weighing.rarity,
        "words": _packed(landmarks.worth),
        "worth": np.array([*landmarks.worth.values(), landmarks.unseen]),
        "centre": landmarks.centre,
        "points": landmarks.points,
    }


def _weighing(arrays: Arrays) -> tuple[Weighing, Landmarks]:
    worth = arrays["worth"].tolist()
    words = dict(zip(_unpacked(arrays["words"]), worth[:-1], strict=True))
    landmarks = Landmarks(words, worth[-1], arrays["centre"], arrays["points"])
    return Weighing.of(arrays["runs"], _unpacked(arrays["names"]), arrays["rarity"]), landmarks


def _read_taggers(arrays: Arrays) -> tuple[Tagger, ...] | None:
    weighing, landmarks = _weighing(arrays)
    taggers = tuple(
        Tagger(
            _unpacked(arrays[f"tags {i}"]),
            arrays[f"base {i}"],
            arrays[f"weights {i}"].astype(np.float32),
            arrays[f"near {i}"],
            weighing,
            landmarks,
        )
        for i in range(int(arrays["kinds"]))
    )
    return taggers if all(map(_is_sound, taggers)) else None


def _is_sound(tagger: Tagger) -> bool:
    width = len(tagger.weighing.runs) + len(tagger.weighing.names)
    fits = tagger.weights.shape == (width, len(tagger.tags)) and len(tagger.base) == len(tagger.tags)
    return fits and len(tagger.near) == len(tagger.landmarks.points)


def _first(folder: Path | None, name: str, read: Callable[[Arrays], T | None]) -> T | None:
    """What ``read`` makes of the file in ``folder`` or else of the one that was installed."""
    places = ([folder] if folder is not None and _is_ours(folder) else []) + [SHIPPED]
    for place in places:
        if (found := _opened(place / f"{name}.npz", read)) is not None:
            _use(name)
            return found
    return None


def _use(name: str) -> None:
    _used.pop(name, None)
    _used[name] = None
    alike = [one for one in _used if one.partition("-")[0] == name.partition("-")[0]]
    for old in alike[: -_room["models"]]:
        del _used[old]


def _opened(path: Path, read: Callable[[Arrays], T | None]) -> T | None:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            return read({key: file[key] for key in file.files})
    except Exception:  # a damaged file may fail in any way the zip and array readers know: it is only a cache
        return None


def _write(folder: Path | None, name: str, arrays: Arrays) -> bool:
    """Whether the file is written."""
    if folder is None:
        return False
    try:
        folder.mkdir(mode=0o755 if folder == SHIPPED else 0o700, parents=True, exist_ok=True)
        if not _is_ours(folder):
            return False
        handle, path = tempfile.mkstemp(dir=folder, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            os.fchmod(handle, 0o644 if folder == SHIPPED else 0o600)
            np.savez(file, **arrays)
        Path(path).replace(folder / f"{name}.npz")
    except OSError:
        return False
    return True


def _delete_old(folder: Path, name: str) -> None:
    """Deletes what was learnt of that kind before; of several documents each has its own, which is in use."""
    kind = name.partition("-")[0]
    _use(name)
    others = [one for one in folder.glob(f"{kind}-*.npz") if one.stem not in _used]
    kept = 0 if folder == SHIPPED else KEPT - 1
    for old in sorted(others, key=_written_at, reverse=True)[kept:]:
        with suppress(OSError):
            old.unlink(missing_ok=True)


def _written_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:  # another process has deleted it
        return 0


def _read_cuts(arrays: Arrays) -> dict[str, str]:
    return {cut.replace(" ", ""): cut for cut in _unpacked(arrays["cuts"])}


def _is_ours(folder: Path) -> bool:
    """Whether nobody else can write there: the folder of the program itself, or one of mode 0700."""
    if folder == SHIPPED:
        return True
    try:
        status = folder.stat()
    except OSError:
        return False
    return status.st_uid == os.getuid() and not status.st_mode & 0o077


def _arrays(learned: Learned) -> Arrays:
    found: Arrays = {
        "labels": _packed(learned.labels),
        "base": learned.base,
        "weights": learned.weights,
        "near": learned.near,
        "runs": learned.weighing.runs,
        "names": _packed(learned.weighing.names),
        "rarity": learned.weighing.rarity,
        "words": _packed(learned.landmarks.worth),
        "worth": np.array([*learned.landmarks.worth.values(), learned.landmarks.unseen]),
        "centre": learned.landmarks.centre,
        "points": learned.landmarks.points,
        "starts": learned.by_feature.starts,
        "columns": learned.by_feature.columns,
        "values": learned.by_feature.values,
        "examples": np.array(learned.examples),
    }
    for i, label in enumerate(learned.labels):
        part = learned.sections[label]
        found |= {f"names {i}": _packed(part.names), f"base {i}": part.base, f"columns {i}": part.columns}
        found |= {f"weights {i}": part.weights, f"near {i}": part.near}
    return found


def _read(arrays: Arrays) -> Learned | None:
    labels, runs, names = _unpacked(arrays["labels"]), arrays["runs"], _unpacked(arrays["names"])
    worth = arrays["worth"].tolist()
    words = dict(zip(_unpacked(arrays["words"]), worth[:-1], strict=True))
    turned = Sparse(arrays["starts"], arrays["columns"], arrays["values"], int(arrays["examples"]))
    learned = Learned(
        labels,
        arrays["base"],
        arrays["weights"],
        arrays["near"],
        Weighing.of(runs, names, arrays["rarity"]),
        Landmarks(words, worth[-1], arrays["centre"], arrays["points"]),
        {label: _sections(arrays, i, len(runs) + len(names)) for i, label in enumerate(labels)},
        turned,
        turned.width,
    )
    width = len(runs) + len(names)
    fits = learned.weights.shape == (width, len(labels)) and len(turned.starts) == width + 1
    fits = fits and all(len(part.weights) == len(part.columns) + 1 for part in learned.sections.values())
    fits = fits and learned.near.shape == (len(learned.landmarks.points), len(labels))
    sound = len(learned.base) == len(labels) and len(turned.columns) == len(turned.values) == turned.starts[-1]
    return learned if fits and sound else None


def _sections(arrays: Arrays, i: int, width: int) -> Sections:
    names = _unpacked(arrays[f"names {i}"])
    base, columns, weights, near = (arrays[f"{key} {i}"] for key in ("base", "columns", "weights", "near"))
    return Sections(names, base, columns, weights, near, width)


def _packed(texts: Any) -> "np.typing.NDArray[np.uint8]":
    return np.frombuffer("\n".join(texts).encode("utf-8", "surrogatepass"), np.uint8)


def _unpacked(packed: "np.typing.NDArray[np.uint8]") -> tuple[str, ...]:
    return tuple(packed.tobytes().decode("utf-8", "surrogatepass").split("\n"))
