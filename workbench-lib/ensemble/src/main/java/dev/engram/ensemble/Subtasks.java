package dev.engram.ensemble;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.internal.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The named subtasks of the assistants, read from their prompt files once. */
public final class Subtasks {

    private Subtasks() {}

    private static final class Holder {
        static final List<Subtask> ALL = Prompt.all().stream().map(Prompt::subtask).toList();
    }

    /** All of them, in the order of the catalogue. */
    public static List<Subtask> all() {
        return Holder.ALL;
    }

    /** Those of one assistant, the general one first. */
    public static List<Subtask> of(AskKind kind) {
        return all().stream().filter(s -> s.kind() == kind).toList();
    }

    /**
     * The subtask of a name.
     *
     * @param name a name, or {@link Subtask#AUTO} to choose by the words of the task
     * @throws WorkbenchException USAGE with the near match where there is none
     */
    public static Subtask find(AskKind kind, String name, String task) {
        if (name.equals(Subtask.AUTO)) {
            return choose(kind, task);
        }
        return of(kind).stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                WorkbenchException.usage(
                                        kind.name().toLowerCase(Locale.ROOT)
                                                + " has no subtask '"
                                                + name
                                                + "'",
                                        NearMatch.remedy(
                                                name,
                                                of(kind).stream().map(Subtask::name).toList())));
    }

    /**
     * Chooses by cues: the subtask with the longest cue wins, of equally long ones the cue that
     * stands first in the task; without any, the assistant's general one.
     */
    public static Subtask choose(AskKind kind, String task) {
        String words = task.toLowerCase(Locale.ROOT);
        Subtask best = of(kind).getFirst();
        int longest = 0;
        int first = Integer.MAX_VALUE;
        for (Subtask subtask : of(kind)) {
            for (String cue : subtask.cues()) {
                Matcher found = Pattern.compile("\\b" + Pattern.quote(cue) + "\\b").matcher(words);
                if (found.find()
                        && (cue.length() > longest
                                || cue.length() == longest && found.start() < first)) {
                    longest = cue.length();
                    first = found.start();
                    best = subtask;
                }
            }
        }
        return best;
    }
}
