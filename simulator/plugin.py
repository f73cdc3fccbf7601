"""A simulated cloud as a plugin process: what `simulator/<package>/__main__.py` runs for the real engine, over gRPC.

The protocol of such a process: it is given the engine's address, prints the port it listens on, and serves until it is ended. The
store is the file that the environment variable NUSANTARA_CLOUDS names, else `simulator/project/.nusa/clouds.sqlite`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from . import servicer

STORE: Final = "NUSANTARA_CLOUDS"
"""The environment variable that names the store."""

_UNLIMITED = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]


def store_path(environment: Mapping[str, str]) -> Path:
    """The store of a plugin process."""
    named = environment.get(STORE)
    return Path(named) if named else Path(__file__).parent / "project" / ".nusa" / "clouds.sqlite"


def serve(package: str, arguments: Sequence[str]) -> None:
    """Serve a package's provider until the process is told to end, or the engine that started it is gone.

    Args:
        package: `aws`, `alicloud` or `kubernetes`.
        arguments: of the process; the first that is no option is the engine's address.
    """
    host = servicer(package, store=store_path(os.environ))
    if host is None:
        raise ValueError(f"no simulated cloud {package!r}")
    if addresses := [argument for argument in arguments if not argument.startswith("-")]:
        host.attach(addresses[0])
    server = grpc.server(ThreadPoolExecutor(max_workers=16), options=_UNLIMITED)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)  # how a plugin tells the engine where it listens
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    parent = os.getppid()
    try:
        while server.wait_for_termination(timeout=1.0) and os.getppid() == parent:
            pass
    except KeyboardInterrupt:
        pass  # the engine ends what it started as a person ends a program
    server.stop(grace=None)
