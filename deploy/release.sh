#!/bin/sh
# 做一个发布包：程序和全部依赖的 wheel、部署文件、校验值。拷到没有外网的机器上就能装。
# 用法：deploy/release.sh 文件夹        （要联网一次；之后装的时候不用）
# 数据放 PostgreSQL 的：LOCK=requirements-pg.txt deploy/release.sh 文件夹
set -eu
umask 022
cd "$(dirname "$0")/.."
[ $# = 1 ] || { echo "用法：deploy/release.sh 文件夹" >&2; exit 1; }
mkdir -p "$1/wheels"
out=$(cd "$1" && pwd)
python=${PYTHON:-.venv/bin/python}
pip() { PYTHONWARNINGS=ignore "$python" -m pip --disable-pip-version-check "$@"; }

# 依赖：照锁定文件下载，核对校验值；只有源码的（jieba）在这里做成 wheel
sources=$(mktemp -d)
trap 'rm -rf "$sources"' EXIT
pip download --quiet --require-hashes --no-build-isolation --no-deps -d "$sources" -r "${LOCK:-requirements.txt}"
for file in "$sources"/*; do
    case $file in
        *.whl) cp "$file" "$out/wheels/" ;;
        *) pip wheel --quiet --no-deps --no-index --no-build-isolation -w "$out/wheels" "$file" ;;
    esac
done
deploy/wheel.sh "$out/wheels"
rm -rf "$out/deploy"
cp -r deploy "$out/deploy"
cp requirements.txt CHANGELOG.md "$out/"
(cd "$out" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum > SHA256SUMS)
echo "发布包在 $out（$(du -sh "$out" | cut -f1)）。整个拷到服务器上，用 root 运行：sh deploy/install.sh"
