package dev.engram.engram.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.engram.documents.TestJars;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokens here are drawn at random when the test runs: none is anybody's. */
class SecretsTest {

    private static final String WORD =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String HEX = "0123456789abcdef";

    private static String random(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String what(String path, String content) {
        return Secrets.find(path, content.getBytes(StandardCharsets.UTF_8))
                .map(Secrets.Finding::what)
                .orElse("");
    }

    @Property(tries = 100)
    void tokensOfKnownShapesAtAnyPlace(@ForAll long seed, @ForAll @IntRange(max = 50) int before) {
        Random random = new Random(seed);
        String upper = WORD.substring(0, 26) + "0123456789";
        Map<String, String> tokens = new TreeMap<>();
        tokens.put("an AWS access key", "AKIA" + random(random, upper, 16));
        tokens.put("a GitHub token", "ghp_" + random(random, WORD, 36));
        tokens.put("a GitLab token", "glpat-" + random(random, WORD, 20));
        tokens.put("a Slack token", "xoxb-123412341234-" + random(random, WORD, 24));
        tokens.put("a Stripe key", "sk_live_" + random(random, WORD, 24));
        tokens.put("a Google API key", "AIza" + random(random, WORD, 35));
        tokens.put("an npm token", "npm_" + random(random, WORD, 36));
        tokens.put("a Hugging Face token", "hf_" + random(random, WORD, 34));
        tokens.put(
                "a SendGrid key",
                "SG." + random(random, WORD, 22) + "." + random(random, WORD, 43));
        tokens.put(
                "a JSON web token",
                "eyJ"
                        + random(random, WORD, 30)
                        + ".eyJ"
                        + random(random, WORD, 60)
                        + "."
                        + random(random, WORD, 43));
        tokens.forEach(
                (kind, token) ->
                        assertThat(what("a.txt", " ".repeat(before) + "x " + token + "\n"))
                                .as(token)
                                .isEqualTo(kind));
    }

    @Property(tries = 100)
    void privateKeysInAnyClothing(@ForAll long seed) {
        Random random = new Random(seed);
        for (String kind : new String[] {"RSA ", "", "EC ", "OPENSSH ", "ENCRYPTED "}) {
            String begin = "-----" + "BEGIN " + kind + "PRIVATE " + "KEY-----";
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < 8; i++) {
                body.append(random(random, WORD + "+/", 64)).append('\n');
            }
            assertThat(what("k.pem", begin + "\n" + body)).isEqualTo("a private key");
            String json =
                    "{\"k\":\"" + begin + "\\n" + body.toString().replace("\n", "\\n") + "\"}";
            assertThat(what("k.json", json)).isEqualTo("a private key");
        }
        String certificate = "-----" + "BEGIN CERTIFICATE-----\n" + random(random, WORD, 64);
        assertThat(what("c.pem", certificate)).isEmpty();
    }

    @Test
    void nearlyAllRandomValuesOfSecretNames() {
        Random random = new Random(11);
        int found = 0;
        int tries = 500;
        for (int i = 0; i < tries; i++) {
            String value = random(random, WORD, 32);
            String hex = random(random, HEX, 40);
            found += what("Main.java", "String apiKey = \"" + value + "\";").isEmpty() ? 0 : 1;
            found += what("a.json", "\"client_secret\": \"" + value + "\"").isEmpty() ? 0 : 1;
            found += what("a.yaml", "password: '" + hex + "'").isEmpty() ? 0 : 1;
            found += what("a.properties", "db.password=" + value + "\n").isEmpty() ? 0 : 1;
        }
        assertThat(found).isGreaterThan(4 * tries * 97 / 100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String token = \"org.apache.commons.lang3.builder\";",
                "password = \"changeme-changeme-changeme\"",
                "apiKey = \"YOUR_API_KEY_GOES_HERE_PLEASE\"",
                "accessKey = \"AKIAIOSFODNN7EXAMPLE\"",
                "token = getTokenFromProvider1(config2Value3x);",
                "TokenKind tokenKind = TokenKind.IDENTIFIER_WITH_UNDERSCORE_2;",
                "// -----------------------------------------------------------",
                "secret = \"123e4567-e89b-12d3-a456-426614174000\"",
                "long serialVersionUID = 6787829018273645124L;",
                "sha1 = \"da39a3ee5e6b4b0d3255bfef95601890afd80709\"",
                "String P11SecretKey = \"sun.security.pkcs11.P11SecretKey\";",
                "passwordPattern = \"^[A-Za-z0-9]{12,64}$\""
            })
    void ordinaryCodeIsNone(String line) {
        assertThat(what("Main.java", line)).isEmpty();
    }

    @Property(tries = 200)
    void aPartOfAnArrayIsJudgedAlone(@ForAll long seed) {
        Random random = new Random(seed);
        String token = "ghp_" + random(random, WORD, 36);
        String around = random(random, WORD + "=\"/ ", random.nextInt(40)) + "apiKey=\"";
        byte[] all = (around + token + around).getBytes(StandardCharsets.UTF_8);
        int from = around.length();
        int to = from + token.length();
        assertThat(Secrets.find("a", all, from, to)).isPresent();
        assertThat(Secrets.find("a", all, from, to - 20)).isEmpty();
        assertThat(Secrets.find("a", all, from + 4, to)).isEmpty();
        assertThat(Secrets.find("a", all, from, from)).isEmpty();
    }

    @Test
    void namesTell() {
        assertThat(what("a/.env", "X=1")).isEqualTo("an environment file with settings");
        assertThat(what(".env.production", "")).isNotEmpty();
        assertThat(what(".env.example", "")).isEmpty();
        assertThat(what("home/.ssh/id_rsa", "")).isEqualTo("a private key");
        assertThat(what("home/.ssh/id_rsa.pub", "")).isEmpty();
        assertThat(what("conf/server.p12", "")).isEqualTo("a key store");
        assertThat(what("src/KeyStore.java", "class KeyStore {}")).isEmpty();
        assertThat(what("x/.aws/credentials", "")).isEqualTo("stored credentials");
    }

    @Test
    void aFindingNamesThePlaceAndNotTheSecret() {
        String token = "ghp_" + random(new Random(3), WORD, 36);
        Secrets.Finding finding =
                Secrets.find("a/b.txt", ("one\ntwo " + token).getBytes(StandardCharsets.UTF_8))
                        .orElseThrow();
        assertThat(finding.notice("a/b.txt"))
                .isEqualTo(
                        "a/b.txt: stored, but not searchable: looks like a GitHub token (line 2)");
    }

    @Test
    void aRealLibraryHoldsNone() {
        Map<String, byte[]> sources =
                TestJars.files(TestJars.COMMONS_LANG_SOURCES, name -> name.endsWith(".java"));
        assertThat(sources).hasSizeGreaterThan(200);
        assertThat(sources.entrySet())
                .filteredOn(e -> Secrets.find(e.getKey(), e.getValue()).isPresent())
                .isEmpty();
    }
}
