"""A provider whose objects outlive its process, and which makes the same object for the same operation only once."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2 as pb

from tests.support.programs import reference_provider, struct_of


class Cloud:
    """The objects of a cloud in a file.

    Args:
        path: the file.
        kill: a call, as `Create name`, after which this process is killed, before it answers; `before Create name` kills before.
    """

    def __init__(self, path: Path, kill: str = "") -> None:
        self._path = path
        self._kill = kill

    @property
    def objects(self) -> dict[str, dict[str, Any]]:
        return json.loads(self._path.read_text()) if self._path.exists() else {}

    def names(self) -> list[str]:
        return sorted(entry["name"] for entry in self.objects.values())

    def change(self, call: str, objects: dict[str, dict[str, Any]]) -> None:
        if self._kill == f"before {call}":
            os.kill(os.getpid(), signal.SIGKILL)
        self._path.write_text(json.dumps(objects))
        if self._kill == call:
            os.kill(os.getpid(), signal.SIGKILL)

    def servicer(self, package: str) -> Any:
        return _servicer(self)


def _servicer(cloud: Cloud) -> Any:
    module = reference_provider()

    class Durable(module.Reference):
        def Create(self, request: pb.CreateRequest, context: Any) -> pb.CreateResponse:
            if request.preview:
                return super().Create(request, context)
            operation = dict(context.invocation_metadata())["nusa-operation"]
            objects = cloud.objects
            known = next((key for key, entry in objects.items() if entry["operation"] == operation), None)
            if known is None:
                known = f"id-{len(objects)}-{operation[:8]}"
                objects[known] = {"name": request.name, "operation": operation, "inputs": module.plain(request.properties)}
                cloud.change(f"Create {request.name}", objects)
            return pb.CreateResponse(id=known, properties=struct_of({**objects[known]["inputs"], "arn": f"arn:{known}"}))

        def Update(self, request: pb.UpdateRequest, context: Any) -> pb.UpdateResponse:
            if request.preview:
                return super().Update(request, context)
            objects = cloud.objects
            objects[request.id]["inputs"] = module.plain(request.news)
            cloud.change(f"Update {request.name}", objects)
            return pb.UpdateResponse(properties=struct_of({**objects[request.id]["inputs"], "arn": f"arn:{request.id}"}))

        def Delete(self, request: pb.DeleteRequest, context: Any) -> empty_pb2.Empty:
            objects = cloud.objects
            objects.pop(request.id, None)
            cloud.change(f"Delete {request.name}", objects)
            return empty_pb2.Empty()

    return Durable()


def main(root: str, store: str, kill: str, what: str) -> None:
    """Run the engine in this process, which may be killed on the way."""
    import engine
    from tests.support.programs import PASSPHRASE

    cloud = Cloud(Path(store), kill)
    session = engine.open_session(Path(root), "dev", providers=cloud.servicer, environment=PASSPHRASE)
    getattr(session, what)()
