"""The bodies of the longer commands; ``bot/cli.py`` declares them all."""
