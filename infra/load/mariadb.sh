#!/usr/bin/env bash
# What people and the program itself do on MariaDB: reports sent, lists read, cases read, and the sweep over due dates.
#
# Reports over HTTP take turns with the bare driver, which writes the same rows in the same transactions on the same server with the same
# durability. Then the database grows to a county after ten years, and lists, cases and the sweep are measured on that.
# With another build of the program, say of the state before, each step is done with both by turns, and their ratio is printed: a machine
# that others share too is not equally fast at all times.
#
# Usage: bash infra/load/mariadb.sh [seconds of a turn] [connections]
#   BEFORE=<checkout or folder with ScanDeputy.Server.dll>  the other build, built for Release
#   STEPS="create list read sweep"                          which of them, all unless said
#   CASES=36000                                             how many cases there are when lists are read
# Needs: .NET SDK, and from Debian mariadb-server, redis-server, wrk, curl, jq (installed when missing).
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-20}
connections=${2:-32}
cases=${CASES:-36000}
steps=${STEPS:-create list read sweep}
turns=3

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
# What reads.lua asks for: too much for an argument.
export LOAD_READS=$home/reads
started=()
cleanup() {
  local pid
  for pid in ${started[@]+"${started[@]}"}; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done
  rm -rf "$home"
}
trap cleanup EXIT

dotnet build tests/ScanDeputy.Benchmarks -c Release ${BUILD_OPTIONS:-} -v quiet -nologo
benchmarks=tests/ScanDeputy.Benchmarks/bin/Release/net10.0/ScanDeputy.Benchmarks.dll
built=src/ScanDeputy.Server/bin/Release/net10.0/ScanDeputy.Server.dll

# Programs that are compared; each has a database and a cache of its own.
declare -A program=([now]=$built) pid=() address=() connection=() tokens=() station=() category=()
builds=(now)
if [ -n "${BEFORE:-}" ]; then
  for file in "$BEFORE/$built" "$BEFORE/ScanDeputy.Server.dll"; do
    if [ -f "$file" ]; then program[before]=$(realpath "$file"); fi
  done
  [ -n "${program[before]:-}" ] || { echo "BEFORE=$BEFORE holds no ScanDeputy.Server.dll built for Release."; exit 1; }
  builds=(now before)
fi

port=$(( 20000 + RANDOM % 20000 ))
mariadb-install-db --no-defaults --datadir="$home/db" --auth-root-authentication-method=normal --skip-test-db --user="$(id -un)" >/dev/null
printf '%s\n' "create database of_now;" "create database of_before;" "create user 'bench'@'%' identified by 'load-load-load-load';" "grant all on *.* to 'bench'@'%';" >"$home/init.sql"
/usr/sbin/mariadbd --no-defaults --datadir="$home/db" --socket="$home/s" --port="$port" --bind-address=127.0.0.1 --user="$(id -un)" --pid-file="$home/pid" --tmpdir="$home" \
  --init-file="$home/init.sql" --log-error="$home/db.log" --character-set-server=utf8mb4 --collation-server=utf8mb4_bin \
  --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=512M --innodb-log-file-size=256M --max-connections=200 &
database=$!
started+=("$database")
# The database of a build, and a statement. ("before" alone is a word of SQL.)
ask() { mariadb --no-defaults --socket="$home/s" --user=bench --password=load-load-load-load --host=127.0.0.1 --port="$port" --batch --skip-column-names -e "$2" "of_$1"; }
for _ in $(seq 100); do ask now "select 1" >/dev/null 2>&1 && break; sleep 0.1; done

redis_port=$(( port + 1 ))
redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$home" --save "" --appendonly no >"$home/redis.log" &
started+=($!)

# At two in the morning of a working day: what the sweep says waits for eight o'clock, and so is not sent while it is measured.
start() {
  local build=$1 cache=0
  [ "$build" = now ] || cache=1
  connection[$build]="Server=127.0.0.1;Port=$port;User ID=bench;Password=load-load-load-load;Database=of_$build;SslMode=None;Maximum Pool Size=40"
  dotnet "${program[$build]}" --urls http://127.0.0.1:0 --Data:Directory "$home/data-$build" --Roles api --Jobs:Enabled false --Sandbox:StartAt 2026-05-15T02:00:00+08:00 \
    --Limits:Enabled false --Database:ConnectionString "${connection[$build]}" --Redis:Configuration "127.0.0.1:$redis_port,defaultDatabase=$cache" >"$home/log-$build" 2>&1 &
  pid[$build]=$!
  started+=("${pid[$build]}")
  for _ in $(seq 400); do
    address[$build]=$(grep -o 'http://127.0.0.1:[0-9]*' "$home/log-$build" | head -1 || true)
    [ -n "${address[$build]}" ] && curl -fs "${address[$build]}/healthz/ready" >/dev/null && break
    kill -0 "${pid[$build]}" || { cat "$home/log-$build"; exit 1; }
    sleep 0.1
  done
  local n
  tokens[$build]=$(for n in 1 2 3; do token "$build" "resident-$n"; done)
  station[$build]=$(curl -fs "${address[$build]}/sandbox/station-codes" | jq -r '.items[0].code')
  category[$build]=$(curl -fs "${address[$build]}/api/v1/station-codes/${station[$build]}" | jq -r '.categories[0].id')
}
token() { curl -fs -X POST "${address[$1]}/sandbox/personas/$2/token" | jq -r .accessToken; }
for build in "${builds[@]}"; do start "$build"; done

