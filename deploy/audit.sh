#!/bin/sh
# 供应链检查：依赖都锁了版本和校验值，装的就是锁的，互相合得来，许可证没有问题；能联网且装了 pip-audit 的，再查已知漏洞。
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
for lock in requirements.txt requirements-pg.txt requirements-dev.txt requirements-build.txt; do
    "$python" - "$lock" <<'END'
import re, sys
pins = re.split(r"^(?=[a-zA-Z0-9])", open(sys.argv[1], encoding="utf-8").read(), flags=re.M)[1:]
bare = [pin.split()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin]
sys.exit(f"{sys.argv[1]} 里没有锁死的：{bare}" if bare else 0)
END
done
echo "✓ 四个锁定文件：每个包都有版本和校验值"
"$python" deploy/venv_check.py requirements.txt
echo "✓ 装的就是锁的，一个文件不少"
"$python" -m pip --disable-pip-version-check check >/dev/null
echo "✓ 各个包互相合得来"
"$python" deploy/licences.py
echo "✓ 许可证：$(grep -c '^| [a-z]' deploy/LICENCES.md) 个组件，没有 GPL，选装的 psycopg 是 LGPL（deploy/LICENCES.md）"
if "$python" -m pip_audit --version >/dev/null 2>&1; then
    "$python" -m pip_audit --require-hashes --disable-pip -r requirements.txt
    echo "✓ 没有已知漏洞"
else
    echo "– 已知漏洞没有查：要联网，先装 pip-audit（.venv/bin/pip install pip-audit），再运行 make audit"
fi
