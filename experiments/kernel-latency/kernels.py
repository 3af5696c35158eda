"""Measures Jupyter kernels side by side and prints a sample a line.

Arguments: phase (start, cells, heap, interrupts), then rounds or tries. Kernels are found by name
among the kernelspecs of this Python: python3 (ipykernel), java (stock jjava), engram (ours). Where
jjava is not installed, it is left out. Rounds are interleaved: one kernel of each, in turn.

What is timed: "ready" from the start of the process to the answer to kernel_info; a cell from
sending it to both its reply and the kernel's idle message; an interrupt from sending it to the
idle message of the cell.
"""

import json
import os
import sys
import time
from queue import Empty

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

NAMES = {"Ipykernel": "python3", "Jjava": "java", "Engram": "engram"}
LIMIT = 60

CELLS = {
    "Expression": ("{i} + 1", "{i} + 1"),
    "Method": ("int f{i}(int x) {{ return x + {i}; }}\nf{i}(2)", "def f{i}(x):\n    return x + {i}\nf{i}(2)"),
    "Print": ('System.out.println("cell {i}");', 'print("cell {i}")'),
}

INTERRUPTS = {
    "Sleep": ('System.out.println("go"); Thread.sleep(60_000);',) * 2,
    "Loop": ('System.out.println("go"); long n = 0; while (true) {{ n++; }}',) * 2,
    "Print": ('while (true) System.out.println("go");',) * 2,
    "Stream": ('System.out.println("go"); IntStream.range(0, 64).parallel().forEach(i -> {{ while (true); }});',) * 2,
    "Thread": ('System.out.println("go"); var t{i} = Thread.ofPlatform().start(() -> {{ while (true); }}); t{i}.join();',) * 2,
    "Native": (
        '{{ System.out.println("go"); System.out.flush(); BigInteger.valueOf(3).modPow('
        "BigInteger.ONE.shiftLeft(20_000).subtract(BigInteger.ONE),"
        " BigInteger.ONE.shiftLeft(20_000).subtract(BigInteger.ONE)); }}",
    ) * 2,
    "Stdin": ("new Scanner(System.in).nextLine()",) * 2,
    "Early": ("Thread.sleep(60_000);",) * 2,
    "Compile": ("class Many{i} {{ METHODS }}\nMany{i}.m0(1)",) * 2,
}


def sample(metric, value, unit, item):
    print(json.dumps({"metric": metric, "value": round(value, 3), "unit": unit, "item": str(item)}), flush=True)


class Kernel:
    def __init__(self, kind):
        self.kind = kind
        start = time.perf_counter()
        self.manager = KernelManager(kernel_name=NAMES[kind])
        self.manager.start_kernel(env=environment())
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LIMIT)
        self.ready = time.perf_counter() - start

    def code(self, pair, i):
        return pair[1 if self.kind == "Ipykernel" else 0].format(i=i)

    def run(self, code):
        """Seconds, status and text of the result."""
        start = time.perf_counter()
        sent = self.client.execute(code)
        value, status = self.collect(sent)
        return time.perf_counter() - start, status, value

    def collect(self, sent):
        value = None
        while True:
            message = self.client.get_iopub_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") != sent:
                continue
            if message["msg_type"] == "execute_result":
                value = message["content"]["data"]["text/plain"]
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        while True:
            reply = self.client.get_shell_msg(timeout=LIMIT)
            if reply["parent_header"].get("msg_id") == sent:
                return value, reply["content"]["status"]

    def wait_for(self, sent, kind):
        while True:
            message = self.client.get_iopub_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == sent and message["msg_type"] == kind:
                return

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def environment():
    """The stock kernel takes java from the path: let it be the JDK of this experiment."""
    env = dict(os.environ)
    java = KernelSpecManager().get_kernel_spec("engram").argv[0]
    if os.path.isabs(java):
        env["PATH"] = os.path.dirname(java) + os.pathsep + env.get("PATH", "")
    return env


def kinds():
    known = KernelSpecManager().find_kernel_specs()
    return [kind for kind, name in NAMES.items() if name in known]


