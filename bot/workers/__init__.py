"""Answering workers: processes beside the one that serves, which compute turns so that all processors are used.

The serving process alone has sockets, store, conversations, sessions and limits. ``pool.py`` hands shares of what waits
to the workers and takes them back, ``worker.py`` is a worker, ``packing.py`` and ``frames.py`` are what crosses the
pipe between them.
"""
