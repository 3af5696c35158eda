package dev.engram.commands;

/**
 * What is in force while a verb runs, such as the key of the engrams it names. A mixin of options
 * that is one surrounds the verb it belongs to.
 */
public interface VerbScope {

    /** Nothing. */
    VerbScope NONE =
            new VerbScope() {
                @Override
                public <R> R run(Verb<R> verb, VerbContext context) throws Exception {
                    return verb.run(context);
                }
            };

    /** Runs the verb in the calling thread. */
    <R> R run(Verb<R> verb, VerbContext context) throws Exception;
}
