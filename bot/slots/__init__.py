"""Slot filling: which input of a measure a figure fills, what follows from it, and what is wrong with it."""
