#!/bin/sh
# 做程序自己的 wheel，里面有学好的例句；同一份代码做两次，一个字节也不差。
# 用法：deploy/wheel.sh 文件夹
set -eu
umask 022
cd "$(dirname "$0")/.."
mkdir -p "$1"
out=$(cd "$1" && pwd)
python=$(cd "$(dirname "${PYTHON:-.venv/bin/python}")" && pwd)/$(basename "${PYTHON:-.venv/bin/python}")
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1700000000)}
export SOURCE_DATE_EPOCH
# 在副本里做：setuptools 会往源文件夹里写，旧的 build/ 也会混进来
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r bot knowledge calculators pyproject.toml README.md LICENSE "$copy/"
find "$copy" -name __pycache__ -prune -exec rm -rf {} +
find "$copy" -type f -exec chmod 644 {} +
cd "$copy"
# 旧代码学的新代码不认：从头学，几秒钟
rm -rf knowledge/learnt
PYTHONPATH="$copy" "$python" -m bot knowledge learn >&2
find "$copy" -name __pycache__ -prune -exec rm -rf {} +
PYTHONWARNINGS=ignore "$python" -m pip --disable-pip-version-check wheel --quiet --no-deps --no-index \
    --no-build-isolation -w "$out" .
