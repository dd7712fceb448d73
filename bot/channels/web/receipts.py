"""Receipts: a sum with its working kept at an address nobody can guess, for as long as the settings say."""

import hashlib
import json
import os
import re
import secrets
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Kept = dict[str, Any]
SHAPE = re.compile(r"[A-Za-z0-9_-]{22}")
SCHEMA = 1


class Receipts:
    """One file a receipt. The file is named by a digest of the address: who lists the folder learns no address."""

    def __init__(self, folder: Path, days: int, now: Callable[[], datetime]) -> None:
        self._folder, self._days, self._now = folder, days, now

    def keep(self, content: Kept) -> str:
        """Stores the receipt and gives its token (128 random bits). Raises OSError when it cannot be written."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sweep()
        token = secrets.token_urlsafe(16)
        data = {**content, "schema": SCHEMA, "at": self._now().isoformat()}
        _write(self._path(token), json.dumps(data, ensure_ascii=False).encode())
        return token

    def find(self, token: str) -> Kept | None:
        """The receipt; None when there is none, its days are over, or it cannot be read."""
        if not SHAPE.fullmatch(token):
            return None
        try:
            found: Kept = json.loads(self._path(token).read_bytes())
            fresh = found["schema"] == SCHEMA and self.ends(found) > self._now()
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if fresh else None

    def ends(self, kept: Kept) -> datetime:
        """When the receipt is deleted."""
        return datetime.fromisoformat(kept["at"]) + timedelta(days=self._days)

    def sweep(self) -> int:
        """Deletes what is too old; how many went."""
        limit = (self._now() - timedelta(days=self._days)).timestamp()
        old = [path for path in self._folder.glob("*.json") if path.stat().st_mtime < limit]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, token: str) -> Path:
        return self._folder / f"{hashlib.sha256(token.encode()).hexdigest()}.json"


def _write(path: Path, data: bytes) -> None:
    """All or nothing: a crash leaves no half receipt."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
