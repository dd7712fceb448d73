#!/bin/sh
# Writes the five lock files anew: newest versions, with hashes, without any index address.
set -eu
cd "$(dirname "$0")/.."
options="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --upgrade"
uv pip compile pyproject.toml $options -o requirements.txt
uv pip compile pyproject.toml --extra pdf $options -c requirements.txt -o requirements-pdf.txt
uv pip compile pyproject.toml --extra pg $options -c requirements.txt -o requirements-pg.txt
uv pip compile pyproject.toml --extra dev --extra pdf --extra pg $options -c requirements.txt -o requirements-dev.txt
printf 'setuptools\nwheel\npip\n' | uv pip compile - $options --allow-unsafe -o requirements-build.txt
