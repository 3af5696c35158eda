"""Runs cells in the stock jjava kernel with the extension jar on its class path.

Usage: stock_kernel.py JAVA EXTENSION_JAR WORK_FOLDER < cells.json > outputs.json
A cell is a string, or {"code": ..., "interruptAfterSeconds": ...}.
Needs jupyter_client and jjava in the running Python environment.
"""

import json
import os
import pathlib
import queue
import sys
import threading
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

CELL_SECONDS = 120


def run(client, manager, cell):
    code = cell if isinstance(cell, str) else cell["code"]
    after = None if isinstance(cell, str) else cell.get("interruptAfterSeconds")
    request = client.execute(code)
    timer = None
    if after is not None:
        timer = threading.Timer(after, manager.interrupt_kernel)
        timer.start()
    outputs, begin = [], time.monotonic()
    while True:
        message = client.get_iopub_msg(timeout=CELL_SECONDS)
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            break
        if kind in ("stream", "display_data", "update_display_data", "execute_result", "error"):
            outputs.append({"type": kind, **content})
    seconds = time.monotonic() - begin
    if timer is not None:
        timer.cancel()
    while True:
        reply = client.get_shell_msg(timeout=CELL_SECONDS)
        if reply["parent_header"].get("msg_id") == request:
            break
    return {"status": reply["content"].get("status"), "seconds": seconds, "outputs": outputs}


def main():
    java, extension, folder = sys.argv[1:4]
    cells = json.load(sys.stdin)
    kernel = pathlib.Path(sys.prefix, "share", "jupyter", "kernels", "java")
    spec = pathlib.Path(folder, "kernels", "stock")
    spec.mkdir(parents=True, exist_ok=True)
    (spec / "kernel.json").write_text(json.dumps({
        "argv": [java, "-jar", str(kernel / "jjava-launcher.jar"), str(kernel / "jjava.jar"),
                 "{connection_file}"],
        "display_name": "stock", "language": "java", "interrupt_mode": "message",
        # The launcher starts the kernel itself with the java of the PATH.
        "env": {"JJAVA_CLASSPATH": extension,
                "PATH": os.pathsep.join([os.path.dirname(java), os.environ["PATH"]])},
    }))
    manager = KernelManager(
        kernel_name="stock",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(spec.parent)]))
    log = open(pathlib.Path(folder, "kernel.log"), "w")
    manager.start_kernel(cwd=folder, stdout=log, stderr=log)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=CELL_SECONDS)
        results = [run(client, manager, cell) for cell in cells]
        json.dump(results, sys.stdout)
    except queue.Empty:
        sys.exit("the kernel did not answer within %d s" % CELL_SECONDS)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        log.close()


if __name__ == "__main__":
    main()