cpu() { awk '{printf "%.2f", ($14 + $15) / 100}' "/proc/$1/stat"; }

# What wrk found: requests answered, failed, a second, median, 99 %, processor time of program and database for each. For build $1 with script $2.
load() {
  local build=$1 script=$2 length=${3:-$seconds} parallel=${4:-$connections} server_cpu database_cpu result
  server_cpu=$(cpu "${pid[$build]}")
  database_cpu=$(cpu "$database")
  result=$(wrk -t "$(( parallel < 2 ? 1 : 2 ))" -c "$parallel" -d "${length}s" --timeout 30s --latency -s "infra/load/$script.lua" "${address[$build]}")
  sleep 0.5
  answered=$(grep -oE '[0-9]+ requests in' <<<"$result" | grep -oE '[0-9]+')
  failed=$(grep -oE 'Non-2xx or 3xx responses: [0-9]+' <<<"$result" | grep -oE '[0-9]+$' || echo 0)
  rate=$(grep -oE 'Requests/sec: +[0-9.]+' <<<"$result" | grep -oE '[0-9.]+$')
  median=$(awk '$1 == "50%" {print $2}' <<<"$result")
  slowest=$(awk '$1 == "99%" {print $2}' <<<"$result")
  costs=$(awk "BEGIN {printf \"%.2f ms the program, %.2f ms the database\", ($(cpu "${pid[$build]}") - $server_cpu) * 1000 / $answered, ($(cpu "$database") - $database_cpu) * 1000 / $answered}")
  [ "$failed" -eq 0 ] || { echo "$failed of $answered were refused"; exit 1; }
}

