"""Updates an engram from release to release of a library and ingests each release afresh beside it.

Arguments: folder for data, java, class path, library, its versions in order (comma-separated).
Sources come from the catalogue's data sets. A release is put over the one before in one folder: only
files that differ are written, as a package manager or a checkout would. Every step is a process of
its own; files are in the page cache for both.
"""

import filecmp
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

DATA, JAVA, CLASS_PATH, LIBRARY = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
VERSIONS = sys.argv[5].split(",")
WORK = DATA / "releases" / LIBRARY
FLAGS = ["-XX:+UseParallelGC", "-XX:-UsePerfData", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED"]


def sample(metric, value, unit, item):
    print(json.dumps({"metric": metric, "value": round(value, 4), "unit": unit, "item": item}), flush=True)


def java(main, *arguments, class_path=CLASS_PATH):
    command = [JAVA, *FLAGS, "-cp", class_path, main, *arguments]
    begin = time.perf_counter()
    done = subprocess.run([str(c) for c in command], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin, done.stdout.decode()


def workbench(*arguments):
    return java("dev.engram.commands.Main", *arguments)


def release(version):
    """The folder of a release, fetched once."""
    folder = DATA / f"{LIBRARY}-{version}"
    if not folder.is_dir():
        workbench("dataset", "load", f"{LIBRARY}@{version}")
    return folder


def apply(source, target):
    """Makes target what source is; files that are the same keep their times."""
    wanted = {f.relative_to(source) for f in source.rglob("*") if f.is_file()}
    for file in [f for f in target.rglob("*") if f.is_file()]:
        if file.relative_to(target) not in wanted:
            file.unlink()
    for name in wanted:
        new, old = source / name, target / name
        if not old.is_file() or not filecmp.cmp(new, old, shallow=False):
            old.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(new, old)
    for folder in sorted((f for f in target.rglob("*") if f.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    tree, kept, fresh, classes = WORK / "tree", WORK / "kept.engram", WORK / "fresh.engram", WORK / "classes"
    tree.mkdir(parents=True)
    source = Path(__file__).parent / "Digest.java"
    subprocess.run(
        [str(Path(JAVA).parent / "javac"), "-nowarn", "-cp", CLASS_PATH, "-d", classes, source], check=True, stderr=subprocess.DEVNULL
    )
    digest_path = f"{CLASS_PATH}:{classes}"
    for number, version in enumerate(VERSIONS):
        apply(release(version), tree)
        if number == 0:
            workbench("engram", "ingest", tree, "-e", kept)
            continue
        step = f"{LIBRARY} {VERSIONS[number - 1]} to {version}"
        seconds, answer = workbench("engram", "update", tree, "-e", kept, "--json")
        update = json.loads(answer)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh_seconds, answer = workbench("engram", "ingest", tree, "-e", fresh, "--json")
        ingest = json.loads(answer)
        changed = update["added"] + update["modified"] + update["removed"]
        sample("filesChanged", changed, "", step)
        sample("changedShare", changed / ingest["files"], "share", step)
        sample("updateSeconds", seconds, "s", step)
        sample("ingestSeconds", fresh_seconds, "s", step)
        sample("updateMillis", update["millis"], "ms", step)
        sample("ingestMillis", ingest["millis"], "ms", step)
        sample("updateByIngest", update["millis"] / ingest["millis"], "ratio", step)
        sample("updateRead", update["bytesRead"] / 1e6, "MB", step)
        sample("ingestRead", ingest["bytes"] / 1e6, "MB", step)
        sample("updateWritten", update["bytesWritten"] / 1e6, "MB", step)
        sample("ingestWritten", (ingest["storedBytes"] + ingest["indexBytes"]) / 1e6, "MB", step)
        digests = [java("Digest", e, class_path=digest_path)[1].strip() for e in (kept, fresh)]
        sample("sameDigest", 1 if digests[0] == digests[1] else 0, "share", step)


main()
