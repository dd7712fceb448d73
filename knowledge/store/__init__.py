"""What is kept: versions, conversations, boxes, receipts, statistics. Above it nobody knows an engine."""

from knowledge.records.model import StoreError
from knowledge.store.sqlite.store import Status, Store, Version
from knowledge.store.sqlite.turns import Turn

__all__ = ["Status", "Store", "StoreError", "Turn", "Version"]
