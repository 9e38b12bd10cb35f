#!/usr/bin/env bash
# Reports a second over HTTP on MariaDB, and what the bare driver reaches with the same rows in the same transactions, on the same
# server with the same durability, by turns, three times; prints both and their ratio.
# Usage: bash infra/load/mariadb.sh [seconds of a turn] [connections]
# Needs: .NET SDK, and from Debian mariadb-server, redis-server, wrk, curl, jq (installed when missing).
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-20}
connections=${2:-32}

missing=()
[ -x /usr/sbin/mariadbd ] || missing+=(mariadb-server)
[ -x /usr/bin/redis-server ] || missing+=(redis-server)
for tool in wrk curl jq; do command -v "$tool" >/dev/null || missing+=("$tool"); done
if [ ${#missing[@]} -gt 0 ]; then
  sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

home=$(mktemp -d)
server=""
database=""
redis=""
cleanup() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
  [ -z "$database" ] || { kill "$database" 2>/dev/null || true; wait "$database" 2>/dev/null || true; }
  [ -z "$redis" ] || { kill "$redis" 2>/dev/null || true; wait "$redis" 2>/dev/null || true; }
  rm -rf "$home"
}
trap cleanup EXIT

dotnet build tests/ScanDeputy.Benchmarks -c Release ${BUILD_OPTIONS:-} -v quiet -nologo

port=$(( 20000 + RANDOM % 20000 ))
mariadb-install-db --no-defaults --datadir="$home/db" --auth-root-authentication-method=normal --skip-test-db --user="$(id -un)" >/dev/null
printf '%s\n' "create database scandeputy;" "create user 'bench'@'%' identified by 'load-load-load-load';" "grant all on scandeputy.* to 'bench'@'%';" >"$home/init.sql"
/usr/sbin/mariadbd --no-defaults --datadir="$home/db" --socket="$home/s" --port="$port" --bind-address=127.0.0.1 --user="$(id -un)" --pid-file="$home/pid" --tmpdir="$home" \
  --init-file="$home/init.sql" --log-error="$home/db.log" --character-set-server=utf8mb4 --collation-server=utf8mb4_bin \
  --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=512M --innodb-log-file-size=256M --max-connections=200 &
database=$!
ask() { mariadb --no-defaults --socket="$home/s" --user=bench --password=load-load-load-load --host=127.0.0.1 --port="$port" --batch --skip-column-names -e "$1" scandeputy; }
for _ in $(seq 100); do ask "select 1" >/dev/null 2>&1 && break; sleep 0.1; done

redis_port=$(( port + 1 ))
redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$home" --save "" --appendonly no >"$home/redis.log" &
redis=$!

connection="Server=127.0.0.1;Port=$port;User ID=bench;Password=load-load-load-load;Database=scandeputy;SslMode=None;Maximum Pool Size=40"
dotnet src/ScanDeputy.Server/bin/Release/net10.0/ScanDeputy.Server.dll --urls http://127.0.0.1:0 --Data:Directory "$home/data" --Roles api \
  --Limits:Enabled false --Database:ConnectionString "$connection" --Redis:Configuration "127.0.0.1:$redis_port" >"$home/log" 2>&1 &
server=$!
for _ in $(seq 200); do
  address=$(grep -o 'http://127.0.0.1:[0-9]*' "$home/log" | head -1 || true)
  [ -n "$address" ] && curl -fs "$address/healthz/ready" >/dev/null && break
  kill -0 "$server" || { cat "$home/log"; exit 1; }
  sleep 0.1
done

LOAD_TOKENS=$(for n in 1 2 3; do curl -fs -X POST "$address/sandbox/personas/resident-$n/token" | jq -r .accessToken; done)
code=$(curl -fs "$address/sandbox/station-codes" | jq -r '.items[0].code')
category=$(curl -fs "$address/api/v1/station-codes/$code" | jq -r '.categories[0].id')
LOAD_BODY=$(jq -nc --arg code "$code" --arg category "$category" '{stationCode: $code, categoryId: $category,
  text: "村口的路灯坏了三天，晚上老人出门不安全，请尽快安排维修，谢谢。", place: {address: "村口", lat: 34.98, lng: 118.28}, attachmentIds: [],
  contact: {name: "张三", phone: "13912345678", shareWithAgency: false}, public: false}')
export LOAD_TOKENS LOAD_BODY

cpu() { awk '{printf "%.2f", ($14 + $15) / 100}' "/proc/$1/stat"; }
round() {
  local stored server_cpu database_cpu result failed answered
  stored=$(ask "select count(*) from cases")
  server_cpu=$(cpu "$server")
  database_cpu=$(cpu "$database")
  result=$(wrk -t 2 -c "$connections" -d "${seconds}s" --latency -s infra/load/submissions.lua "$address")
  sleep 0.5
  stored=$(( $(ask "select count(*) from cases") - stored ))
  awk "BEGIN {printf \"processor time of a report: %.2f ms the program, %.2f ms the database\n\", ($(cpu "$server") - $server_cpu) * 1000 / $stored, ($(cpu "$database") - $database_cpu) * 1000 / $stored}"
  answered=$(grep -oE '[0-9]+ requests in' <<<"$result" | grep -oE '[0-9]+')
  failed=$(grep -oE 'Non-2xx or 3xx responses: [0-9]+' <<<"$result" | grep -oE '[0-9]+$' || echo 0)
  http=$(grep -oE 'Requests/sec: +[0-9.]+' <<<"$result" | grep -oE '[0-9.]+$')
  echo "answered with 201: $((answered - failed)); failed: $failed; stored: $stored; median $(awk '$1 == "50%" {print $2}' <<<"$result"), 99 % within $(awk '$1 == "99%" {print $2}' <<<"$result")"
  [ "$failed" -eq 0 ] && [ "$stored" -ge "$answered" ] && [ "$stored" -le $((answered + connections)) ] || { echo "what was answered is not what is stored"; exit 1; }

  local bare direct
  bare=$(dotnet tests/ScanDeputy.Benchmarks/bin/Release/net10.0/ScanDeputy.Benchmarks.dll bare-driver "$connection" "$connections" "$seconds")
  direct=$(grep -oE '[0-9]+ reports/s' <<<"$bare" | grep -oE '^[0-9]+')
  head -1 <<<"$bare"
  awk "BEGIN {printf \"over HTTP: %.0f reports/s; bare driver: %d reports/s; ratio %.2f\n\", $http, $direct, $http / $direct}"
}

# The first seconds compile; after that both take turns, because a machine that others share too is not equally fast at all times.
wrk -t 2 -c "$connections" -d 8s -s infra/load/submissions.lua "$address" >/dev/null
for turn in 1 2 3; do round; done | tee "$home/rounds"
echo "resident: $(awk '/VmRSS/ {printf "%d MB", $2 / 1024}' "/proc/$server/status")"
echo "ratio, middle of three: $(grep -oE 'ratio [0-9.]+' "$home/rounds" | sort | sed -n 2p)"
