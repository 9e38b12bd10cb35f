#!/usr/bin/env bash
# Makes the secrets of an installation, one file each, named as the program names its settings. What is there already is kept:
# a second run adds what is missing and changes nothing. The AppSecret is WeChat's to give; without it the run says so and ends with 1.
# Usage: bash infra/docker/make-secrets.sh [options]
#   --directory DIR              where to, ./secrets beside docker-compose.yml unless said
#   --database HOST[:PORT]       MySQL, mysql:3306 unless said
#   --redis HOST[:PORT]          Redis, redis:6379 unless said
#   --wechat-app-secret-file F   a file whose first line is the AppSecret ("-": standard input)
#   --key-algorithm NAME         of the keys of personal data: AES-256-GCM+HMAC-SHA256 unless said, or SM4-GCM+HMAC-SM3
#   --private                    files for their owner only (systemd and Kubernetes read them as root); otherwise the folder alone is closed
# Needs: bash, coreutils, openssl.
set -euo pipefail

directory="$(cd "$(dirname "$0")/../.." && pwd)/secrets"
database=mysql:3306
redis=redis:6379
app_secret_file=""
key_algorithm=AES-256-GCM+HMAC-SHA256
# Containers run as different users without root, and the engine mounts these files as they are. So each file is readable, and the
# folder, which only its owner may enter, is what keeps everybody else on this machine out.
mode=0444

fail() { echo "make-secrets.sh: $1" >&2; exit 64; }
while [ $# -gt 0 ]; do
  case "$1" in
    --directory) directory=${2:?}; shift 2 ;;
    --database) database=${2:?}; shift 2 ;;
    --redis) redis=${2:?}; shift 2 ;;
    --wechat-app-secret-file) app_secret_file=${2:?}; shift 2 ;;
    --key-algorithm) key_algorithm=${2:?}; shift 2 ;;
    --private) mode=0400; shift ;;
    *) fail "unknown option '$1'; the head of the file says which there are" ;;
  esac
done
case "$key_algorithm" in
  AES-256-GCM+HMAC-SHA256) key_size=32 ;;
  SM4-GCM+HMAC-SM3) key_size=16 ;;
  *) fail "unknown algorithm '$key_algorithm'; the head of the file says which there are" ;;
esac
command -v openssl >/dev/null || fail "openssl is missing"

umask 077
mkdir -p "$directory"
chmod 0700 "$directory"
cd "$directory"

# Whole or not at all: half a key ring would lock data away.
write() {
  local name=$1 draft
  if [ -e "$name" ]; then
    cat >/dev/null
    echo "kept  $name"
    return
  fi
  draft=$(mktemp ".$name.XXXXXX")
  cat >"$draft"
  chmod "$mode" "$draft"
  mv -n "$draft" "$name"
  echo "made  $name"
}
# A service of this machine's own network is reached as it is; of any other host the program asks for a certificate that it can verify.
inner() { [ "${1%%:*}" != "$2" ] || printf '%s' "$3"; }

# 32 bytes of chance in letters and digits only: needs no quoting in SQL, in a connection string or in Redis's file.
password() { openssl rand -hex 32; }
key() { openssl rand -base64 "$1"; }
first_line() { head -n 1 "$1"; }

password | write mysql_root_password
password | write mysql_password
password | write mysql_migrate_password
write redis_auth <<<"requirepass $(password)"
server="Server=${database%%:*};Port=$(port=${database#*:}; [ "$port" = "$database" ] && echo 3306 || echo "$port");Database=scandeputy"
write Database__ConnectionString <<<"$server;User ID=scandeputy;Password=$(first_line mysql_password);$(inner "$database" mysql "SslMode=Preferred;")Maximum Pool Size=40"
# Of the account that owns the schema; the command "migrate" alone gets it.
write Database__MigrationConnectionString <<<"$server;User ID=scandeputy_owner;Password=$(first_line mysql_migrate_password);$(inner "$database" mysql "SslMode=Preferred;")Maximum Pool Size=4"
write Redis__Configuration <<<"$redis,password=$(sed -n 's/^requirepass //p' redis_auth),abortConnect=false$(inner "$redis" redis ",ssl=false")"
write keys.json <<<"{\"Keys\":[{\"Id\":\"k1\",\"Key\":\"$(key "$key_size")\",\"Alg\":\"$key_algorithm\",\"Lookup\":\"$(key 32)\"}]}"
# These two are typed into WeChat's console afterwards: letters and digits, 32 and 43 of them.
openssl rand -hex 16 | write WeChat__CallbackToken
aes_key=$(openssl rand -base64 96 | tr -dc 'A-Za-z0-9')
write WeChat__EncodingAesKey <<<"${aes_key:0:43}"

if [ -n "$app_secret_file" ]; then
  [ "$app_secret_file" = - ] && app_secret_file=/dev/stdin
  first_line "$app_secret_file" | tr -d '[:space:]' | write WeChat__AppSecret
fi
if [ ! -s WeChat__AppSecret ]; then
  echo "still missing: $directory/WeChat__AppSecret, from WeChat's console (mp.weixin.qq.com): run again with --wechat-app-secret-file" >&2
  exit 1
fi