def start_phase(rounds):
    for number in range(rounds + 1):
        for kind in kinds():
            kernel = Kernel(kind)
            first = kernel.run("1 + 1")[0]
            kernel.close()
            if number > 0:
                sample("ready" + kind, kernel.ready * 1000, "ms", number)
                sample("first" + kind, first * 1000, "ms", number)


def cells_phase(rounds):
    for number in range(1, rounds + 1):
        kernels = [Kernel(kind) for kind in kinds()]
        for kernel in kernels:
            kernel.run("1 + 1")
        for i in range(1, 121):
            for shape, pair in CELLS.items():
                for kernel in kernels:
                    took, status, _ = kernel.run(kernel.code(pair, i))
                    if status != "ok":
                        sys.exit(f"{kernel.kind}: {shape} {i} ended with {status}")
                    when = "early" if i <= 40 else "late" if i > 67 else None
                    if when:
                        sample(f"{when}{shape}{kernel.kind}", took * 1000, "ms", f"{number}.{i}")
        for kernel in kernels:
            kernel.close()


HEAP = (
    "{{ for (int g = 0; g < 3; g++) System.gc(); Runtime r = Runtime.getRuntime();"
    " System.out.println(r.totalMemory() - r.freeMemory()); }}"
)


def heap(kernel):
    sent = kernel.client.execute(HEAP.format())
    while True:
        message = kernel.client.get_iopub_msg(timeout=LIMIT)
        if message["parent_header"].get("msg_id") == sent and message["msg_type"] == "stream":
            used = int(message["content"]["text"])
            break
    kernel.collect(sent)
    return used


def heap_phase(cells):
    for kind in kinds():
        if kind == "Ipykernel":
            continue
        kernel = Kernel(kind)
        for i in range(60):
            kernel.run(kernel.code(CELLS["Expression"], i))
        before = heap(kernel)
        for i in range(cells):
            kernel.run(kernel.code(list(CELLS.values())[i % 3], 1000 + i))
        sample("heapGrowth" + kind, (heap(kernel) - before) / 1024 / cells, "KB", cells)
        kernel.close()


def interrupts_phase(tries):
    kernel = Kernel("Engram")
    kernel.run("1 + 1")
    methods = " ".join(
        f"static int m{k}(int a) {{ var l = List.of(a, {k}); return l.stream().mapToInt(x -> x + {k}).sum(); }}"
        for k in range(400)
    )
    # Kinds that leave work behind come last, each by itself, so that they delay no other kind.
    heavy = ["Compile", "Native"]
    light = [kind for kind in INTERRUPTS if kind not in heavy]
    for kinds_together in [light, *[[kind] for kind in heavy]]:
        for number in range(1, tries + 1):
            for kind in kinds_together:
                code = kernel.code(INTERRUPTS[kind], f"{number}").replace("METHODS", methods)
                interrupt_one(kernel, kind, code, number)
        if kinds_together is light:
            after_end(kernel, tries)
    kernel.close()


def interrupt_one(kernel, kind, code, number):
    sent = kernel.client.execute(code, allow_stdin=kind == "Stdin")
    if kind == "Stdin":
        kernel.client.get_stdin_msg(timeout=LIMIT)
    elif kind == "Early":
        time.sleep(0.01)
    elif kind == "Compile":
        time.sleep(0.1)
    else:
        kernel.wait_for(sent, "stream")
        time.sleep(0.05)
    start = time.perf_counter()
    kernel.manager.interrupt_kernel()
    _, status = kernel.collect(sent)
    sample("interrupt" + kind, (time.perf_counter() - start) * 1000, "ms", number)
    _, next_status, value = kernel.run("1 + 1")
    clean = status == "error" and next_status == "ok" and value == "2"
    sample("clean" + kind, 1 if clean else 0, "share", number)


def after_end(kernel, tries):
    for number in range(1, tries + 1):
        kernel.run("int quick = 1;")
        kernel.manager.interrupt_kernel()
        _, status, value = kernel.run("Thread.sleep(30); 7")
        sample("cleanAfterEnd", 1 if status == "ok" and value == "7" else 0, "share", number)


if __name__ == "__main__":
    {"start": start_phase, "cells": cells_phase, "heap": heap_phase, "interrupts": interrupts_phase}[sys.argv[1]](
        int(sys.argv[2])
    )
