package dev.engram.ensemble.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassageTextTest {

    private static final String METHOD =
            """
                /**
                 * Tests if a {@link CharSequence} is <em>blank</em>.
                 *
                 * <pre>
                 * StringUtils.isBlank(null)      = true
                 * StringUtils.isBlank("a &lt; b") = false
                 * </pre>
                 *
                 * @param cs  the CharSequence, may be null
                 * @return {@code true} if it is blank
                 * @throws IllegalStateException never
                 * @since 2.0
                 */
                @Deprecated
                public static boolean isBlank(
                        final CharSequence cs) {
                    return true;
                }
            """;

    @Test
    void takesACommentedMethodApart() {
        PassageText text = PassageText.of(METHOD);
        assertThat(text.signature())
                .isEqualTo("public static boolean isBlank( final CharSequence cs)");
        assertThat(text.documentation())
                .isEqualTo(
                        """
                        Tests if a CharSequence is blank.
                        StringUtils.isBlank(null) = true
                        StringUtils.isBlank("a < b") = false
                        cs: the CharSequence, may be null
                        Returns true if it is blank
                        Throws IllegalStateException never""");
        assertThat(text.rest()).startsWith("{").endsWith("}");
        assertThat(text.full()).startsWith("public static boolean isBlank").endsWith("}");
    }

    @Test
    void otherTextIsTakenAsItIs() {
        PassageText text = PassageText.of("# Heading\n\nSome words.\n");
        assertThat(text.head()).isEmpty();
        assertThat(text.full()).isEqualTo("# Heading\n\nSome words.");
    }

    @Test
    void anUnfinishedCommentOrDeclarationIsNoError() {
        assertThat(PassageText.of("/** never closed").full()).isEqualTo("/** never closed");
        assertThat(PassageText.of("/** doc */ int x = 5").signature()).isEqualTo("int x = 5");
        assertThat(PassageText.of("").full()).isEmpty();
    }
}
