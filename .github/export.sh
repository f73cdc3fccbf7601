#!/usr/bin/env bash
# The state of an environment with its secrets open, as `pulumi stack export` prints it; of one that is split, put together as one stack's.
#
# Usage: export.sh ENVIRONMENT
set -euo pipefail
environment=$1
mapfile -t stacks < <(.github/stacks.sh "$environment")
if [ "${stacks[*]}" = "$environment" ]; then
  pulumi stack export --stack "$environment" --show-secrets
  exit
fi
umask 077
held=$(mktemp -d)
trap 'rm -rf "$held"' EXIT
for stack in "${stacks[@]}"; do pulumi stack export --stack "$stack" --show-secrets > "$held/$stack.json"; done
.venv/bin/nusa stack join --stack "$environment" "$held"/*.json
