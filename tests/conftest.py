"""A busy machine is no failure: random cases have no time limit each."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
