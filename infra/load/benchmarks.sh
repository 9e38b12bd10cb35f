# Sourced by the scripts that measure with tests/ScanDeputy.Benchmarks on SQLite and on MariaDB. Builds it, unless NO_BUILD is set, and starts a server of
# its own, which ends with the script. Gives: program, ask (one statement on the server) and connection (the text for a database of this name).
# Expects the repository's root as the working folder. Needs: .NET SDK, and from Debian mariadb-server (installed when missing).
program=tests/ScanDeputy.Benchmarks/bin/Release/net10.0/ScanDeputy.Benchmarks.dll

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

password=bench-bench-bench
port=$(( 20000 + RANDOM % 20000 ))
mariadb-install-db --no-defaults --datadir="$home/db" --auth-root-authentication-method=normal --skip-test-db --user="$(id -un)" >/dev/null
printf '%s\n' "create user 'bench'@'%' identified by '$password';" "grant all on *.* to 'bench'@'%';" >"$home/init.sql"
/usr/sbin/mariadbd --no-defaults --datadir="$home/db" --socket="$home/s" --port="$port" --bind-address=127.0.0.1 --user="$(id -un)" --pid-file="$home/pid" --tmpdir="$home" \
  --init-file="$home/init.sql" --log-error="$home/db.log" --character-set-server=utf8mb4 --collation-server=utf8mb4_bin \
  --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=1G --innodb-log-file-size=256M &
database=$!
ask() { mariadb --no-defaults --socket="$home/s" --user=bench --password="$password" --batch --skip-column-names -e "$1"; }
connection() { echo "Server=127.0.0.1;Port=$port;User ID=bench;Password=$password;Database=$1;SslMode=None"; }
for _ in $(seq 300); do ask "select 1" >/dev/null 2>&1 && break; sleep 0.1; done
