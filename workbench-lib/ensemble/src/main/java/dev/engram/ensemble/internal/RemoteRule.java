package dev.engram.ensemble.internal;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.ContextSource;
import dev.engram.models.LanguageModel;
import java.util.List;

/**
 * Text of an engram goes to a model on a server that is not ours only where the user allowed that
 * engram to.
 */
public final class RemoteRule {

    private RemoteRule() {}

    /**
     * @throws WorkbenchException USAGE naming the engram that may not leave
     */
    public static void check(LanguageModel model, List<? extends ContextSource> sources) {
        if (!model.remote()) {
            return;
        }
        for (ContextSource source : sources) {
            if (!source.mayLeave()) {
                throw WorkbenchException.usage(
                        source.title()
                                + " may not leave this machine, and model "
                                + model.info().id()
                                + " is remote",
                        "take a local model, or allow it: workbench model remote allow "
                                + source.title());
            }
        }
    }
}
