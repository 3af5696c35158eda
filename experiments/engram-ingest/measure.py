"""Times engram, restic and Lucene on one tree, round by round, and prints a sample a line.

Arguments: folder for data, java, class path, rounds. The tree is the JDK's own src.zip, unpacked
once. Every step is a process of its own, so a cold JVM; files are in the page cache for all. A
round runs each step once, in turn; ratios are those of one round. Processes write to the same disk
and force what they write.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

DATA, JAVA, CLASS_PATH, ROUNDS = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
WORK = DATA / "engram-ingest"
TREE = WORK / "jdk-src"
# the launcher's own
FLAGS = ["-XX:+UseParallelGC", "-XX:-UsePerfData", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED"]
RESTIC = {"RESTIC_PASSWORD": "none", "RESTIC_CACHE_DIR": str(WORK / "restic-cache")}


def sample(metric, value, unit, item):
    print(json.dumps({"metric": metric, "value": round(value, 4), "unit": unit, "item": str(item)}), flush=True)


def run(name, command, item):
    """Runs a process; samples wall time, CPU time and peak memory; returns seconds."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, **RESTIC}
    )
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if status:
        sys.exit(f"{name} failed: {' '.join(map(str, command))}")
    sample(name + "Seconds", seconds, "s", item)
    sample(name + "Cpu", usage.ru_utime + usage.ru_stime, "s", item)
    sample(name + "Memory", usage.ru_maxrss / 1024, "MB", item)
    return seconds, output


def engram(*arguments):
    return [JAVA, *FLAGS, "-cp", CLASS_PATH, "dev.engram.commands.Main", "engram", *arguments]


def size(folder):
    return sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())


def identical(a, b, item):
    equal = subprocess.run(["diff", "-rq", "--no-dereference", a, b], stdout=subprocess.DEVNULL).returncode == 0
    sample("identical", 1 if equal else 0, "share", item)


def prepare():
    if not TREE.is_dir():
        new = WORK / "jdk-src.new"
        shutil.rmtree(new, ignore_errors=True)
        with zipfile.ZipFile(Path(JAVA).resolve().parents[1] / "lib" / "src.zip") as archive:
            archive.extractall(new)
        new.rename(TREE)
    classes = WORK / "classes"
    source = Path(__file__).parent / "LuceneIngest.java"
    subprocess.run(
        [str(Path(JAVA).parent / "javac"), "-nowarn", "-cp", CLASS_PATH, "-d", classes, source], check=True, stderr=subprocess.DEVNULL
    )
    return classes


def one_round(classes, item):
    for name in ("plain.engram", "index.engram", "repo", "lucene", "out-engram", "out-restic"):
        shutil.rmtree(WORK / name, ignore_errors=True)
    repo, plain, index = WORK / "repo", WORK / "plain.engram", WORK / "index.engram"
    restic = ["restic", "-q", "-r", repo]
    subprocess.run([*restic, "init"], check=True, env={**os.environ, **RESTIC}, stdout=subprocess.DEVNULL)

    backup, _ = run("resticBackup", [*restic, "backup", TREE], item)
    store, _ = run("store", engram("ingest", TREE, "-e", plain, "--dims", "none"), item)
    both, answer = run("ingest", [*engram("ingest", TREE, "-e", index), "--json"], item)
    lucene, _ = run("lucene", [JAVA, *FLAGS, "-cp", f"{CLASS_PATH}:{classes}", "LuceneIngest", TREE, WORK / "lucene"], item)
    sample("storeByRestic", backup / store, "ratio", item)
    sample("ingestByRestic", backup / both, "ratio", item)
    sample("ingestByLucene", lucene / both, "ratio", item)
    for stage, millis in json.loads(answer).get("stageMillis", {}).items():
        sample("stage" + stage.capitalize(), millis, "ms", item)
    total = size(TREE)
    sample("engramShare", size(index) / total, "ratio", item)
    sample("resticShare", size(repo) / total, "ratio", item)
    sample("luceneShare", size(WORK / "lucene") / total, "ratio", item)

    restore, _ = run("resticRestore", [*restic, "restore", "latest", "-t", WORK / "out-restic"], item)
    extract, _ = run("extract", engram("extract", "-e", index, "-o", WORK / "out-engram"), item)
    sample("extractByRestic", restore / extract, "ratio", item)
    identical(TREE, WORK / "out-engram", item)

    again, _ = run("resticAgain", [*restic, "backup", TREE], item)
    update, _ = run("update", engram("update", TREE, "-e", index), item)
    sample("updateByRestic", again / update, "ratio", item)


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    classes = prepare()
    for item in range(1, ROUNDS + 1):
        one_round(classes, item)


main()
