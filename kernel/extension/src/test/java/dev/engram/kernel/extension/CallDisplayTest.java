package dev.engram.kernel.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress.Unit;
import dev.engram.base.WorkbenchException;
import dev.engram.commands.Services;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
import org.junit.jupiter.api.Test;

/** Plain Java calls show their advance as magics do. */
class CallDisplayTest {

    private final TestKernel kernel = new TestKernel.Host();
    private final Services services = new Services();

    private VerbContext context() {
        return VerbContext.silent(services).withProgress(services.callProgress());
    }

    /** Works for longer than what is not worth showing, then succeeds or fails. */
    private static final class Work extends Verb<String> {

        private final boolean fails;

        Work(boolean fails) {
            this.fails = fails;
        }

        @Override
        public String run(VerbContext context) throws InterruptedException {
            context.progress().update("reading", 1, 2, Unit.ITEMS);
            Thread.sleep(400);
            context.progress().update("reading", 2, 2, Unit.ITEMS);
            if (fails) {
                throw WorkbenchException.usage("wrong", "do better");
            }
            return "done";
        }
    }

    @Test
    void aLongCallLeavesALine() {
        services.showCalls(() -> new CallDisplay(kernel));
        assertThat(VerbRunner.call(new Work(false), context())).isEqualTo("done");
        assertThat(kernel.texts().getLast()).startsWith("reading 2 in ");
    }

    @Test
    void aFailedCallSaysThatItStopped() {
        services.showCalls(() -> new CallDisplay(kernel));
        assertThatThrownBy(() -> VerbRunner.call(new Work(true), context()))
                .isInstanceOf(WorkbenchException.class);
        assertThat(kernel.texts().getLast()).startsWith("stopped: reading 2 in ");
    }

    @Test
    void withoutAKernelNothingIsShown() {
        assertThat(VerbRunner.call(new Work(false), context())).isEqualTo("done");
        assertThat(kernel.displayed).isEmpty();
    }
}
