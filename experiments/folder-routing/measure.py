"""Runs FolderRouting on the sources of four libraries of the catalogue and hands its samples on.

Arguments: folder for data, java, class path, scratch folder, split (dev or test), number of questions.
"""

import subprocess
import sys
from pathlib import Path

DATA, JAVA, CLASS_PATH, SCRATCH, SPLIT, COUNT = Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]), sys.argv[5], sys.argv[6]
FLAGS = ["-XX:+UseSerialGC", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED", "-Xmx2g"]
SETS = ["flink-runtime@2.3.0", "calcite-core@1.42.0", "hibernate-core@7.1.0.Final", "kafka-clients@4.1.0"]


def main():
    tree = SCRATCH / "tree"
    tree.mkdir(parents=True)
    for name in SETS:
        command = [JAVA, *FLAGS, "-cp", CLASS_PATH, "dev.engram.commands.Main", "dataset", "load", name]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        name, version = name.split("@")
        # A link at the top would not be followed by the walk below it, so the files are copied.
        subprocess.run(["cp", "-R", DATA / f"{name}-{version}", tree / name], check=True)
    source, classes = Path(__file__).parent / "FolderRouting.java", SCRATCH / "classes"
    javac = [Path(JAVA).parent / "javac", "-nowarn", "-cp", CLASS_PATH, "-d", classes, source]
    subprocess.run(javac, check=True, stderr=subprocess.DEVNULL)
    run = [JAVA, *FLAGS, "-cp", f"{CLASS_PATH}:{classes}", "FolderRouting", tree, SCRATCH / "data", SPLIT, COUNT]
    subprocess.run(run, check=True, stderr=subprocess.DEVNULL)


main()
