#!/bin/sh
# 在发布包的文件夹里用 root 运行：第一次是安装，以后是升级。不连外网。装坏了自动退回原来的程序。
# 用法：sh deploy/install.sh
# 试装：ROOT=/tmp/试装 sh deploy/install.sh    （全部装到那个文件夹下面，不建用户，不动 systemd）
set -eu
umask 022
cd "$(dirname "$0")/.."
ROOT=${ROOT:-}
opt=$ROOT/opt/fudaoyuan
etc=$ROOT/etc/fudaoyuan
data=$ROOT/var/lib/fudaoyuan
saved=$ROOT/var/backups/fudaoyuan

say() { printf '%s\n' "$*"; }
stop() { say "$*" >&2; exit 1; }
live() { [ -z "$ROOT" ] && [ -d /run/systemd/system ]; }

[ -n "$ROOT" ] || [ "$(id -u)" = 0 ] || stop "请用 root 运行：sudo sh deploy/install.sh"
[ -d wheels ] && [ -f SHA256SUMS ] || stop "这里不是发布包（缺 wheels 或 SHA256SUMS）。发布包用 deploy/release.sh 做。"
sha256sum --quiet -c SHA256SUMS || stop "发布包不完整或被改过，没有装。请重新拷一次。"
python=${PYTHON:-/usr/bin/python3}
"$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    stop "需要 Python 3.11 或更新的版本和 venv。Debian/Ubuntu：apt-get install python3 python3-venv"

version=$(basename wheels/fudaoyuan-*.whl | cut -d- -f2)
mark=$(sha256sum SHA256SUMS | cut -c1-8)
release=$opt/releases/$version-$mark
old=$(readlink "$opt/current" 2>/dev/null || true)

# 一、用户和文件夹
if [ -z "$ROOT" ] && ! id fudaoyuan >/dev/null 2>&1; then
    useradd --system --home-dir /var/lib/fudaoyuan --no-create-home --shell /usr/sbin/nologin fudaoyuan
fi
mkdir -p "$opt/releases" "$etc" "$data" "$saved"
chmod 700 "$data" "$saved"
[ -n "$ROOT" ] || chown fudaoyuan:fudaoyuan "$data" "$saved"

# 二、程序：装在自己的文件夹里，属于 root，运行的用户改不了
if [ ! -e "$release/installed" ]; then
    say "正在安装 $version ……"
    rm -rf "$release"
    "$python" -m venv "$release"
    PYTHONWARNINGS=ignore "$release/bin/python" -m pip install --quiet --disable-pip-version-check \
        --no-index --no-deps --no-compile wheels/*.whl
    "$release/bin/python" -m compileall -q "$release/lib" >/dev/null 2>&1 || true  # jieba 有几行新版本不认的旧写法
    cp -r deploy "$release/deploy"
    touch "$release/installed"
fi
"$release/bin/fudaoyuan" --version >/dev/null || stop "装好的程序跑不起来，没有换上。"

# 三、设置：已经有的不动
if [ ! -e "$etc/fudaoyuan.env" ]; then
    sed "s|=/var/|=$ROOT/var/|" deploy/fudaoyuan.env.example > "$etc/fudaoyuan.env"
    chmod 640 "$etc/fudaoyuan.env"
    [ -n "$ROOT" ] || chgrp fudaoyuan "$etc/fudaoyuan.env"
fi
mkdir -p "$ROOT/usr/local/bin"
sed "s|/etc/fudaoyuan|$etc|; s|/opt/fudaoyuan|$opt|" deploy/fudaoyuan > "$ROOT/usr/local/bin/fudaoyuan"
chmod 755 "$ROOT/usr/local/bin/fudaoyuan"

# 四、升级前先备份，用原来的程序
if [ -n "$old" ] && [ -e "$data/fudaoyuan.sqlite3" ] && ! grep -q '^DATABASE_URL=.' "$etc/fudaoyuan.env"; then
    say "升级前备份："
    made=$("$ROOT/usr/local/bin/fudaoyuan" backup) || stop "备份没有做成，没有升级，原来的程序照常运行。"
    say "$made"
    say "$made" | sed -n '1{s/^备份好了：//;s/（.*//;p}' > "$opt/before-upgrade"
fi

# 五、换上
[ "$old" = "$release" ] || [ -z "$old" ] || ln -sfn "$old" "$opt/previous"
ln -sfn "$release" "$opt/current"
if [ -d "$ROOT/etc/systemd/system" ] || live; then
    mkdir -p "$ROOT/etc/systemd/system"
    cp deploy/systemd/* "$ROOT/etc/systemd/system/"
fi
if [ -d "$ROOT/etc/logrotate.d" ]; then
    cp deploy/logrotate/fudaoyuan "$ROOT/etc/logrotate.d/fudaoyuan"
fi
for one in "$opt"/releases/*; do  # 只留现在的和上一个
    case $one in "$release"|"$old") ;; *) rm -rf "$one" ;; esac
done
if ! live; then
    say "装好了：$release"
    say "这里没有 systemd，请自己启动：$ROOT/usr/local/bin/fudaoyuan serve"
    exit 0
fi
systemctl daemon-reload
systemctl --quiet enable fudaoyuan.service fudaoyuan-backup.timer
systemctl start fudaoyuan-backup.timer
if systemctl restart fudaoyuan.service; then  # 回来的时候网页已经打开
    [ -n "$old" ] || systemctl start fudaoyuan-backup.service || say "第一份备份没有做成，看 journalctl -u fudaoyuan-backup"
    say "装好了，服务在运行。看一看：fudaoyuan status"
    exit 0
fi
say "新的程序没有起来，原因见 journalctl -u fudaoyuan -n 50。" >&2
[ -n "$old" ] && [ "$old" != "$release" ] || exit 1
say "正在退回原来的程序……" >&2
sh deploy/downgrade.sh --with-backup
exit 1
