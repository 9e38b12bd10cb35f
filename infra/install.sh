#!/usr/bin/env bash
# Installs a published ScanDeputy on a machine without containers (Debian 12, Ubuntu 24.04 or alike, with systemd 250 or later):
# the user, the folders, this version beside the older ones, the units, nginx's site. Starts nothing that is not running and
# migrates nothing: that order is the operator's, and the last lines say it. A second run changes only what differs.
# Usage: sudo bash infra/install.sh --from FOLDER [options]
#   --from FOLDER   what "dotnet publish" made
#   --site NAME     nginx's site: http (unless said), tls or none
#   --prefix DIR    into DIR as if it were /: files only, no user, no systemd, no nginx; needs no root
#   --dry-run       say what would be done and do nothing
# Exit code: 0 done, 64 usage, 77 not root, 78 something that is needed is missing.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
from="" site=http prefix="" dry=false

fail() { echo "install.sh: $2" >&2; exit "$1"; }
while [ $# -gt 0 ]; do
  case "$1" in
    --from) from=${2:?}; shift 2 ;;
    --site) site=${2:?}; shift 2 ;;
    --prefix) prefix=${2:?}; prefix=${prefix%/}; shift 2 ;;
    --dry-run) dry=true; shift ;;
    *) fail 64 "unknown option '$1'; the head of the file says which there are" ;;
  esac
done
case "$site" in http | tls | none) ;; *) fail 64 "--site is http, tls or none, not '$site'" ;; esac
[ -n "$from" ] || fail 64 "--from is missing: the folder that 'dotnet publish' made"
if [ ! -x "$from/ScanDeputy.Server" ] || [ ! -f "$from/ScanDeputy.Server.dll" ]; then
  fail 64 "'$from' is no published ScanDeputy: it has no ScanDeputy.Server"
fi
from=$(cd "$from" && pwd)
whole_machine=false
[ -n "$prefix" ] || whole_machine=true
if $whole_machine && ! $dry && [ "$(id -u)" -ne 0 ]; then
  fail 77 "must be run as root (sudo), because it creates a user and writes to /opt and /etc; --dry-run shows what it would do"
fi

# Every change goes through here, so that --dry-run tells the same story.
run() {
  if $dry; then echo "would run: $*"; else "$@"; fi
}
folder() {
  local mode=$1 path="$prefix$2"
  [ -d "$path" ] || { echo "folder    $2"; run install -d -m "$mode" "$path"; }
}
file() {
  local mode=$1 source=$2 target="$prefix$3"
  if [ -f "$target" ] && cmp -s "$source" "$target"; then return; fi
  echo "file      $3"
  run install -m "$mode" "$source" "$target"
}
link() {
  local to=$1 path="$prefix$2"
  [ "$(readlink "$path" 2>/dev/null)" = "$to" ] && return
  echo "link      $2 -> $to"
  # Made beside and moved over: there is no moment without it.
  run ln -sfn "$to" "$path.new"
  run mv -T "$path.new" "$path"
}

need() {
  command -v systemctl >/dev/null || fail 78 "systemd is missing"
  if [ "$site" != none ]; then command -v nginx >/dev/null || fail 78 "nginx is missing: apt-get install nginx, or --site none"; fi
  # A self-contained folder brings its own runtime.
  local runtimes
  runtimes=$(dotnet --list-runtimes 2>/dev/null || true)
  [ -f "$from/libcoreclr.so" ] || grep -q '^Microsoft\.AspNetCore\.App 10\.' <<<"$runtimes" \
    || fail 78 "the ASP.NET Core 10 runtime is missing (or publish with --self-contained)"
}

user() {
  getent passwd scandeputy >/dev/null && return
  echo "user      scandeputy"
  run useradd --system --user-group --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin scandeputy
}

# Named by version and content: the same folder is installed once, another build of the same version stands beside it.
release() {
  local version content name
  version=$(sed -n 's/.*"ScanDeputy\.Server\/\([^"]*\)".*/\1/p' "$from/ScanDeputy.Server.deps.json" 2>/dev/null | head -n 1)
  content=$(cd "$from" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-8)
  name="${version:-0}-$content"
  folder 0755 /opt/scandeputy
  folder 0755 /opt/scandeputy/releases
  if [ ! -d "$prefix/opt/scandeputy/releases/$name" ]; then
    echo "release   $name"
    run rm -rf "$prefix/opt/scandeputy/releases/.$name"
    run cp -R "$from" "$prefix/opt/scandeputy/releases/.$name"
    run chmod -R u=rwX,go=rX "$prefix/opt/scandeputy/releases/.$name"
    run mv "$prefix/opt/scandeputy/releases/.$name" "$prefix/opt/scandeputy/releases/$name"
  fi
  link "releases/$name" /opt/scandeputy/current
}

