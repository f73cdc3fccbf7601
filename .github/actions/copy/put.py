"""Put files into a bucket of OSS, with the credentials that the environment has of this job alone."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import alibabacloud_oss_v2 as oss


def main(arguments: Sequence[str] | None = None) -> int:
    """Put the files; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--region", required=True, help="the bucket's region")
    parser.add_argument("--endpoint", help="where OSS is; the region's own by default")
    parser.add_argument("to", help="oss://BUCKET/FOLDER")
    parser.add_argument("files", nargs="+", type=Path)
    asked = parser.parse_args(arguments)
    to = urlsplit(asked.to)
    if to.scheme != "oss" or not to.netloc:
        parser.error(f"{asked.to}: expected oss://BUCKET/FOLDER")
    credentials = oss.credentials.StaticCredentialsProvider(
        os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        os.environ.get("ALIBABA_CLOUD_SECURITY_TOKEN"),
    )
    client = oss.Client(
        oss.config.Config(
            region=asked.region, endpoint=asked.endpoint, use_path_style=bool(asked.endpoint), credentials_provider=credentials
        )
    )
    for file in asked.files:
        key = "/".join(part for part in (to.path.strip("/"), file.name) if part)
        # The bucket keeps every version; OSS holds the CRC-64 of what came against that of what was sent.
        put = client.put_object(oss.PutObjectRequest(bucket=to.netloc, key=key, body=file.read_bytes()))
        sys.stdout.write(f"oss://{to.netloc}/{key} {put.version_id or ''}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
