#!/usr/bin/env bash
# How many reports a second does this machine take, each on disk before it is answered?
# Starts the program (Release) with a data folder of its own on a free loopback port, lets 32 connections send reports for
# SECONDS (default 20), and then counts what the database holds: as many rows must have come as answers were given.
# Usage: bash infra/load/submissions.sh [seconds] [connections]
# Needs: .NET SDK, and from Debian wrk, curl, jq, sqlite3 (installed when missing).
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-20}
connections=${2:-32}

missing=()
for tool in wrk curl jq sqlite3; do command -v "$tool" >/dev/null || missing+=("$tool"); done
if [ ${#missing[@]} -gt 0 ]; then
  sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

data=$(mktemp -d)
log=$(mktemp)
dotnet build src/ScanDeputy.Server -c Release -v quiet -nologo
dotnet src/ScanDeputy.Server/bin/Release/net10.0/ScanDeputy.Server.dll --urls http://127.0.0.1:0 --Data:Directory "$data" --Limits:Enabled false >"$log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$data" "$log"' EXIT

for _ in $(seq 100); do
  address=$(grep -o 'http://127.0.0.1:[0-9]*' "$log" | head -1 || true)
  [ -n "$address" ] && curl -fs "$address/healthz/ready" >/dev/null && break
  kill -0 "$server" || { cat "$log"; exit 1; }
  sleep 0.1
done

LOAD_TOKENS=$(for n in 1 2 3; do curl -fs -X POST "$address/sandbox/personas/resident-$n/token" | jq -r .accessToken; done)
code=$(curl -fs "$address/sandbox/station-codes" | jq -r '.items[0].code')
category=$(curl -fs "$address/api/v1/station-codes/$code" | jq -r '.categories[0].id')
LOAD_BODY=$(jq -nc --arg code "$code" --arg category "$category" '{stationCode: $code, categoryId: $category,
  text: "村口的路灯坏了三天，晚上老人出门不安全，请尽快安排维修，谢谢。", place: {address: "村口", lat: 34.98, lng: 118.28}, attachmentIds: [],
  contact: {name: "张三", phone: "13912345678", shareWithAgency: false}, public: false}')
export LOAD_TOKENS LOAD_BODY

cpu() { awk '{printf "%.2f", ($14 + $15) / 100}' "/proc/$server/stat"; }
count() { sqlite3 "$data/scandeputy.db" "select count(*) from cases"; }
memory() { awk '/VmRSS/ {printf "%d MB", $2 / 1024}' "/proc/$server/status"; }

echo "resident after the demo load: $(memory)"
wrk -t 2 -c "$connections" -d 3s -s infra/load/submissions.lua "$address" >/dev/null
before=$(count)
cpu_before=$(cpu)
result=$(wrk -t 2 -c "$connections" -d "${seconds}s" --latency -s infra/load/submissions.lua "$address")
after=$(count)
cpu_after=$(cpu)
echo "$result"

answered=$(grep -oE '[0-9]+ requests in' <<<"$result" | grep -oE '[0-9]+')
failed=$(grep -oE 'Non-2xx or 3xx responses: [0-9]+' <<<"$result" | grep -oE '[0-9]+$' || echo 0)
stored=$((after - before))
awk "BEGIN {printf \"processor time of the program: %.2f ms a report\\n\", ($cpu_after - $cpu_before) * 1000 / $stored}"
echo "answered with 201: $((answered - failed)); failed: $failed; stored: $stored; resident now: $(memory)"
# Requests under way when wrk stopped are stored without having been counted as answered; never the other way round.
[ "$failed" -eq 0 ] && [ "$stored" -ge "$answered" ] && [ "$stored" -le $((answered + connections)) ]
