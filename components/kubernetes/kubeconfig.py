"""A kubeconfig that holds no credential; pure."""

from __future__ import annotations

import json
from collections.abc import Sequence

_EXEC_API = "client.authentication.k8s.io/v1beta1"


def kubeconfig(cluster: str, *, endpoint: str, authority: str | None, command: str, arguments: Sequence[str]) -> str:
    """The kubeconfig of one cluster, whose credential a plug-in asks for each time.

    Args:
        cluster: what the cluster is called inside the file.
        endpoint: the URL of its API server.
        authority: the certificate that vouches for the API server, base64. Without it the certificates of the machine decide; a
            server is never trusted unverified.
        command: the plug-in, found on the path.
        arguments: what the plug-in is told.

    Source: kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins.
    """
    server = {"server": endpoint} | ({"certificate-authority-data": authority} if authority else {})
    plug_in = {"apiVersion": _EXEC_API, "command": command, "args": list(arguments), "interactiveMode": "Never"}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": cluster, "cluster": server}],
            "users": [{"name": cluster, "user": {"exec": plug_in}}],
            "contexts": [{"name": cluster, "context": {"cluster": cluster, "user": cluster}}],
            "current-context": cluster,
        }
    )
