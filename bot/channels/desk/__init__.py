"""The knowledge desk: where staff keep what the bot knows, within the served site at /desk.

A page is one module here with its ``routes`` and its entry of the ``menu``, named in ``mount.PAGES``, and one template
in ``templates/desk``. What it keeps is files of a draft, or entries of the store's ledger; each change writes a line of
the trail. Handlers are plain functions that run in a thread: they may wait for the store.
"""

from bot.channels.desk.mount import mount

__all__ = ["mount"]
