"""Runs the JMH benchmarks of the hypervectors and prints every iteration as a sample.

Arguments: java, folder of the built benchmarks, kernels (vector or scalar), rounds. In each round
all dimensions are measured once, in a JVM each, so that a ratio compares neighbours in time.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

JAVA, BUILT, KERNELS, ROUNDS = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
FLAGS = ["-XX:-UsePerfData", f"-Ddev.engram.vsa.kernels={KERNELS}"]


def jmh(pattern, file):
    jars = sorted(BUILT.glob("workbench-vsa-benchmarks-*.jar"))
    if not jars:
        sys.exit(f"no benchmarks in {BUILT}: build them with ./workbench --version, or mvn package")
    command = [JAVA, *FLAGS, "-cp", f"{jars[0]}:{BUILT / 'lib'}/*", "org.openjdk.jmh.Main", pattern]
    command += ["-foe", "true", "-rf", "json", "-rff", str(file)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return json.loads(file.read_text())


def main():
    with tempfile.TemporaryDirectory() as folder:
        for n in range(ROUNDS):
            medians = {}
            for result in jmh("DotProductBenchmark", Path(folder) / "dot.json"):
                name = result["benchmark"].rsplit(".", 1)[1]
                size = int(result["params"]["dimension"]) // 1000
                values = sorted(v for fork in result["primaryMetric"]["rawData"] for v in fork)
                medians[name, size] = values[len(values) // 2]
                for value in values:
                    print(json.dumps({"metric": f"{name}{size}K", "value": value, "unit": "ns", "item": f"round {n}"}))
            for name in ("question", "dense"):
                ratio = medians[name, 100] / medians[name, 10]
                print(json.dumps({"metric": f"{name}Ratio", "value": ratio, "unit": "ratio", "item": f"round {n}"}))
        for result in jmh("AlgebraBenchmark", Path(folder) / "algebra.json"):
            name = result["benchmark"].rsplit(".", 1)[1]
            size = int(result["params"]["dimension"]) // 1000
            for value in (v for fork in result["primaryMetric"]["rawData"] for v in fork):
                print(json.dumps({"metric": f"{name}{size}K", "value": value, "unit": "ns"}))


main()
