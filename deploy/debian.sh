#!/bin/sh
# Installs Debian packages whose file is missing: deploy/debian.sh package:/path/of/a/file ...
set -eu
for pair in "$@"; do
    package=${pair%%:*}
    file=${pair#*:}
    [ -e "$file" ] && continue
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "测试需要 $package（缺 $file），请先安装：apt-get install $package" >&2
        exit 1
    fi
    echo "正在安装 $package ……" >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
    [ -e "$file" ] || { echo "装了 $package，却没有 $file" >&2; exit 1; }
done
