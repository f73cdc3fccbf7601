#!/usr/bin/env bash
# One issue for each stack that differs from its clouds: opened, brought up to date, or closed. Needs gh and its GH_TOKEN.
#
# Usage: drift.sh FOUND
#   FOUND/drift-STACK/*.json is what `pulumi preview --refresh --json` printed of its stacks, FOUND/drift-STACK/changes how many steps change anything
set -euo pipefail
label=drift
gh label create "$label" --description "what the clouds have otherwise than the program" --force > /dev/null
for found in "$1"/drift-*; do
  [ -e "$found/changes" ] || continue # the preview failed, and its job says why
  stack=$(basename "$found") stack=${stack#drift-}
  export TITLE="Drift: $stack"
  number=$(gh issue list --app github-actions --label "$label" --state open --limit 100 --json number,title \
    --jq 'map(select(.title == env.TITLE)) | .[0].number // empty')
  if [ "$(cat "$found/changes")" -gt 0 ]; then
    for plan in "$found"/*.json; do .venv/bin/nusa comment --plan "$plan"; done > "$found/body.md"
    if [ -n "$number" ]; then
      gh issue edit "$number" --body-file "$found/body.md" > /dev/null
    else
      gh issue create --title "$TITLE" --label "$label" --body-file "$found/body.md" > /dev/null
    fi
    echo "$stack differs from its clouds"
  elif [ -n "$number" ]; then
    gh issue close "$number" --comment "The clouds have what the program says again." > /dev/null
    echo "$stack no longer differs"
  else
    echo "$stack does not differ"
  fi
done
