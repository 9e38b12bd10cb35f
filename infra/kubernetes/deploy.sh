#!/usr/bin/env bash
# Brings a version to a cluster in the order that needs no pause: what everybody shares and the migration, the workers, the api nodes.
# Stops at the first step that does not succeed; the pods of the version before then go on serving.
# Usage: bash infra/kubernetes/deploy.sh OVERLAY     e.g. infra/kubernetes/overlays/production
# Needs kubectl 1.27 or later, and beforehand the namespace and its secret (docs/operations/install.md).
set -euo pipefail

overlay=${1:-}
[ -f "$overlay/kustomization.yaml" ] || { echo "deploy.sh: '$overlay' is no overlay: it has no kustomization.yaml" >&2; exit 64; }
cluster() { kubectl --namespace scandeputy "$@"; }

cluster get secret scandeputy-secrets -o name >/dev/null || { echo "deploy.sh: the secret scandeputy-secrets is missing" >&2; exit 78; }

echo "== shared things and the migration"
cluster delete job scandeputy-migrate --ignore-not-found --wait
cluster apply -k "$overlay" -l 'app.kubernetes.io/component notin (api, worker)'
# "kubectl wait" waits for one condition only and would sit out its whole time when the job fails.
for _ in $(seq 1800); do
  state=$(cluster get job scandeputy-migrate -o 'jsonpath={.status.conditions[?(@.status=="True")].type}')
  case "$state" in
    *Complete*) break ;;
    *Failed*) cluster logs job/scandeputy-migrate --tail 20 >&2; echo "deploy.sh: the migration failed; the pods run on as they were" >&2; exit 1 ;;
  esac
  sleep 2
done
[[ "$state" == *Complete* ]] || { echo "deploy.sh: the migration is not over after an hour; the pods run on as they were" >&2; exit 1; }

for component in worker api; do
  echo "== $component"
  cluster apply -k "$overlay" -l "app.kubernetes.io/component=$component"
  cluster rollout status "deployment/scandeputy-$component" --timeout 10m
done
