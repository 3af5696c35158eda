package dev.engram.ensemble.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.engram.ensemble.CodeBlock.Syntax;
import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Asks a language's own parser whether a text is well formed: Java, Python, JSON, YAML, XML.
 * Nothing of the text is run, and nothing it names is fetched.
 */
final class SyntaxCheck {

    /** Longer texts are not checked. */
    private static final int MOST_CHARACTERS = 200_000;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final YAMLMapper YAML = new YAMLMapper();

    /** What the parser says. */
    record Finding(Syntax syntax, String problem) {

        static final Finding VALID = new Finding(Syntax.VALID, "");

        static Finding invalid(String problem) {
            return new Finding(Syntax.INVALID, problem.strip());
        }

        static Finding notChecked(String reason) {
            return new Finding(Syntax.NOT_CHECKED, reason);
        }
    }

    private SyntaxCheck() {}

    /**
     * @param language as a fence names it; where empty, the ending of the file tells
     */
    static Finding check(String language, String file, String code) {
        String known = language;
        if (known.isEmpty() && file.contains(".")) {
            known = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        }
        if (code.length() > MOST_CHARACTERS) {
            return Finding.notChecked("too long to check");
        }
        try {
            return parsed(known, code);
        } catch (StackOverflowError | IllegalStateException e) {
            // javac, for one; small models do write one bracket for ever
            return Finding.notChecked("nested too deep to check");
        }
    }

    private static Finding parsed(String known, String code) {
        return switch (known) {
            case "java" -> JavaFragments.check(code);
            case "python", "py", "python3" -> PythonSyntax.check(code);
            case "json" -> json(code);
            case "yaml", "yml" -> yaml(code);
            case "xml", "svg", "xhtml" -> xml(code);
            case "" -> Finding.notChecked("the answer names no language");
            default -> Finding.notChecked("no parser for " + known + " here");
        };
    }

    private static Finding json(String code) {
        try {
            return JSON.readTree(code).isMissingNode()
                    ? Finding.invalid("line 1: it is empty")
                    : Finding.VALID;
        } catch (JsonProcessingException e) {
            return Finding.invalid(at(e));
        }
    }

    private static Finding yaml(String code) {
        try (var documents = YAML.readerFor(Object.class).readValues(code)) {
            documents.readAll();
            return Finding.VALID;
        } catch (JsonProcessingException e) {
            return Finding.invalid(at(e));
        } catch (IOException e) {
            return Finding.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static String at(JsonProcessingException e) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        return (line > 0 ? "line " + line + ": " : "") + message;
    }

    private static Finding xml(String code) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            builder.setEntityResolver((name, place) -> new InputSource(new StringReader("")));
            builder.parse(new InputSource(new StringReader(code.strip())));
            return Finding.VALID;
        } catch (org.xml.sax.SAXParseException e) {
            return Finding.invalid("line " + e.getLineNumber() + ": " + e.getMessage());
        } catch (SAXException | IOException e) {
            return Finding.invalid(String.valueOf(e.getMessage()));
        } catch (ParserConfigurationException e) {
            return Finding.notChecked("this JDK has no safe XML parser");
        }
    }
}
