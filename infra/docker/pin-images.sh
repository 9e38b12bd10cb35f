#!/usr/bin/env bash
# Writes the digests of today's images behind their names, so that each build and each machine takes the same ones; a second run takes newer ones.
# Commit what it changes. Asks the registries by "docker buildx imagetools inspect", so it runs where they can be reached.
# Usage: bash infra/docker/pin-images.sh [FILE...]     docker-compose.yml and infra/docker/Dockerfile unless said
# Needs: bash, coreutils, grep, sed, docker with buildx.
set -euo pipefail

cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- docker-compose.yml infra/docker/Dockerfile
for file in "$@"; do
  # "image: name:tag" and "FROM name:tag"; what is built here has no registry.
  for image in $(sed -nE 's/^(FROM|[[:space:]]+image:) ([A-Za-z0-9./_-]+:[A-Za-z0-9._-]+)(@sha256:[0-9a-f]+)?( .*)?$/\2/p' "$file" | sort -u); do
    digest=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$image")
    grep -qxE 'sha256:[0-9a-f]{64}' <<<"$digest" || { echo "pin-images.sh: $image has no digest: $digest" >&2; exit 1; }
    sed -i -E "s|^(FROM\|[[:space:]]+image:) ${image//./\\.}(@sha256:[0-9a-f]+)?( .*)?\$|\1 $image@$digest\3|" "$file"
    echo "$file: $image@$digest"
  done
done
