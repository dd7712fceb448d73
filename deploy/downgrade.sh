#!/bin/sh
# 退回升级前的程序。新程序改过数据库的，旧程序打不开，这时要连升级前的备份一起退：升级以后说的话就没有了。
# 用法：sh /opt/fudaoyuan/current/deploy/downgrade.sh [--with-backup]
set -eu
ROOT=${ROOT:-}
opt=$ROOT/opt/fudaoyuan
run=$ROOT/usr/local/bin/fudaoyuan

say() { printf '%s\n' "$*"; }
stop() { say "$*" >&2; exit 1; }
live() { [ -z "$ROOT" ] && [ -d /run/systemd/system ]; }

[ -n "$ROOT" ] || [ "$(id -u)" = 0 ] || stop "请用 root 运行。"
now=$(readlink "$opt/current" 2>/dev/null) || stop "没有装过，不用退。"
before=$(readlink "$opt/previous" 2>/dev/null) || stop "没有上一个程序可退。"
[ -e "$before/installed" ] || stop "上一个程序 $before 不在了，退不了。"

! live || systemctl stop fudaoyuan.service
ln -sfn "$before" "$opt/current"
# 旧程序能不能打开现在的数据库：备份会先打开它，再把副本读一遍
if ! "$run" backup; then
    if [ "${1:-}" != --with-backup ]; then
        ln -sfn "$now" "$opt/current"
        ! live || systemctl start fudaoyuan.service
        stop "旧程序打不开现在的数据库，没有退。一定要退（升级以后说的话会没有），加上 --with-backup。"
    fi
    "$run" restore "$(cat "$opt/before-upgrade")" || stop "恢复没有做成，服务停着。原因见上面；有哪些备份：fudaoyuan backup --list"
fi
ln -sfn "$now" "$opt/previous"
if live; then
    cp "$before/deploy/systemd/"* /etc/systemd/system/
    systemctl daemon-reload
    systemctl start fudaoyuan.service
fi
say "已退回 $(basename "$before")。要再换回来，再运行一次这条命令。"
