#!/usr/bin/env bash
# Preview a stack on the real clouds under roles that may only read, as JSON for `nusa comment --plan`. Needs a stack at hand, and jq.
#
# Usage: preview.sh STACK PLAN [OPTION ...]    the options are those of `pulumi preview`
#
# That providers and kubeconfigs take on those roles, and not the deployment's, is part of no update: these steps are left out.
set -euo pipefail
stack=$1 plan=$2
shift 2
code=0
pulumi preview --stack "$stack" --non-interactive --json --config nusantara:purpose=preview "$@" > "$plan.all" || code=$?
jq '(.steps // []) |= map(select((
    (.urn | test("[:$]pulumi:providers:[a-z]+::")) and .op == "update" and ((.diffReasons // []) - ["assumeRole", "assumeRoles", "kubeconfig"]) == []
  ) | not))' "$plan.all" > "$plan"
exit "$code"
