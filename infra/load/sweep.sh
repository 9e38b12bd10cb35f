#!/usr/bin/env bash
# How long one turn of the deadline sweep takes when many stages are due at once, on SQLite and on MariaDB.
# Usage: bash infra/load/sweep.sh [cases] [due stages] [another build's ScanDeputy.Benchmarks.dll, which takes turns with this one's]
# Needs: .NET SDK, and from Debian mariadb-server (installed when missing).
set -euo pipefail
cd "$(dirname "$0")/../.."
cases=${1:-10000}
due=${2:-1000}
programs=(tests/ScanDeputy.Benchmarks/bin/Release/net10.0/ScanDeputy.Benchmarks.dll)
[ -z "${3:-}" ] || programs=("$3" "${programs[0]}")

if [ ! -x /usr/sbin/mariadbd ]; then
  sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends mariadb-server >/dev/null
fi

home=$(mktemp -d)
database=""
cleanup() {
  [ -z "$database" ] || { kill "$database" 2>/dev/null || true; wait "$database" 2>/dev/null || true; }
  rm -rf "$home"
}
trap cleanup EXIT

[ -n "${NO_BUILD:-}" ] || dotnet build tests/ScanDeputy.Benchmarks -c Release ${BUILD_OPTIONS:-} -v quiet -nologo

port=$(( 20000 + RANDOM % 20000 ))
mariadb-install-db --no-defaults --datadir="$home/db" --auth-root-authentication-method=normal --skip-test-db --user="$(id -un)" >/dev/null
printf '%s\n' "create user 'bench'@'%' identified by 'sweep-sweep-sweep';" "grant all on *.* to 'bench'@'%';" >"$home/init.sql"
/usr/sbin/mariadbd --no-defaults --datadir="$home/db" --socket="$home/s" --port="$port" --bind-address=127.0.0.1 --user="$(id -un)" --pid-file="$home/pid" --tmpdir="$home" \
  --init-file="$home/init.sql" --log-error="$home/db.log" --character-set-server=utf8mb4 --collation-server=utf8mb4_bin \
  --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=1G --innodb-log-file-size=256M &
database=$!
ask() { mariadb --no-defaults --socket="$home/s" --user=bench --password=sweep-sweep-sweep --batch --skip-column-names -e "$1"; }
for _ in $(seq 300); do ask "select 1" >/dev/null 2>&1 && break; sleep 0.1; done

for where in sqlite mariadb; do
  for program in "${programs[@]}"; do
    echo "== $program"
    if [ "$where" = mariadb ]; then
      ask "drop database if exists sweep; create database sweep"
      dotnet "$program" sweep "$cases" "$due" "Server=127.0.0.1;Port=$port;User ID=bench;Password=sweep-sweep-sweep;Database=sweep;SslMode=None"
    else
      dotnet "$program" sweep "$cases" "$due"
    fi
  done
done
