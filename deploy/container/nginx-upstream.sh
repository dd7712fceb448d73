#!/bin/sh
# nginx 的容器启动时运行：同一份配置，程序换成隔壁的容器，健康检查和指标不对外
set -eu
sed 's|http://127.0.0.1:8080|http://app:8080|' /etc/fudaoyuan/fudaoyuan.conf > /etc/nginx/conf.d/fudaoyuan.conf
rm -f /etc/nginx/conf.d/default.conf
