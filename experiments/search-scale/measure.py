"""Makes an engram of many libraries' sources and times queries on it, beside Lucene's BM25.

Arguments: folder for data, java, class path, folder of the project's catalogue, sets ("some" for
about 100,000 passages or "all" for about a million), number of questions. Sources are fetched by
the data sets of the catalogue, plus the JDK's own src.zip for "all".
"""

import json
import re
import resource
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

DATA, JAVA, CLASS_PATH, CATALOGUE, SETS, COUNT = Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]), sys.argv[5], sys.argv[6]
WORK = DATA / "search-scale"
FLAGS = ["-XX:+UseParallelGC", "-XX:-UsePerfData", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED"]
SOME = ["flink-runtime", "calcite-core", "hibernate-core", "kafka-clients"]


def workbench(*arguments):
    command = [JAVA, *FLAGS, "-cp", CLASS_PATH, "dev.engram.commands.Main", *arguments]
    return subprocess.run([str(c) for c in command], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def names():
    text = CATALOGUE.read_text()
    begin = text.index("about a million passages")
    end = text.index("- name: cosqa", begin)
    return re.findall(r"- name: (\S+)\n  version: (\S+)", text[begin:end])


def tree():
    """A folder with a copy of each set below it."""
    top = WORK / f"tree-{SETS}"
    top.mkdir(parents=True, exist_ok=True)
    for name, version in names():
        target = top / name
        if (SETS == "some" and name not in SOME) or target.is_dir():
            continue
        workbench("dataset", "load", f"{name}@{version}")
        (DATA / f"{name}-{version}").rename(target)  # fetched again where another study wants it
    jdk = top / "jdk"
    if SETS == "all" and not jdk.is_dir():
        new = WORK / "jdk.new"
        shutil.rmtree(new, ignore_errors=True)
        with zipfile.ZipFile(Path(JAVA).resolve().parents[1] / "lib" / "src.zip") as archive:
            archive.extractall(new)
        new.rename(jdk)
    return top


def main():
    engram = WORK / f"{SETS}.engram"
    if not engram.is_dir():
        answer = workbench("engram", "ingest", tree(), "-e", engram, "--json")
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(json.dumps({"metric": "ingestMemory", "value": usage.ru_maxrss / 1024, "unit": "MB"}))
        for key in ("bytes", "storedBytes", "indexBytes", "millis"):
            print(json.dumps({"metric": key, "value": json.loads(answer)[key]}))
    classes, lucene = WORK / "classes", WORK / f"lucene-{SETS}"
    shutil.rmtree(lucene, ignore_errors=True)
    source = Path(__file__).parent / "SearchScale.java"
    subprocess.run([Path(JAVA).parent / "javac", "-nowarn", "-cp", CLASS_PATH, "-d", classes, source], check=True, stderr=subprocess.DEVNULL)
    subprocess.run([JAVA, *FLAGS, "-Xmx3g", "-cp", f"{CLASS_PATH}:{classes}", "SearchScale", engram, COUNT, lucene], check=True)


main()
