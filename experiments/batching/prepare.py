"""Makes the number formats that are measured, unless they are there. Arguments: java, class path, home."""

import os
import subprocess
import sys
from pathlib import Path

java, class_path, home = sys.argv[1:]
source = Path(home) / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
for kind in ("Q4_0", "Q8_0"):
    target = Path(home) / "quantized" / f"batching-{kind}.gguf"
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        subprocess.run([java, "--enable-native-access=ALL-UNNAMED", "-cp", class_path, "dev.engram.commands.Main",
                        "model", "quantize", str(source), "-t", kind, "-o", str(target), "-q"],
                       check=True, env=os.environ | {"WORKBENCH_HOME": home})
