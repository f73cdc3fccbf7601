#!/bin/sh
# Sends what is new of some prefixes to the other cloud, then says that all of it has arrived.
#
# No key is kept anywhere: each cloud takes a token that the cluster gave this pod, for one hour. The AWS SDK that rclone has trades
# its own; for OSS rclone knows no such thing, so it is traded here, by a call that needs no signature
# (alibabacloud.com/help/en/ram/api-assumerolewithoidc).
set -eu
umask 077

encoded() { sed 's/%/%25/g; s/:/%3A/g; s,/,%2F,g; s/+/%2B/g; s/=/%3D/g' | tr -d '\n'; }

{
    printf 'Action=AssumeRoleWithOIDC&Version=2015-04-01&Format=JSON&RoleSessionName=replication'
    printf '&Timestamp=%s' "$(date -u +%Y-%m-%dT%H:%M:%SZ | encoded)"
    printf '&SignatureNonce=%s' "$(cat /proc/sys/kernel/random/uuid)"
    printf '&OIDCProviderArn=%s' "$(printf %s "$ALIBABA_CLOUD_OIDC_PROVIDER_ARN" | encoded)"
    printf '&RoleArn=%s' "$(printf %s "$ALIBABA_CLOUD_ROLE_ARN" | encoded)"
    printf '&OIDCToken=%s' "$(encoded < "$ALIBABA_CLOUD_OIDC_TOKEN_FILE")"
} > "$SCRATCH/asked"
wget -q -T 30 -O "$SCRATCH/answer" --post-file "$SCRATCH/asked" "https://$STS_ENDPOINT/"

told() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" "$SCRATCH/answer"; }

key=$(told AccessKeyId) secret=$(told AccessKeySecret) session=$(told SecurityToken)
rm -f "$SCRATCH/asked" "$SCRATCH/answer"
export RCLONE_CONFIG_OSS_ACCESS_KEY_ID="${key:?OSS gave no key}"
export RCLONE_CONFIG_OSS_SECRET_ACCESS_KEY="${secret:?OSS gave no secret}"
export RCLONE_CONFIG_OSS_SESSION_TOKEN="${session:?OSS gave no token}"

for prefix in $PREFIXES; do
    # shellcheck disable=SC2086 # how: a word, or several
    rclone $HOW "$FROM/$prefix" "$TO/$prefix"
done
date -u +%Y-%m-%dT%H:%M:%SZ | rclone rcat "$MARKER"
