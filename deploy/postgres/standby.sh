#!/bin/sh
# 备库：第一次从主库整个抄一份，以后跟着主库走；提升：docker compose exec -u postgres standby pg_ctl promote
set -eu
data=/var/lib/postgresql/data
if [ ! -s "$data/PG_VERSION" ]; then
    rm -rf "${data:?}"/*
    chown postgres:postgres "$data" && chmod 700 "$data"
    export PGPASSWORD
    PGPASSWORD=$(cat /run/secrets/password)
    until gosu postgres pg_basebackup -h primary -U standby -D "$data" -R -X stream -c fast; do sleep 3; done
fi
exec gosu postgres postgres -c shared_buffers=1GB -c hot_standby=on
