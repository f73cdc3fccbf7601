"""Every way in which a program calls the engine: awaited, blocking, from threads, and back from the engine into the program."""

from __future__ import annotations

import asyncio

import grpc
import grpc.aio
import pytest
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import callback_pb2, callback_pb2_grpc, resource_pb2

from engine.host import RpcFault
from tests.support.trivial_monitor import TrivialMonitor, run

RESOURCE = """
import pulumi
class R(pulumi.CustomResource):
    def __init__(self, name, props=None, opts=None):
        super().__init__("test:index:R", name, {"out": None, **(props or {})}, opts)
"""


class InvokingMonitor(TrivialMonitor):
    async def Invoke(self, request):
        self._keep("Invoke", request)
        await asyncio.sleep(0.001)
        if request.tok == "test:index:refused":
            raise RpcFault(grpc.StatusCode.UNKNOWN, "there is no such thing")
        answer = struct_pb2.Struct()
        answer["said"] = request.tok
        response = resource_pb2.ResourceInvokeResponse()
        getattr(response, "return").CopyFrom(answer)
        return response


def outputs(monitor):
    return monitor.sent("RegisterResourceOutputs")[0].outputs


def test_registrations_carry_everything_and_their_outputs_come_back(tmp_path):
    monitor = TrivialMonitor()
    source = RESOURCE + (
        "a = R('a', {'size': 3})\n"
        "b = R('b', {'of': a.id}, pulumi.ResourceOptions(depends_on=[a], protect=True))\n"
        "pulumi.export('b', b.id)\n"
    )
    assert run(tmp_path, source, monitor).result.messages == ()
    _, a, b = monitor.sent("RegisterResource")
    assert (a.name, dict(a.object.items())["size"], b.protect) == ("a", 3, True)
    assert list(b.dependencies) == ["urn:pulumi:dev::trivial::test:index:R::a"]
    assert outputs(monitor)["b"] == "id-b"


def test_a_refused_registration_is_an_exception_with_the_details(tmp_path):
    class Refusing(TrivialMonitor):
        async def RegisterResource(self, request):
            if request.custom:
                raise RpcFault(grpc.StatusCode.UNKNOWN, "no room")
            return await super().RegisterResource(request)

    result = run(tmp_path, RESOURCE + "R('a')", Refusing()).result
    assert result.error.splitlines()[-1] == "Exception: no room"
    assert "engine/host" not in result.error


def test_an_unavailable_monitor_ends_the_program_without_a_traceback(tmp_path):
    class Gone(TrivialMonitor):
        async def RegisterResource(self, request):
            if request.custom:
                raise RpcFault(grpc.StatusCode.UNAVAILABLE, "gone")
            return await super().RegisterResource(request)

    assert run(tmp_path, RESOURCE + "R('a')", Gone()).result.error == "Resource monitor has terminated, shutting down"


def test_an_rpc_that_the_monitor_lacks_is_unimplemented(tmp_path):
    """Without GetDeploymentInfo the SDK falls back to SupportsFeature, as with an older engine."""

    class Older(TrivialMonitor):
        GetDeploymentInfo = None

        async def SupportsFeature(self, request):
            self._keep("SupportsFeature", request)
            return resource_pb2.SupportsFeatureResponse(hasSupport=True)

    monitor = Older()
    assert run(tmp_path, "", monitor).result.messages == ()
    assert {"secrets", "outputValues"} <= {request.id for request in monitor.sent("SupportsFeature")}


def test_a_fault_of_the_monitor_itself_is_raised_to_its_owner(tmp_path):
    class Broken(TrivialMonitor):
        async def RegisterResource(self, request):
            raise ZeroDivisionError("a fault of the engine")

    with pytest.raises(ZeroDivisionError):
        run(tmp_path, "", Broken())


