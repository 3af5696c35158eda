package dev.engram.bench.questions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerCheckTest {

    private static final String QUESTION = "What is the value of the constant Codec.BLOCK_SIZE?";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "128|128",
                "128|`128`",
                "128|128.",
                "128|The value is 128.",
                "128|The value of `BLOCK_SIZE` is `128`.",
                "128|**128**",
                "128|Answer: 128",
                "1024|1_024",
                "1024|1,024",
                "0.5|0.5f",
                "-1|-1L",
                "1.0E-7|1e-7",
                "TopDocs|TopDocs",
                "TopDocs|org.apache.lucene.search.TopDocs",
                "TopDocs|It returns a `TopDocs`.",
                "List|List<String>",
                "List|`List<String>`",
                "luceneMatchVersion|\"luceneMatchVersion\"",
                "IllegalStateException|throws an IllegalStateException",
                "name|name",
                "I(F)|I(F)"
            })
    void theValueCountsHoweverItIsDressed(String expected, String said) {
        assertThat(AnswerCheck.correct(QUESTION, expected, said)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "128|256",
                "128|1280",
                "128|It is 128 or 256 or 512",
                "128|`128` or `256`",
                "128|It could be 128, but I do not know.",
                "-1|1",
                "TopDocs|TopFieldDocs",
                "TopDocs|Query, TopDocs, Weight, Scorer",
                "TopDocs|",
                "name|The name of the parameter cannot be told",
                "List|ArrayList<List>"
            })
    void anythingElseDoesNot(String expected, String said) {
        assertThat(AnswerCheck.correct(QUESTION, expected, said == null ? "" : said)).isFalse();
    }
}