settings() {
  folder 0755 /etc/scandeputy
  folder 0700 /etc/scandeputy/secrets
  if [ -e "$prefix/etc/scandeputy/scandeputy.env" ]; then
    echo "kept      /etc/scandeputy/scandeputy.env"
  else
    file 0600 "$here/systemd/scandeputy.env" /etc/scandeputy/scandeputy.env
  fi
  folder 0755 /usr/share/doc/scandeputy
  file 0644 "$here/../docs/operations/install.md" /usr/share/doc/scandeputy/install.md
}

units() {
  folder 0755 /etc/systemd/system
  folder 0755 /etc/systemd/system/scandeputy-.service.d
  local unit
  for unit in scandeputy-api@.service scandeputy-worker.service scandeputy-migrate.service scandeputy-.service.d/shared.conf; do
    file 0644 "$here/systemd/$unit" "/etc/systemd/system/$unit"
  done
  if $whole_machine; then run systemctl daemon-reload; fi
}

nginx_site() {
  [ "$site" != none ] || return 0
  local name part other=scandeputy-tls.conf
  name=scandeputy.conf
  if [ "$site" = tls ]; then name=scandeputy-tls.conf other=scandeputy.conf; fi
  folder 0755 /etc/nginx/scandeputy
  for part in "$here"/nginx/scandeputy/*.conf; do file 0644 "$part" "/etc/nginx/scandeputy/${part##*/}"; done
  # How many nodes there are is this place's own.
  if [ -e "$prefix/etc/nginx/scandeputy-upstream.conf" ]; then
    echo "kept      /etc/nginx/scandeputy-upstream.conf"
  else
    file 0644 "$here/nginx/scandeputy-upstream.conf" /etc/nginx/scandeputy-upstream.conf
  fi
  folder 0755 /etc/nginx/sites-available
  folder 0755 /etc/nginx/sites-enabled
  file 0644 "$here/nginx/$name" "/etc/nginx/sites-available/$name"
  if [ -L "$prefix/etc/nginx/sites-enabled/$other" ]; then
    echo "off       /etc/nginx/sites-enabled/$other"
    run rm "$prefix/etc/nginx/sites-enabled/$other"
  fi
  # Debian's welcome page claims the same port for every name; its file stays in sites-available.
  if [ "$(readlink "$prefix/etc/nginx/sites-enabled/default" 2>/dev/null)" = /etc/nginx/sites-available/default ]; then
    echo "off       /etc/nginx/sites-enabled/default"
    run rm "$prefix/etc/nginx/sites-enabled/default"
  fi
  link "/etc/nginx/sites-available/$name" "/etc/nginx/sites-enabled/$name"
  if $whole_machine && [ "$site" = tls ] && [ ! -f /etc/nginx/tls/scandeputy.crt ]; then
    echo "still missing: /etc/nginx/tls/scandeputy.crt and .key; then: nginx -t && systemctl reload nginx" >&2
  elif $whole_machine; then
    run nginx -t
    if systemctl is-active --quiet nginx; then run systemctl reload nginx; fi
  fi
}

if $whole_machine && ! $dry; then need; fi
if $whole_machine; then user; fi
release
settings
units
nginx_site

cat <<'NEXT'

Installed. The first time: fill /etc/scandeputy/scandeputy.env, then
  bash infra/docker/make-secrets.sh --private --directory /etc/scandeputy/secrets --database 127.0.0.1 --redis 127.0.0.1:6379
and create the database as docs/operations/install.md says. Then, and with every upgrade, in this order:
  systemctl start scandeputy-migrate
  systemctl enable scandeputy-worker scandeputy-api@1 scandeputy-api@2
  systemctl restart scandeputy-worker
  systemctl restart scandeputy-api@1     # and when it is ready:
  systemctl restart scandeputy-api@2
NEXT
