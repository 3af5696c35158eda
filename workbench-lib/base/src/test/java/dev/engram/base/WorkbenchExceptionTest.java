package dev.engram.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException.Category;
import org.junit.jupiter.api.Test;

class WorkbenchExceptionTest {

    @Test
    void tellsProblemAndRemedyInTwoLines() {
        assertThat(WorkbenchException.usage("no engram 'x'", "try: engram list").userMessage())
                .hasLineCount(2)
                .startsWith("no engram 'x'");
    }

    @Test
    void exitCodesAreTheDocumentedOnes() {
        assertThat(Category.USAGE.exitCode()).isEqualTo(2);
        assertThat(Category.DAMAGED.exitCode()).isEqualTo(1);
        assertThat(Category.INTERRUPTED.exitCode()).isEqualTo(130);
    }

    @Test
    void anInterruptBecomesACategoryAndClearsTheFlag() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Interrupts.check("nothing was lost"))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("nothing was lost");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
