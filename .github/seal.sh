#!/usr/bin/env bash
# Encrypt standard input for everybody who has a certificate in .github/recipients/: AES-256-GCM in a CMS message (RFC 5083, RFC 5084).
#
# Usage: seal.sh FILE
set -euo pipefail
shopt -s nullglob
recipients=("$(dirname "$0")"/recipients/*.pem)
if [ "${#recipients[@]}" -eq 0 ]; then
  echo "error: nobody could open it: .github/recipients/ has no certificate; fix: docs/deployment.md says how one is made" >&2
  exit 1
fi
openssl cms -encrypt -binary -aes-256-gcm -outform DER -out "$1" "${recipients[@]}"
