package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbScope;
import dev.engram.engram.EngramKey;

/**
 * A key that is in force while a verb runs.
 *
 * @param file the key file; empty for no key
 */
record KeyScope(String file) implements VerbScope {

    @Override
    public <R> R run(Verb<R> verb, VerbContext context) throws Exception {
        if (file.isEmpty()) {
            return verb.run(context);
        }
        EngramKey key = EngramKey.read(context.resolve(file));
        EngramKey.Work<R, Exception> work = () -> verb.run(context);
        return key.during(work);
    }
}
