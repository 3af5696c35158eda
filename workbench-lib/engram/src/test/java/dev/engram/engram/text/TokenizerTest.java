package dev.engram.engram.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
                    protected void token(byte[] bytes, int length, long hash) {
                        tokens.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
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

    @Property
    void anyTextHasStableTokens(@ForAll String text) {
        List<String> tokens = Tokenizer.tokens(text);
        assertThat(tokens).noneMatch(String::isEmpty);
        List<String> longer = new ArrayList<>(tokens);
        longer.add("end");
        assertThat(Tokenizer.tokens(text + " end")).isEqualTo(longer);
    }
}
