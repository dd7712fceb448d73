#!/bin/sh
# 主库第一次启动时运行：准备库连得上，归档的文件夹它写得了
set -eu
psql -v ON_ERROR_STOP=1 -U fudaoyuan -d fudaoyuan -c "CREATE ROLE standby REPLICATION LOGIN PASSWORD '$(cat /run/secrets/password)'"
echo "host replication standby 172.31.81.0/24 scram-sha-256" >> "$PGDATA/pg_hba.conf"
