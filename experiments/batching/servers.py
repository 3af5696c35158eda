"""The two servers and a client that counts: ours (the worker of the workbench) and llama.cpp's own.

Both are asked over loopback, by the same code, for the same prompts; no prompt shares a beginning with
another, so nothing can be reused, and llama.cpp's prompt cache is switched off besides.
"""

import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlparse

WORDS = ("alpha river stone market engine window garden silver paper mountain harbour letter "
         "copper winter bridge candle forest signal thread island").split()


def prompt(number):
    """A question of about forty tokens that begins with its number, so that none begins alike."""
    pick = [WORDS[(number * step + step) % len(WORDS)] for step in (1, 3, 7)]
    return (f"{number}: Write a short story about a {pick[0]}, a {pick[1]} and a {pick[2]} that meet in "
            "a small town by the sea. Say who lives there, what they want and what they fear.\n")


class Ours:
    name = "workbench"

    def __init__(self, java, class_path, home, models, threads, slots, context):
        # A home of its own, so that no other program's worker is taken or disturbed.
        self.folder = Path(tempfile.mkdtemp(prefix="batching-"))
        os.symlink(Path(home) / "natives", self.folder / "natives")
        self.process = subprocess.Popen(
            [java, "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx256m", "-cp", class_path,
             "dev.engram.models.internal.worker.WorkerMain", str(self.folder), "experiment", "3600"],
            stdout=open(self.folder / "worker.log", "w"), stderr=subprocess.STDOUT)
        address = self.folder / "worker" / "worker.json"
        while not address.exists():
            if self.process.poll() is not None:
                sys.exit((self.folder / "worker.log").read_text())
            time.sleep(0.05)
        said = json.loads(address.read_text())
        self.port, self.headers = said["port"], {"Authorization": "Bearer " + said["token"]}
        self.handles = [self.open(model, threads, slots, context) for model in models]

    def open(self, model, threads, slots, context):
        options = {"contextTokens": context, "threads": threads, "slots": slots, "cache": "F16",
                   "flashAttention": True, "memory": "MAP", "gpuLayers": -1}
        body = self.post("/engram/open", {"path": model, "pid": os.getpid(), "options": options})
        for line in body.splitlines():
            if line.startswith("data: ") and '"handle"' in line:
                return json.loads(line[6:])["handle"]
        sys.exit(body)

    def post(self, path, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("POST", path, json.dumps(body), self.headers)
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def body(self, number, tokens, model=0):
        return {"model": self.handles[model], "prompt": prompt(number), "max_tokens": tokens, "temperature": 0,
                "ignore_eos": True, "stream": True, "cache_prompt": False}

    def close(self):
        self.post("/engram/stop", {})
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


class Peer:
    name = "llama-server"
    SCRIPT = """
import sys, xllamacpp
model, threads, slots, context = sys.argv[1], *map(int, sys.argv[2:5])
params = xllamacpp.CommonParams()
params.model.path = model
params.n_parallel, params.n_ctx = slots, slots * context
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
params.n_batch = params.n_ubatch = 512
params.cache_prompt, params.cache_ram_mib, params.port = False, 0, 0
server = xllamacpp.Server(params)
print("ready " + server.listening_address, flush=True)
sys.stdin.read()
"""

    def __init__(self, model, threads, slots, context):
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.SCRIPT, model, str(threads), str(slots), str(context)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        while line and not line.startswith("ready "):
            line = self.process.stdout.readline()
        if not line:
            sys.exit("xllamacpp did not start: is it installed? ./workbench setup --tests")
        self.port, self.headers = urlparse(line.split()[1]).port, {}

    def body(self, number, tokens, model=0):
        return {"prompt": prompt(number), "max_tokens": tokens, "temperature": 0, "ignore_eos": True,
                "stream": True, "cache_prompt": False, "stream_options": {"include_usage": True}}

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)


class Answer:
    """One request: when each piece came, and what the server counted."""

    def __init__(self, server, body, path="/v1/completions"):
        self.server, self.body, self.path = server, body, path
        self.times, self.tokens, self.cached, self.stopped = [], 0, 0, False
        self.thread = threading.Thread(target=self.run)

    def start(self):
        self.begun = time.perf_counter()
        self.thread.start()
        return self

    def run(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
        self.connection.request("POST", self.path, json.dumps(self.body), self.server.headers)
        response = self.connection.getresponse()
        if response.status != 200:
            raise RuntimeError(response.read())
        for raw in response:
            if not raw.startswith(b"data: {"):
                continue
            chunk = json.loads(raw[6:])
            if "error" in chunk:
                raise RuntimeError(chunk)
            choice = (chunk.get("choices") or [{}])[0]
            if choice.get("text") or (choice.get("delta") or {}).get("content"):
                self.times.append(time.perf_counter())
            usage = chunk.get("usage")
            if usage:
                self.tokens = usage["completion_tokens"]
                self.cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens", 0)
        self.ended = time.perf_counter()

    def cancel(self):
        self.stopped = True
        self.server.post("/engram/cancel", {"id": self.body["id"]})

    def wait(self):
        self.thread.join()
        return self


def burst(server, numbers, tokens):
    """Requests sent together: tokens a second in all, and the mean time to a first piece in ms."""
    answers = [Answer(server, server.body(number, tokens)) for number in numbers]
    for answer in answers:
        answer.start()
    for answer in answers:
        answer.wait()
        if answer.tokens != tokens or answer.cached:
            sys.exit(f"{server.name}: {answer.tokens} tokens instead of {tokens}, {answer.cached} reused")
    seconds = max(a.ended for a in answers) - min(a.begun for a in answers)
    first = sum(a.times[0] - a.begun for a in answers) / len(answers)
    return tokens * len(answers) / seconds, first * 1000


def sample(metric, value, unit, item):
    print(json.dumps({"metric": metric, "value": round(value, 5), "unit": unit, "item": item}), flush=True)
