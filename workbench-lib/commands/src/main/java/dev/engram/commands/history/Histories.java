package dev.engram.commands.history;

import dev.engram.commands.VerbContext;
import dev.engram.ensemble.history.ConversationStore;
import java.util.Locale;
import java.util.Map;

/** The history of a workbench, and whether it is kept. */
public final class Histories {

    /** {@code off} keeps nothing. */
    public static final String VARIABLE = "WORKBENCH_HISTORY";

    private Histories() {}

    /** The conversations below the home of a context. */
    public static ConversationStore of(VerbContext context) {
        return new ConversationStore(context.home());
    }

    /** Whether conversations are kept, as the environment says. */
    public static boolean on(Map<String, String> environment) {
        return !environment.getOrDefault(VARIABLE, "on").toLowerCase(Locale.ROOT).equals("off");
    }
}
