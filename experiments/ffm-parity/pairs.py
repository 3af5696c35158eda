"""Runs the Java and the Python half in turn, pair by pair, and prints a sample a line.

Arguments: java, class path, folder of the libraries, folder for logs, model, pairs, prompt
tokens, decoded tokens. Which half goes first alternates. Both must choose the same tokens.
"""

import json
import subprocess
import sys
from pathlib import Path

WARM_UP = 2


def start(command):
    half = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if half.stdout.readline().strip() != "ready":
        sys.exit("a half did not start: " + " ".join(command[:3]))
    return half


def ask(half):
    half.stdin.write("go\n")
    half.stdin.flush()
    return json.loads(half.stdout.readline())


def sample(metric, value, unit, item):
    print(json.dumps({"metric": metric, "value": round(value, 6), "unit": unit, "item": item}),
          flush=True)


def main():
    java, class_path, natives, logs, model, pairs, prompt, count = sys.argv[1:]
    halves = {
        "ffm": start([java, "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
                      "-cp", class_path, "dev.engram.models.internal.engine.DecodeProbe",
                      natives, logs, model, prompt, count]),
        "ctypes": start([sys.executable, str(Path(__file__).parent / "decode_ctypes.py"),
                         natives, model, prompt, count]),
    }
    for number in range(1 - WARM_UP, int(pairs) + 1):
        order = ["ffm", "ctypes"] if number % 2 else ["ctypes", "ffm"]
        took = {name: ask(halves[name]) for name in order}
        if took["ffm"]["tokens"] != took["ctypes"]["tokens"]:
            sys.exit("the halves chose different tokens")
        if number < 1:
            continue
        item = f"pair {number}"
        for phase in ("prefill", "decode"):
            for clock in ("Cpu", "Wall"):
                ffm, other = (took[name][phase + clock] for name in ("ffm", "ctypes"))
                sample(f"{phase}{clock}Ratio", ffm / other, "ratio", item)
                if clock == "Cpu":
                    sample(f"{phase}FfmCpu", ffm, "ms", item)
                    sample(f"{phase}CtypesCpu", other, "ms", item)
    for half in halves.values():
        half.stdin.close()
        half.wait(timeout=30)


main()
