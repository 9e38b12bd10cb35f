#!/usr/bin/env bash
# Prints the SQL that makes the database and its two accounts, for the server's administrator to run: "scandeputy_owner" owns the schema and is used by
# the command "migrate" alone; "scandeputy" is what the program runs with, and has no right yet: each "migrate" gives it what each table needs.
# Usage: bash infra/mysql/accounts.sh [options] | sudo mysql
#   --secrets DIR    where make-secrets.sh has put the passwords, ./secrets beside docker-compose.yml unless said
#   --host HOST      from where the program comes, as the server writes it: 127.0.0.1 unless said, '%' for anywhere
#   --database NAME  scandeputy unless said
#   --user NAME      of the running account, scandeputy unless said; the owner's has _owner behind it
# Needs: bash, coreutils.
set -euo pipefail

secrets="$(cd "$(dirname "$0")/../.." && pwd)/secrets"
host=127.0.0.1
database=scandeputy
user=scandeputy

fail() { echo "accounts.sh: $1" >&2; exit 64; }
while [ $# -gt 0 ]; do
  case "$1" in
    --secrets) secrets=${2:?}; shift 2 ;;
    --host) host=${2:?}; shift 2 ;;
    --user) user=${2:?}; shift 2 ;;
    --database) database=${2:?}; shift 2 ;;
    *) fail "unknown option '$1'; the head of the file says which there are" ;;
  esac
done

# What would need quoting is refused: these words stand in SQL.
word() { case "$2" in *[!A-Za-z0-9._%:-]* | "") fail "$1 has signs that do not belong there" ;; *) printf '%s' "$2" ;; esac; }
host=$(word "the host" "$host")
database=$(word "the database's name" "$database")
user=$(word "the account's name" "$user")
owner=$(word mysql_migrate_password "$(head -n 1 "$secrets/mysql_migrate_password")")
running=$(word mysql_password "$(head -n 1 "$secrets/mysql_password")")

cat <<SQL
create database if not exists \`$database\`;
create user if not exists '${user}_owner'@'$host' identified by '$owner';
create user if not exists '$user'@'$host' identified by '$running';
grant all privileges on \`$database\`.* to '${user}_owner'@'$host' with grant option;
SQL
