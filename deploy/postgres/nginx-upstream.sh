#!/bin/sh
# nginx 的容器启动时运行：同一份站点配置，程序换成三个副本，一个人的话总到同一个（那个没了就到别的）
set -eu
sed 's|127.0.0.1:8081|app1:8080|; s|127.0.0.1:8082|app2:8080|; s|127.0.0.1:8083|app3:8080|' \
    /etc/fudaoyuan/upstream.conf > /etc/nginx/conf.d/00-upstream.conf
sed 's|http://127.0.0.1:8080|http://fudaoyuan_replicas|' /etc/fudaoyuan/fudaoyuan.conf > /etc/nginx/conf.d/fudaoyuan.conf
rm -f /etc/nginx/conf.d/default.conf
