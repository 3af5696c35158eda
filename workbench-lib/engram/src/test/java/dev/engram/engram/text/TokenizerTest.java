package dev.engram.engram.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.vsa.Mixing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {

    @Test
    void splitsIdentifiersAndWords() {
        assertThat(Tokenizer.tokens("parseHTTPDate_now(utf8Decoder, XMLHttp2Request)"))
                .containsExactly(
                        "pars", "http", "date", "now", "utf8", "decod", "xml", "http2", "request");
        assertThat(Tokenizer.tokens("MAX_VALUE isEmpty() i++ 42 a.b"))
                .containsExactly("max", "valu", "empti", "42");
        assertThat(Tokenizer.tokens("The cats are in the trees")).containsExactly("cat", "tree");
        assertThat(Tokenizer.tokens(" ?! ")).isEmpty();
    }

    @Test
    void readsEveryAlphabet() {
        assertThat(Tokenizer.tokens("Straße ÜBER naïveCafé"))
                .containsExactly("straße", "über", "naïve", "café");
        assertThat(Tokenizer.tokens("漢字 и Код")).containsExactly("漢", "字", "и", "код");
        assertThat(Tokenizer.tokens("cafe\u0301")).containsExactly("cafe\u0301");
    }

    @ParameterizedTest
    @CsvSource({
        "caresses,caress",
        "ponies,poni",
        "cats,cat",
        "feed,feed",
        "agreed,agre",
        "plastered,plaster",
        "motoring,motor",
        "sing,sing",
        "conflated,conflat",
        "troubled,troubl",
        "sized,size",
        "hopping,hop",
        "falling,fall",
        "hissing,hiss",
        "failing,fail",
        "filing,file",
        "happy,happi",
        "sky,sky",
        "relational,relat",
        "conditional,condit",
        "digitizer,digit",
        "operator,oper",
        "feudalism,feudal",
        "hopefulness,hope",
        "formality,formal",
        "triplicate,triplic",
        "electrical,electr",
        "goodness,good",
        "revival,reviv",
        "adjustable,adjust",
        "adoption,adopt",
        "bowdlerize,bowdler",
        "probate,probat",
        "rate,rate",
        "cease,ceas",
        "controlling,control",
        "roll,roll",
        "parsing,pars",
        "parsed,pars",
        "validation,valid",
        "iteration,iter"
    })
    void stemsAsPorterDid(String word, String stem) {
        assertThat(Tokenizer.tokens(word)).containsExactly(stem);
    }

    @Test
    void bytesThatAreNotUtf8AreReadAsLatin1() {
        List<String> tokens = new ArrayList<>();
        TokenScanner scanner =
                new TokenScanner() {
                    @Override
                    protected void token(byte[] bytes, int from, int length, long hash) {
                        String raw = new String(bytes, from, length, StandardCharsets.UTF_8);
                        tokens.add(raw.toLowerCase(Locale.ROOT));
                    }
                };
        byte[] latin1 = "Café ÀLA \u00FF\u00FE x\u0080y".getBytes(StandardCharsets.ISO_8859_1);
        scanner.scan(latin1, 0, latin1.length);
        assertThat(tokens).containsExactly("café", "àla", "ÿþ");
    }

    @Test
    void longRunsAreDataNotWords() {
        assertThat(Tokenizer.tokens("a1".repeat(33) + " word")).containsExactly("word");
        assertThat(Tokenizer.tokens("x".repeat(64))).hasSize(1);
    }

    /** The rule written as regular expressions: slow, and another way to say the same. */
    @Property
    void rawTokensAreThoseOfTheRule(
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 200) String text) {
        List<String> expected = new ArrayList<>();
        for (String run : text.split("[^A-Za-z0-9]+")) {
            String cut = "(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])";
            for (String part : run.split(cut)) {
                if (!part.matches("|[A-Za-z]|.{65,}")) {
                    expected.add(part.toLowerCase(Locale.ROOT));
                }
            }
        }
        assertThat(rawTokens(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
    }

    /** Beyond ASCII another path is taken: both cut alike. */
    @Property
    void aWordBehindAnAccentIsCutAsBefore(
            @ForAll @CharRange(from = '0', to = 'z') @StringLength(min = 1, max = 60) String text) {
        List<String> plain = rawTokens(("ab" + text).getBytes(StandardCharsets.UTF_8));
        List<String> accented = rawTokens(("\u00E9b" + text).getBytes(StandardCharsets.UTF_8));
        assertThat(accented.subList(1, accented.size())).isEqualTo(plain.subList(1, plain.size()));
        assertThat(accented.getFirst().substring(1)).isEqualTo(plain.getFirst().substring(1));
    }

    private static List<String> rawTokens(byte[] bytes) {
        List<String> tokens = new ArrayList<>();
        TokenScanner scanner =
                new TokenScanner() {
                    @Override
                    protected void token(byte[] from, int at, int length, long hash) {
                        String raw = new String(from, at, length, StandardCharsets.UTF_8);
                        String lower = raw.toLowerCase(Locale.ROOT);
                        byte[] utf8 = lower.getBytes(StandardCharsets.UTF_8);
                        assertThat(Mixing.mix(hash)).isEqualTo(Mixing.hash(utf8, 0, utf8.length));
                        tokens.add(lower);
                    }
                };
        scanner.scan(bytes, 0, bytes.length);
        return tokens;
    }

    @Property
    void anyTextHasStableTokens(@ForAll String text) {
        List<String> tokens = Tokenizer.tokens(text);
        assertThat(tokens).noneMatch(String::isEmpty);
        List<String> longer = new ArrayList<>(tokens);
        longer.add("end");
        assertThat(Tokenizer.tokens(text + " end")).isEqualTo(longer);
    }
}
