#!/bin/bash
# Asks the program whether it is ready, with bash alone: the runtime image has no curl and should not get one for this.
# Usage: healthcheck [port [path]]. 0 when the answer is 200.
set -euo pipefail
port=${1:-8080}
path=${2:-/healthz/ready}

exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$path" >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ]
