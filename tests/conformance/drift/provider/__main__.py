"""The reference provider with a cloud behind it: its objects lie in a JSON file, where anything may change them.

The file is named by the environment variable DRIFT_CLOUD. It holds, by id, `urn`, `inputs` and `outputs` of each object, and what
Read does with it:

    unhealthy    a list of reasons: it exists, and is not ready
    refuses      the text of an error: nothing is known
    moved        another id under which it is found
    no_inputs    true: the outputs alone are told
    bare         true: an object with an id and no properties at all

An object whose id begins with `foreign-` was there before, and is put into the file when it is first read.

Whatever has the input `refreshes` set to true asks to be read before every update. The input `diffs` chooses how Diff answers:
`unknown` (it does not say), `keys` (no detailed diff), `outputs` (the paths are those of outputs); ignored properties never differ.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto import status_pb2

_SPEC = importlib.util.spec_from_file_location("reference_provider", Path(__file__).parents[2] / "provider" / "__main__.py")
reference = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reference)
plain, struct = reference.plain, reference.struct


class Cloud:
    """The objects in a file.

    Args:
        path: of the file; there need be none yet.
    """

    def __init__(self, path):
        self.path = Path(path)

    def objects(self):
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    @contextmanager
    def changing(self):
        """The objects, kept as they are when the block ends; one at a time, also among the processes of several providers."""
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            objects = self.objects()
            yield objects
            whole = self.path.with_suffix(".new")
            whole.write_text(json.dumps(objects, indent=1))
            whole.replace(self.path)  # so that whoever reads meanwhile sees all of it

    def change(self, name, **changes):
        """Change the object of the resource of this name: `gone=True`, `set={…}` in inputs and outputs, or what Read does (None ends it)."""
        with self.changing() as objects:
            ((key, found),) = [item for item in objects.items() if item[1]["urn"].rpartition("::")[2] == name]
            if changes.pop("gone", False):
                del objects[key]
            for half in ("inputs", "outputs"):
                for given in (changes.get("set") or {}, changes.get(half) or {}):
                    found[half] = {k: v for k, v in {**found[half], **given}.items() if v is not None}
            for does, how in changes.items():
                if how is None:
                    found.pop(does, None)
                elif does not in ("set", "inputs", "outputs"):
                    found[does] = how


class Drifting(reference.Reference):
    """Answers from the objects in the file.

    Args:
        path: of the file.
    """

    def __init__(self, path=None):
        self.cloud = Cloud(path or os.environ["DRIFT_CLOUD"])

    def Create(self, request, context):
        answer = super().Create(request, context)
        inputs = plain(request.properties)
        if not request.preview:
            self._keep(answer.id, request.urn, inputs, plain(answer.properties))
        answer.refresh_before_update = bool(inputs.get("refreshes"))
        return answer

    def Update(self, request, context):
        answer = super().Update(request, context)
        inputs = plain(request.news)
        if not request.preview:
            self._keep(request.id, request.urn, inputs, plain(answer.properties))
        answer.refresh_before_update = bool(inputs.get("refreshes"))
        return answer

    def Delete(self, request, context):
        super().Delete(request, context)
        with self.cloud.changing() as objects:
            objects.pop(request.id, None)
        return empty_pb2.Empty()

    def Read(self, request, context):
        found = self.cloud.objects().get(request.id)
        if found is None and request.id.startswith("foreign-"):
            found = self._keep(request.id, request.urn, {"color": "red"}, {"color": "red", "arn": f"arn:ref:{request.id}"})
        if found is None:
            return pb.ReadResponse()
        if "refuses" in found:
            context.abort(grpc.StatusCode.UNKNOWN, found["refuses"])
        if found.get("bare"):
            return pb.ReadResponse(id=request.id)
        identity = found.get("moved", request.id)
        answer = pb.ReadResponse(id=identity, properties=struct(found["outputs"]))
        if not found.get("no_inputs"):
            answer.inputs.CopyFrom(struct(found["inputs"]))
        if found.get("unhealthy"):
            _not_ready(context, answer, found["unhealthy"])
        answer.refresh_before_update = bool(found["inputs"].get("refreshes"))
        return answer

    def Diff(self, request, context):
        olds, news = plain(request.old_inputs), plain(request.news)
        for key in request.ignoreChanges:
            news.pop(key, None)
            if key in olds:
                news[key] = olds[key]
        kind = olds.get("diffs") or news.get("diffs")
        if kind == "unknown":
            return pb.DiffResponse()
        if kind == "outputs":
            olds = {key: value for key, value in plain(request.olds).items() if key not in ("arn", "serial")}
        answer = reference.difference(olds, news)
        if kind == "keys":
            answer.ClearField("detailedDiff")
            answer.hasDetailedDiff = False
        if kind == "outputs":
            for entry in answer.detailedDiff.values():
                entry.inputDiff = False
        return answer

    def _keep(self, identity, urn, inputs, outputs):
        with self.cloud.changing() as objects:
            objects[identity] = {"urn": urn, "inputs": inputs, "outputs": outputs}
            return objects[identity]


def _not_ready(context, answer, reasons):
    detail = pb.ErrorResourceInitFailed(id=answer.id, properties=answer.properties, reasons=reasons)
    if answer.HasField("inputs"):
        detail.inputs.CopyFrom(answer.inputs)
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message="not ready")
    status.details.add().Pack(detail)
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(grpc.StatusCode.UNKNOWN, "not ready")


if __name__ == "__main__" and "--help" not in sys.argv:
    reference.Reference = Drifting
    reference.main()
