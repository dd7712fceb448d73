"""``python -m bot`` is ``fudaoyuan``."""

from bot.cli import main

if __name__ == "__main__":
    main()
