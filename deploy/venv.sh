#!/bin/sh
# Makes .venv hold exactly what the lock file names, from whatever state it is in.
# usage: deploy/venv.sh requirements.txt
set -eu
cd "$(dirname "$0")/.."
lock=$1
venv=${VENV:-.venv}

say() { printf '%s\n' "$*" >&2; }

# The distribution's own Python comes first: it is built with a profile and linked as one piece, and an answer takes it
# a sixth less time than one that was built on the machine without either.
find_python() {
    for want in ready any; do
        for name in "${PYTHON:-/usr/bin/python3}" python3 python3.13 python3.12 python3.11; do
            if command -v "$name" >/dev/null 2>&1 && "$name" -c "$FITS" "$want" 2>/dev/null; then
                echo "$name"
                return
            fi
        done
    done
    say "需要 Python 3.11 或更新的版本。Debian/Ubuntu：apt-get install python3 python3-venv"
    exit 1
}

# New enough, and a virtual environment can be made of it; "any": if need be by installing a package.
FITS='
import sys
from importlib.util import find_spec
sys.exit(not (sys.version_info >= (3, 11) and (sys.argv[1] == "any" or find_spec("ensurepip"))))
'

make_venv() {
    python=$(find_python)
    rm -rf "$venv"
    if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
        rm -rf "$venv"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            say "正在安装 python3-venv ……"
            apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
        fi
        "$python" -m venv "$venv" || { say "建不了虚拟环境，请先执行：apt-get install python3-venv"; exit 1; }
    fi
}

# A folder that was moved, half deleted or made by a Python that is gone is not repaired but made anew.
if ! "$venv/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    make_venv
fi
if "$venv/bin/python" deploy/venv_check.py "$lock" 2>/dev/null; then
    exit 0
fi
say "正在安装依赖（$lock）……"
install() { PYTHONWARNINGS=ignore "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
install_all() {
    install --require-hashes -r requirements-build.txt &&
    install --require-hashes --no-build-isolation "$@" -r "$lock" &&
    install --no-deps --no-build-isolation --editable .
}
if ! install_all || ! "$venv/bin/python" deploy/venv_check.py "$lock" 2>/dev/null; then
    # pip takes a package for installed when its record says so, files or no files
    make_venv
    install_all || { say "依赖没有装上，请检查网络后再执行一次。"; exit 1; }
    "$venv/bin/python" deploy/venv_check.py "$lock"
fi
