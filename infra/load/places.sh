#!/usr/bin/env bash
# What looking for a place costs at a nation's size, on SQLite and on MariaDB.
# Usage: bash infra/load/places.sh [stations]
# Needs: .NET SDK, and from Debian mariadb-server (installed when missing).
set -euo pipefail
cd "$(dirname "$0")/../.."
stations=${1:-200000}
. infra/load/benchmarks.sh

dotnet "$program" places "$stations"
ask "create database places"
dotnet "$program" places "$stations" "$(connection places)"
