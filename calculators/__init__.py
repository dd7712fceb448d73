"""What engineers and lawyers review: pure formulas over figures that carry their quotes."""

from importlib import import_module
from pkgutil import iter_modules

from calculators.core import Formula, formulas


def load() -> dict[str, Formula]:
    """Imports every module of this folder, so that each registers its formula, and returns them by name."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return dict(formulas())
