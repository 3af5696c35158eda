package dev.engram.models.internal.engine;

import dev.engram.base.WorkbenchException;
import dev.engram.models.SavedPrompt;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Saves and restores what the slots of a context hold; on the thread that drives it. */
final class PromptStore {

    private final DecodeContext context;
    private final int slots;
    private final IntPredicate free;

    PromptStore(DecodeContext context, int slots, IntPredicate free) {
        this.context = context;
        this.slots = slots;
        this.free = free;
    }

    /** Saves a prompt that some free slot holds; empty where none does. */
    Optional<SavedPrompt> save(int[] prompt, Path file, Map<String, String> circumstances)
            throws IOException {
        for (int slot = 0; slot < slots; slot++) {
            if (free.test(slot) && context.commonStart(slot, prompt) == prompt.length) {
                context.truncate(slot, prompt.length); // What others said after it stays private.
                if (context.nextPosition(slot) != prompt.length) {
                    return Optional.empty();
                }
                try (Arena arena = Arena.ofConfined()) {
                    long bytes =
                            StateFile.write(
                                    file, circumstances, prompt, context.saveSequence(slot, arena));
                    return Optional.of(new SavedPrompt(prompt.length, bytes));
                }
            }
        }
        return Optional.empty();
    }

    /** Restores into the free slot that holds least. */
    SavedPrompt restore(Path file, Map<String, String> circumstances) throws IOException {
        int best = -1;
        for (int slot = 0; slot < slots; slot++) {
            if (free.test(slot)
                    && (best < 0 || context.nextPosition(slot) < context.nextPosition(best))) {
                best = slot;
            }
        }
        if (best < 0) {
            throw WorkbenchException.resource(
                    "all " + slots + " slots are answering", "restore between answers", null);
        }
        try (Arena arena = Arena.ofConfined()) {
            StateFile.Content content = StateFile.read(file, circumstances, arena);
            if (content.tokens().length > context.room()) {
                throw WorkbenchException.usage(
                        "%s holds %d tokens, the context holds %d"
                                .formatted(file, content.tokens().length, context.room()),
                        "load the model with a larger context");
            }
            if (!context.restoreSequence(best, content.tokens(), content.data())) {
                throw WorkbenchException.damaged(
                        file + ": llama.cpp does not take this state", "save it again");
            }
            return new SavedPrompt(content.tokens().length, java.nio.file.Files.size(file));
        }
    }
}
