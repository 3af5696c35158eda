package dev.engram.commands.setup.internal;

import dev.engram.base.Progress;
import java.io.IOException;

/**
 * One step of the set-up. A step that was killed is run again from its beginning, so {@link
 * #install} makes no assumption about what an earlier attempt left.
 */
public interface SetupStep {

    /** A short name, also the name of its stamp file. */
    String name();

    /** What it does, for a line of progress: {@code "installing Jupyter"}. */
    String title();

    /** Everything its result depends on, as text; where this changes, the step is run again. */
    String inputs() throws IOException;

    /** Whether the result still looks whole; quick, for it is asked at every start. */
    boolean intact();

    /**
     * Does the work.
     *
     * @return what was made, for one line: {@code "105 packages"}
     * @throws dev.engram.base.WorkbenchException with the line a user sees
     */
    String install(Progress progress) throws IOException, InterruptedException;
}
