"""Why a file cannot be taken, in words for the person who brought it."""

from knowledge.records.model import KnowledgeError


class UnreadableError(KnowledgeError):
    """The file is of no kind that is read here, broken, or beyond the limits; the message says what to do."""
