#!/usr/bin/env bash
# How long one turn of the deadline sweep takes when many stages are due at once, on SQLite and on MariaDB.
# Usage: bash infra/load/sweep.sh [cases] [due stages] [another build's ScanDeputy.Benchmarks.dll, which takes turns with this one's]
# Needs: .NET SDK, and from Debian mariadb-server (installed when missing).
set -euo pipefail
cd "$(dirname "$0")/../.."
cases=${1:-10000}
due=${2:-1000}
. infra/load/benchmarks.sh
programs=("$program")
[ -z "${3:-}" ] || programs=("$3" "${programs[0]}")

for where in sqlite mariadb; do
  for program in "${programs[@]}"; do
    echo "== $program"
    if [ "$where" = mariadb ]; then
      ask "drop database if exists sweep; create database sweep"
      dotnet "$program" sweep "$cases" "$due" "$(connection sweep)"
    else
      dotnet "$program" sweep "$cases" "$due"
    fi
  done
done