def test_invokes_awaited_blocking_nested_and_from_threads(tmp_path):
    monitor = InvokingMonitor()
    source = RESOURCE + (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def ask(_=None): return pulumi.runtime.invoke('test:index:f', {}).value['said']\n"
        "pulumi.export('plain', ask())\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    pulumi.export('threads', len(set(pool.map(ask, range(40)))))\n"
        "pulumi.export('in_apply', R('a').id.apply(ask))\n"
        "pulumi.export('output', pulumi.runtime.invoke_output('test:index:g', {}).apply(lambda v: v['said']))\n"
    )
    assert run(tmp_path, source, monitor).result.messages == ()
    said = outputs(monitor)
    assert (said["plain"], said["threads"], said["in_apply"], said["output"]) == ("test:index:f", 1, "test:index:f", "test:index:g")


def test_a_refused_invoke_keeps_the_sdks_own_words(tmp_path):
    source = "import pulumi\npulumi.runtime.invoke('test:index:refused', {})"
    error = run(tmp_path, source, InvokingMonitor()).result.error
    assert error.splitlines()[-1] == "Exception: invoke of test:index:refused failed: there is no such thing"


def test_messages_reach_the_engine_and_debug_ones_do_not(tmp_path):
    monitor = TrivialMonitor()
    source = "import pulumi\npulumi.log.debug('d')\npulumi.info('i')\npulumi.warn('w')\npulumi.log.error('e')"
    run(tmp_path, source, monitor)
    assert [request.message for request in monitor.sent("Log")] == ["i", "w", "e"]


def test_blocking_work_in_the_executor_does_not_block_the_loop(tmp_path):
    monitor = TrivialMonitor()
    source = RESOURCE + (
        "import asyncio, time\n"
        "async def main():\n"
        "    slow = asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.3)\n"
        "    named = await R('a').id.future()\n"
        "    before = slow.done()\n"
        "    await slow\n"
        "    return {'named': named, 'before': before}\n"
        "pulumi.run(main)\n"
    )
    assert run(tmp_path, source, monitor).result.messages == ()
    assert (outputs(monitor)["named"], outputs(monitor)["before"]) == ("id-a", False)


class CallingBack(InvokingMonitor):
    """Runs the stack's transforms and its resources' hooks, as an engine does."""

    def __init__(self):
        super().__init__()
        self._channels = {}

    async def RegisterStackTransform(self, request):
        self._keep("RegisterStackTransform", request)
        return empty_pb2.Empty()

    async def RegisterResourceHook(self, request):
        self._keep("RegisterResourceHook", request)
        return empty_pb2.Empty()

    async def _call(self, callback, request):
        channel = self._channels.setdefault(callback.target, grpc.aio.insecure_channel(callback.target))
        message = callback_pb2.CallbackInvokeRequest(token=callback.token, request=request.SerializeToString())
        return (await callback_pb2_grpc.CallbacksStub(channel).Invoke(message)).response

    async def RegisterResource(self, request):
        if request.custom:
            for transform in self.sent("RegisterStackTransform"):
                asked = resource_pb2.TransformRequest(type=request.type, name=request.name, custom=True, properties=request.object)
                answer = resource_pb2.TransformResponse.FromString(await self._call(transform, asked))
                request.object.CopyFrom(answer.properties)
            for hook in self.sent("RegisterResourceHook"):
                await self._call(hook.callback, resource_pb2.ResourceHookRequest(name=request.name))
        return await super().RegisterResource(request)


@pytest.mark.parametrize("attempt", range(3))
def test_transforms_that_invoke_and_hooks_over_many_resources_do_not_hang(tmp_path, attempt):
    monitor = CallingBack()
    source = RESOURCE + (
        "def transform(args):\n"
        "    said = pulumi.runtime.invoke('test:index:f', {}).value['said']\n"
        "    return pulumi.ResourceTransformResult({**args.props, 'said': said}, args.opts)\n"
        "pulumi.runtime.register_resource_transform(transform)\n"
        "hook = pulumi.ResourceHook('h', lambda args: print('hook', args.name))\n"
        "opts = pulumi.ResourceOptions(hooks=pulumi.ResourceHookBinding(after_create=[hook]))\n"
        "for i in range(60): R(f'r{i}', {}, opts)\n"
    )
    ran = run(tmp_path, source, monitor, parallel=1, dry_run=False)
    assert ran.result.messages == ()
    assert sorted(ran.out) == sorted(f"hook r{i}" for i in range(60))
    assert {request.object["said"] for request in monitor.sent("RegisterResource") if request.custom} == {"test:index:f"}
