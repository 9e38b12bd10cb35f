#!/usr/bin/env bash
# Installs from Debian what the tests need and is missing, then runs every test.
# Usage: bash infra/test.sh            everything
#        bash infra/test.sh --quick    without formatting, MariaDB and browser
# The last line is "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "$0")/.."

quick=false
[ "${1:-}" = "--quick" ] && quick=true
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Servers of tests live for seconds, and compiling is most of what they do: nothing is compiled a second time in their first 100 ms (hexadecimal), and
# what was compiled is not protected against the process itself. Garbage is collected by 64 MB. Together a tenth of the processors' time.
export DOTNET_TC_CallCountingDelayMs=64 DOTNET_EnableWriteXorExecute=0 DOTNET_GCgen0size=4000000
results=$(mktemp -d)
temporary=""
declare -A beside=()
trap 'for group in "${beside[@]}"; do kill -- "-$group" 2>/dev/null; done; rm -rf "$results" ${temporary:+"$temporary"}' EXIT

say() { printf '\n== %s\n' "$1"; }

install_missing() {
  local wanted=()
  command -v chromium >/dev/null || wanted+=(chromium)
  [ -n "$(find /usr/share/fonts -iname 'NotoSansCJK*' -print -quit 2>/dev/null)" ] || wanted+=(fonts-noto-cjk)
  command -v zbarimg >/dev/null || wanted+=(zbar-tools)
  command -v soffice >/dev/null || wanted+=(libreoffice-writer-nogui)
  [ -x /usr/sbin/mariadbd ] || wanted+=(mariadb-server)
  [ -e /usr/lib/galera/libgalera_smm.so ] || wanted+=(galera-4)
  [ -x /usr/sbin/nginx ] || wanted+=(nginx-light)
  local tool
  for tool in redis-server docker-compose openssl python3; do command -v "$tool" >/dev/null || wanted+=("$tool"); done
  command -v kubectl >/dev/null || wanted+=(kubernetes-client)
  command -v systemd-analyze >/dev/null || wanted+=(systemd)
  command -v npm >/dev/null || wanted+=(nodejs npm)
  [ ${#wanted[@]} -eq 0 ] && return
  say "Installing ${wanted[*]}"
  local sudo=""
  [ "$(id -u)" -eq 0 ] || sudo="sudo"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
}

# Where the databases of the tests lie: in memory if there is room and programs may run from there, because half of their time would be waiting for
# a disk. What a killed process has written stays there as on a disk; no test cuts the power.
place_temporary_files() {
  local room
  room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)
  [ "${room:-0}" -ge $((4 * 1024 * 1024)) ] || return 0
  temporary=$(mktemp -d /dev/shm/scandeputy-XXXXXX) || return 0
  # As /tmp is: one test runs a script as somebody else.
  chmod 1777 "$temporary"
  printf '#!/bin/sh\n' > "$temporary/program" && chmod +x "$temporary/program"
  "$temporary/program" 2>/dev/null || return 0
  export TMPDIR=$temporary
}

# Counts of one project's run, from its TRX file: total, passed, failed, not executed.
count() {
  grep -o '<Counters [^>]*>' "$1" | sed -E 's/.*total="([0-9]+)".* passed="([0-9]+)".* failed="([0-9]+)".*/\1 \2 \3/'
}

# The names and first lines of what failed in a TRX file: long output is cut by whoever shows it, and its end least often.
failures() {
  awk '/<UnitTestResult / { name = ""; if (/outcome="Failed"/) { name = $0; sub(/.*testName="/, "", name); sub(/".*/, "", name); print "  " name } }
       name && /<Message>/ { lines = 8; sub(/.*<Message>/, "") }
       lines > 0 { done = /<\/Message>/; sub(/<\/Message>.*/, ""); print "      " $0; lines = done ? 0 : lines - 1 }' "$1"
}

# How long each test of a TRX file took, in seconds, with its name and the run's.
durations() {
  sed -nE 's/.*<UnitTestResult (.* )?testName="([^"]*)" .* duration="([0-9]+):([0-9]+):([0-9.]+)".*/\3 \4 \5 \2/p' "$1" \
    | awk -v run="$2" '{ seconds = $1 * 3600 + $2 * 60 + $3; $1 = $2 = $3 = ""; sub(/^ +/, ""); printf "%7.1f s  %s (%s)\n", seconds, $0, run }'
}

# A project, a name for the run, and for dotnet test what else.
run() {
  local project=$1 name=$2
  shift 2
  dotnet test "$project" -c Release --no-build "$@" --logger "trx;LogFileName=$results/$name.trx" --logger "console;verbosity=normal" \
    | grep -vE '^\s+Passed ' || true
}

# The client and the mini-program, against the server that was built; jest's results in the form of the others.
run_contracts() {
  (
    cd miniprogram-contracts
    npm ci --no-audit --no-fund --loglevel=error
    timeout 900 npm test -- --ci --json --outputFile="$results/contracts.json"
  ) || true
  [ ! -f "$results/contracts.json" ] || node miniprogram-contracts/scripts/trx.mjs "$results/contracts.json" "$results/contracts.trx"
}

# What is looked at in a browser, and what phones call.
run_pages() {
  run tests/ScanDeputy.BrowserTests browser
  say "Tests: contracts"
  run_contracts
}

# Starts a run beside what follows. A process group of its own, so that it can be ended as a whole.
aside() {
  local name=$1
  shift
  set -m
  "$@" > "$results/$name.log" 2>&1 < /dev/null &
  beside[$name]=$!
  set +m
}

# Waits for it, shows what it said, and returns what it returned.
join() {
  local code=0
  wait "${beside[$1]}" || code=$?
  unset "beside[$1]"
  say "$2"
  cat "$results/$1.log"
  return $code
}

# Adds up what a run has reported.
collect() {
  local name=$1
  if [ ! -f "$results/$name.trx" ]; then
    echo "$name did not report its tests."
    failed=$((failed + 1))
    failures+="  $name did not report its tests."$'\n'
    return
  fi
  failures+=$(failures "$results/$name.trx")$'\n'
  durations "$results/$name.trx" "$name" >> "$results/durations"
  read -r t p f < <(count "$results/$name.trx")
  passed=$((passed + p))
  failed=$((failed + f))
  skipped=$((skipped + t - p - f))
}

passed=0
failed=0
skipped=0
failures=""

# Kubernetes' own schema, for the manifests. Without it their tests are skipped and say so.
install_schema() {
  [ -d infra/kubernetes/schema/node_modules ] && return
  say "Installing Kubernetes' schema"
  npm ci --prefix infra/kubernetes/schema || echo "It could not be installed."
}

# What no compiler sees: whitespace, line ends, encoding, the order of usings. What analyzers say of style is an error of the build already; here they
# are left out, as a filter that none of them matches does.
check_format() {
  dotnet format ScanDeputy.sln --no-restore --verify-no-changes --diagnostics IMPORTS || { echo "Run 'dotnet format' and commit what it changes."; return 1; }
}

# What tests need beside the program, and what is looked at without it.
prepare() {
  install_missing
  install_schema
  check_format
}

place_temporary_files
say "Restoring"
dotnet restore ScanDeputy.sln
# A compiler uses half of a small machine: the rest is done beside it.
$quick || aside prepare prepare
say "Building"
dotnet build ScanDeputy.sln -c Release --no-restore
if ! $quick && ! join prepare "Beside the build: what tests need, formatting"; then
  failed=$((failed + 1))
  failures+="  What tests need could not be installed, or the formatting differs."$'\n'
fi

# Faults wait for seconds and minutes, mostly for what others do, and leave the processors to those beside them.
aside faults run tests/ScanDeputy.Tests faults --filter "FullyQualifiedName~.Faults."

say "Tests: all-on-sqlite"
run tests/ScanDeputy.Tests all-on-sqlite --filter "FullyQualifiedName!~.Faults."
collect all-on-sqlite
join faults "Tests: faults" || true
collect faults

if ! $quick; then
  # Browsers and servers of a database wait as much as they work: these run side by side, two at a time.
  aside browser run_pages

  # Everything that stores something, once more on the other database: the same tests, one parameter.
  say "Tests: stores-on-mariadb"
  SCANDEPUTY_TEST_DATABASE=mariadb run tests/ScanDeputy.Tests stores-on-mariadb \
    --filter "FullyQualifiedName~.Features.|FullyQualifiedName~.Demo.|FullyQualifiedName~.Lifetime.|FullyQualifiedName~.Commands.|FullyQualifiedName~BackupFileTests|FullyQualifiedName~ColumnsTests|FullyQualifiedName~OperationsTests"
  collect stores-on-mariadb
  join browser "Tests: browser, contracts" || true
  collect browser
  collect contracts
fi

say "The ten slowest"
sort -rn "$results/durations" 2>/dev/null | sed -n 1,10p
if [ "$failed" -gt 0 ]; then
  say "Failed"
  printf '%s' "$failures" | sed '/^$/d'
fi
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
