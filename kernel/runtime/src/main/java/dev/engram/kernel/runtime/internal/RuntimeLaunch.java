package dev.engram.kernel.runtime.internal;

import dev.engram.commands.setup.KernelLaunch;
import dev.engram.kernel.runtime.KernelFlags;
import dev.engram.kernel.runtime.KernelMain;
import java.nio.file.Path;
import java.util.List;

/** Tells the set-up how this kernel is started. */
public final class RuntimeLaunch implements KernelLaunch {

    @Override
    public List<String> jvmOptions(Path aotCache) {
        return KernelFlags.jvmOptions(aotCache);
    }

    @Override
    public List<String> trainingOptions(Path aotCache) {
        return KernelFlags.trainingOptions(aotCache);
    }

    @Override
    public String mainClass() {
        return KernelMain.class.getName();
    }

    @Override
    public List<String> trainingArguments() {
        return List.of("--train");
    }

    @Override
    public String interruptMode() {
        return "message";
    }
}