# The figures of one step by build, a line each, for the ratio of their middles.
note() { echo "$3" >>"$home/$2.$1"; }
middle() { sort -g "$home/$2.$1" | awk '{line[NR] = $1} END {print line[int((NR + 1) / 2)]}'; }
compare() {
  local step=$1 unit=$2 build
  for build in "${builds[@]}"; do echo "$step, middle of $turns, $build: $(middle "$build" "$step") $unit"; done
  [ ${#builds[@]} -eq 1 ] || awk "BEGIN {printf \"%s, now to before: %.2f\n\", \"$step\", $(middle now "$step") / $(middle before "$step")}"
}

# A report as the residents of one build send it.
as_residents() {
  LOAD_TOKENS=${tokens[$1]}
  LOAD_BODY=$(jq -nc --arg code "${station[$1]}" --arg category "${category[$1]}" '{stationCode: $code, categoryId: $category,
    text: "村口的路灯坏了三天，晚上老人出门不安全，请尽快安排维修，谢谢。", place: {address: "村口", lat: 34.98, lng: 118.28}, attachmentIds: [],
    contact: {name: "张三", phone: "13912345678", shareWithAgency: false}, public: false}')
  export LOAD_TOKENS LOAD_BODY
}

create_turn() {
  local build=$1 stored bare direct
  as_residents "$build"
  stored=$(ask "$build" "select count(*) from cases")
  load "$build" submissions
  stored=$(( $(ask "$build" "select count(*) from cases") - stored ))
  echo "create, $build: $rate reports/s; answered with 201: $answered; stored: $stored; median $median, 99 % within $slowest; processor time of a report: $costs"
  [ "$stored" -ge "$answered" ] && [ "$stored" -le $((answered + connections)) ] || { echo "what was answered is not what is stored"; exit 1; }
  note "$build" create "$rate"
  [ "$build" = now ] || return 0

  bare=$(dotnet $benchmarks bare-driver "${connection[$build]}" "$connections" "$seconds")
  direct=$(grep -oE '[0-9]+ reports/s' <<<"$bare" | grep -oE '^[0-9]+')
  head -1 <<<"$bare"
  awk "BEGIN {printf \"over HTTP: %.0f reports/s; bare driver: %d reports/s; ratio %.2f\n\", $rate, $direct, $rate / $direct}" | tee -a "$home/bare"
}

# Each kind of official's lists, as their pages ask for them.
lists_of() {
  local build=$1 person path
  while read -r person path; do
    echo "$(token "$build" "$person") /api/v1/cases?$path"
  done <<'LISTS'
committee-1 role=all
committee-1 role=inbox
committee-1 role=all&status=closed
committee-1 role=all&overdue=true
committee-1 role=all&district=371311001
government-1 role=inbox
government-1 role=all&stage=handling
supervisor-1 role=inbox
agency-1 role=inbox
agency-1 role=all
deputy-1 role=inbox
deputy-1 role=mine
keeper-1 role=all
town-1 role=all
auditor-1 role=all
resident-1 role=mine
LISTS
}

list_turn() {
  local build=$1
  lists_of "$build" >"$LOAD_READS"
  load "$build" reads "$seconds" 8
  echo "list, $build: $rate lists/s over 8 connections; median $median, 99 % within $slowest; processor time of a list: $costs"
  note "$build" list "$rate"
  sed -i 2,\$d "$LOAD_READS"
  load "$build" reads 5 1
  echo "list, $build: the newest 20 of the jurisdiction, $rate a second over one connection, median $median; $costs"
  note "$build" newest "$rate"
}

read_turn() {
  local build=$1 as
  as=$(token "$build" committee-1)
  ask "$build" "select concat('$as /api/v1/cases/', id) from cases where jurisdiction = '371311' and number not like 'BARE-%' order by sha1(id) limit 500" >"$LOAD_READS"
  load "$build" reads "$seconds" 8
  echo "read, $build: $rate cases/s over 8 connections; median $median, 99 % within $slowest; processor time of a case: $costs"
  note "$build" read "$rate"
}

# The demo's clock, moved by a second, runs every sweep until none finds anything: timed with nothing due, then with a thousand stages due.
move_clock() {
  local began
  began=$(date +%s%N)
  curl -fs -X POST "${address[$1]}/sandbox/clock" -H 'Content-Type: application/json' -d '{"advance":"PT1S"}' >/dev/null
  awk "BEGIN {printf \"%.3f\", ($(date +%s%N) - $began) / 1e9}"
}

sweep_turn() {
  local build=$1 idle due
  # Each report waits for WeChat's word on its text; that is another sweep's work.
  ask "$build" "update content_checks set status = 'passed' where status = 'waiting'"
  move_clock "$build" >/dev/null
  idle=$(move_clock "$build")
  ask "$build" "update stages set next_alert_at = 1 where alert_step = -1 and next_alert_at is not null and ended_at is null order by case_id desc limit 1000"
  [ "$(ask "$build" "select count(*) from stages where next_alert_at = 1")" -eq 1000 ] || { echo "there are no thousand open stages: create reports first"; exit 1; }
  due=$(move_clock "$build")
  [ "$(ask "$build" "select count(*) from stages where next_alert_at = 1")" -eq 0 ] || { echo "the sweep left some"; exit 1; }
  echo "sweep, $build: $due s with a thousand stages due, $idle s with none"
  note "$build" sweep "$(awk "BEGIN {printf \"%.3f\", $due - $idle}")"
}

in_turns() {
  local turn build
  for turn in $(seq $turns); do
    for build in "${builds[@]}"; do "$@" "$build"; done
  done
}

# The first seconds compile.
for build in "${builds[@]}"; do as_residents "$build"; load "$build" submissions 8; done
for name in $steps; do
  case $name in
    create)
      in_turns create_turn
      compare create "reports/s"
      for build in "${builds[@]}"; do echo "resident, $build: $(awk '/VmRSS/ {printf "%d MB", $2 / 1024}' "/proc/${pid[$build]}/status")"; done
      echo "ratio to the bare driver, middle of $turns: $(grep -oE 'ratio [0-9.]+' "$home/bare" | sort | sed -n 2p)"
      ;;
    list | read | sweep)
      if [ ! -f "$home/grown" ]; then
        for build in "${builds[@]}"; do dotnet $benchmarks grow "${connection[$build]}" "$cases"; done
        touch "$home/grown"
        echo "cases in each database: $(for build in "${builds[@]}"; do ask "$build" "select count(*) from cases"; done | paste -sd' ')"
      fi
      in_turns "${name}_turn"
      case $name in
        list) compare list "lists/s"; compare newest "a second over one connection" ;;
        read) compare read "cases/s" ;;
        sweep) compare sweep "s for a thousand due stages" ;;
      esac
      ;;
    *) echo "STEPS knows create, list, read and sweep, not $name"; exit 1 ;;
  esac
done
