#!/usr/bin/env bash
# The stacks of an environment, a line each: itself, or where it is split those whose files name it, what joins the sites last.
#
# Usage: stacks.sh ENVIRONMENT
set -euo pipefail
environment=$1
parts=$(grep -lxE "  nusantara:of: $environment" stacks/Pulumi."$environment"-*.yaml 2> /dev/null | sed -E 's|.*/Pulumi\.(.*)\.yaml|\1|') || true
if [ -z "$parts" ]; then
  echo "$environment"
else
  { grep -vx "$environment-global" <<< "$parts" || true; grep -x "$environment-global" <<< "$parts" || true; }
fi
