package dev.engram.ensemble.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.ContextPassage;
import dev.engram.ensemble.ContextSource;
import dev.engram.ensemble.EchoModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteRuleTest {

    private record Passages(String title, boolean mayLeave) implements ContextSource {
        @Override
        public List<ContextPassage> find(String text, int k) {
            return List.of();
        }
    }

    private static final List<Passages> MIXED =
            List.of(new Passages("a.engram", true), new Passages("b.engram", false));

    private static EchoModel model(boolean remote) {
        return new EchoModel(4096, 1) {
            @Override
            public boolean remote() {
                return remote;
            }
        };
    }

    @Test
    void anEngramLeavesOnlyWhereTheUserAllowedIt() {
        RemoteRule.check(model(false), MIXED);
        RemoteRule.check(model(true), MIXED.subList(0, 1));
        assertThatThrownBy(() -> RemoteRule.check(model(true), MIXED))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.userMessage())
                                        .contains("b.engram may not leave")
                                        .contains("model remote allow b.engram"));
    }
}
