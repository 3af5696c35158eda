package dev.engram.kernel.runtime.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class QuotingProperties {

    @Provide
    Arbitrary<List<String>> arguments() {
        return Arbitraries.strings()
                .withChars("ab'\"\\; \t{}=-/*%$é")
                .ofMaxLength(12)
                .list()
                .ofMaxSize(6);
    }

    @Property
    void whatIsQuotedIsReadBack(@ForAll("arguments") List<String> arguments) {
        String line =
                arguments.stream().map(MagicArguments::quote).collect(Collectors.joining("  "));
        assertThat(MagicArguments.split(line)).isEqualTo(arguments);
    }

    @Property
    void whatIsQuotedReachesTheMagic(@ForAll("arguments") List<String> arguments) {
        String line =
                arguments.stream().map(MagicArguments::quote).collect(Collectors.joining(" "));
        if (arguments.contains("--interpolate") || arguments.contains("--out")) {
            return;
        }
        List<MagicCall> calls = Names.calls("var x = %engram query " + line + ";\nint a = 1;");
        assertThat(calls).hasSize(1);
        List<String> words = calls.getFirst().arguments();
        assertThat(words.subList(1, words.size())).isEqualTo(arguments);
    }
}
