# Runs PostgreSQL as the first process of a container: sh run.sh FOLDER DATA PORT
#   FOLDER/order      line 1: which order this is; line 2: the connection to a primary to copy, or empty for a new cluster
#   FOLDER/settings   lines for postgresql.conf
# The data remember the order that made them: a server that was killed finds them as they were, another order makes new ones.
set -e
order=$1/order
data=$2
if ! cmp -s "$order" "$data/made.by"; then
  source=$(sed -n 2p "$order")
  rm -rf "$data"
  if [ -z "$source" ]; then
    initdb -D "$data" -U postgres -A trust -E UTF8 --locale=C --no-sync --no-instructions --wal-segsize=1
    printf 'host all all all trust\nhost replication all all trust\n' >> "$data/pg_hba.conf"
  else
    until pg_basebackup -d "$source" -D "$data" -X stream --checkpoint=fast --no-sync; do
      rm -rf "$data"
      sleep 0.2
    done
    : > "$data/postgresql.auto.conf"
    : > "$data/standby.signal"
  fi
  cat "$1/settings" >> "$data/postgresql.conf"
  cp "$order" "$data/made.by"
fi
exec postgres -D "$data" -p "$3"
