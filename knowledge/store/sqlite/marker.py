"""A file beside the database that says which one belongs here: a lost database must not be begun anew unseen."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from knowledge.records.model import StoreError


@dataclass(frozen=True, slots=True)
class Marker:
    """The marker at ``path``: the identity of the database that stands beside it, a line of hex digits."""

    path: Path

    @classmethod
    def of(cls, database: Path) -> "Marker":
        return cls(database.with_suffix(".id"))

    def read(self) -> str:
        """The identity; "" when there is no marker. Raises OSError."""
        try:
            return self.path.read_text(encoding="ascii", errors="replace").strip() or "?"
        except FileNotFoundError:
            return ""

    def keep(self, identity: str) -> None:
        """Writes the marker when there is none, whole or not at all, for its owner alone. Raises OSError."""
        if self.read():
            return
        fresh = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(identity + "\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
        finally:
            fresh.unlink(missing_ok=True)

    def check_there(self, database: Path) -> None:
        """Raises StoreError when the database is missing or of no length although there was one."""
        if self.read() and not (database.exists() and database.stat().st_size):
            raise StoreError(self._lost(database))

    def check_filled(self, database: Path, *, empty: bool) -> None:
        """Raises StoreError when there are no tables although there were."""
        if empty and self.read():
            raise StoreError(self._lost(database))

    def check_same(self, database: Path, identity: str) -> None:
        """Raises StoreError when another database stands here than the marker says."""
        if self.read() not in ("", identity):
            raise StoreError(
                f"{database} 不是原来在这里的数据库，和标记 {self.path} 对不上。"
                f"请放回原来的数据库或它的备份；确定要用现在这个，就删掉 {self.path} 再启动。"
            )

    def _lost(self, database: Path) -> str:
        return (
            f"数据库不见了，或者是空的：{database}（旁边的 {self.path} 说这里有过一个）。"
            f"请从备份恢复这个文件；确定要从头开始，就删掉 {self.path} 再启动。"
        )
