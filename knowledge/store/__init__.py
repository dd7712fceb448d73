"""What is kept: versions, conversations, boxes, receipts, statistics. Above it nobody knows an engine.

``interface`` says what a store does, ``engine`` opens one; a second engine is a folder beside ``sqlite``.
"""

from knowledge.records.model import StoreError
from knowledge.store.deliveries import (
    Album,
    Answered,
    Incoming,
    Move,
    Outgoing,
    Past,
    PastAnswer,
    Rewrite,
    Waiting,
)
from knowledge.store.engine import open_later, open_store, rescue, unwritable
from knowledge.store.interface import (
    GRACE,
    Boxes,
    Change,
    Conversations,
    Days,
    Events,
    Ledger,
    Pulse,
    Questions,
    Receipts,
    Shelf,
    Statistics,
    Store,
    Versions,
)
from knowledge.store.records import Entry, Question, Status, Turn, Version
from knowledge.store.sweeping import PAUSE, Rest, Swept, rest

__all__ = [
    "GRACE",
    "PAUSE",
    "Album",
    "Answered",
    "Boxes",
    "Change",
    "Conversations",
    "Days",
    "Entry",
    "Events",
    "Incoming",
    "Ledger",
    "Move",
    "Outgoing",
    "Past",
    "PastAnswer",
    "Pulse",
    "Question",
    "Questions",
    "Receipts",
    "Rest",
    "Rewrite",
    "Shelf",
    "Statistics",
    "Status",
    "Store",
    "StoreError",
    "Swept",
    "Turn",
    "Version",
    "Versions",
    "Waiting",
    "open_later",
    "open_store",
    "rescue",
    "rest",
    "unwritable",
]
