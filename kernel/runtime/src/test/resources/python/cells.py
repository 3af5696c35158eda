"""A kernel and its cells, for tests: run, collect, interrupt."""

import time
import unittest
from queue import Empty

from jupyter_client.manager import start_new_kernel

LAX = 30


class Result:
    def __init__(self, reply, messages, seconds):
        self.reply = reply["content"]
        self.status = self.reply["status"]
        self.messages = messages
        self.seconds = seconds

    def of(self, kind):
        return [m["content"] for m in self.messages if m["msg_type"] == kind]

    def text(self, stream="stdout"):
        return "".join(c["text"] for c in self.of("stream") if c["name"] == stream)

    def value(self, mime="text/plain"):
        results = self.of("execute_result")
        return results[0]["data"][mime] if results else None

    def trace(self):
        return "\n".join(self.reply.get("traceback", []))


class CellTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.km, cls.kc = start_new_kernel(kernel_name="engram-test")

    @classmethod
    def tearDownClass(cls):
        cls.kc.stop_channels()
        cls.km.shutdown_kernel()

    def send(self, code, **options):
        return self.kc.execute(code, **options)

    def collect(self, sent, timeout=LAX):
        start = time.time()
        messages = []
        while True:
            message = self.kc.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") != sent:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
            messages.append(message)
        return Result(self.reply(sent, timeout), messages, time.time() - start)

    def reply(self, sent, timeout=LAX):
        while True:
            reply = self.kc.get_shell_msg(timeout=timeout)
            if reply["parent_header"].get("msg_id") == sent:
                return reply

    def run_cell(self, code, **options):
        return self.collect(self.send(code, **options))

    def ok(self, code, **options):
        result = self.run_cell(code, **options)
        self.assertEqual("ok", result.status, result.trace())
        return result

    def late(self, sent, kind, seconds=5):
        """The next message of a cell that has already ended."""
        end = time.time() + seconds
        while time.time() < end:
            try:
                message = self.kc.get_iopub_msg(timeout=0.5)
            except Empty:
                continue
            if message["parent_header"].get("msg_id") == sent and message["msg_type"] == kind:
                return message["content"]
        self.fail("nothing came late")

    def ask(self, sent):
        """The content of the reply to a question about code."""
        return self.reply(sent)["content"]

    def interrupted(self, code, before="", prompt=5.0):
        """Interrupts a cell that runs; its prompt must come back, and the next cell be clean."""
        go = "" if '"go"' in code else '\nSystem.out.println("go");\n'
        sent = self.send(before + go + code)
        while True:
            message = self.kc.get_iopub_msg(timeout=LAX)
            if message["parent_header"].get("msg_id") == sent and message["msg_type"] == "stream":
                break
        time.sleep(0.4)
        start = time.time()
        self.km.interrupt_kernel()
        result = self.collect(sent)
        seconds = time.time() - start
        self.assertEqual("error", result.status, "the cell came to its end")
        self.assertEqual("Interrupted", result.reply["ename"], result.trace())
        self.assertLess(seconds, prompt)
        self.assertEqual("2", self.ok("1 + 1").value())
        return result
