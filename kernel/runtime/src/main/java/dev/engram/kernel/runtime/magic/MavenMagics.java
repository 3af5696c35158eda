package dev.engram.kernel.runtime.magic;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code %maven}, {@code %mavenRepo} and {@code %loadFromPOM}: Maven's artifacts on the class path
 * of the session.
 */
final class MavenMagics {

    private static final Pattern COORDINATES = Pattern.compile("[^:\\s]+(:[^:\\s]+){2,4}");
    private static final String EXAMPLE =
            "for example: %maven org.apache.commons:commons-text:1.12.0";

    private final CellHost host;
    private final MavenClasspath maven;
    private final Map<String, String> repositories = new LinkedHashMap<>();

    MavenMagics(CellHost host, MavenClasspath maven) {
        this.host = host;
        this.maven = maven;
    }

    /** {@code %maven group:artifact[:packaging[:classifier]]:version ...}. */
    synchronized void maven(List<String> coordinates, Progress progress)
            throws IOException, InterruptedException {
        if (coordinates.isEmpty()) {
            throw WorkbenchException.usage("%maven needs coordinates", EXAMPLE);
        }
        StringBuilder dependencies = new StringBuilder();
        for (String one : coordinates) {
            dependencies.append(dependency(one));
        }
        add(pom(dependencies.toString()), "runtime", String.join(" ", coordinates), progress);
    }

    /** {@code %mavenRepo ID ADDRESS}: a repository for this session, beside those of the user. */
    synchronized void repository(List<String> arguments) {
        if (arguments.size() != 2) {
            throw WorkbenchException.usage(
                    "%mavenRepo needs an id and an address", "for example: %mavenRepo ours URL");
        }
        repositories.put(arguments.get(0), arguments.get(1));
    }

    /** {@code %loadFromPOM FILE [SCOPE]}: all dependencies of a project. */
    synchronized void fromPom(List<String> arguments, Progress progress)
            throws IOException, InterruptedException {
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw WorkbenchException.usage(
                    "%loadFromPOM needs a file, then at most a scope",
                    "for example: %loadFromPOM pom.xml runtime");
        }
        Path file = host.workingDirectory().resolve(arguments.getFirst()).normalize();
        if (!Files.isRegularFile(file)) {
            throw WorkbenchException.missing("no such file: " + file, "name a pom.xml");
        }
        add(SessionMagics.read(file), scope(arguments, 1), file.toString(), progress);
    }

    /** {@code %%loadFromPOM [SCOPE]} with {@code <dependency>} elements or a whole pom as body. */
    synchronized void fromPomText(List<String> arguments, String body, Progress progress)
            throws IOException, InterruptedException {
        String pom = body.contains("<project") ? body : pom(inner(body, "dependencies"));
        add(pom, scope(arguments, 0), "the dependencies of this cell", progress);
    }

    private void add(String pom, String scope, String what, Progress progress)
            throws IOException, InterruptedException {
        host.addToClasspath(maven.resolve(pom, scope, what, progress));
    }

    private static String scope(List<String> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : "runtime";
    }

    /** What stands between the tags of an element, or the text itself where there is none. */
    private static String inner(String text, String element) {
        int open = text.indexOf("<" + element + ">");
        int close = text.lastIndexOf("</" + element + ">");
        return open < 0 || close < open ? text : text.substring(open + element.length() + 2, close);
    }

    private static String dependency(String coordinates) {
        if (!COORDINATES.matcher(coordinates).matches()) {
            throw WorkbenchException.usage(
                    "'" + coordinates + "' is not group:artifact:version", EXAMPLE);
        }
        String[] parts = coordinates.split(":");
        int last = parts.length - 1;
        return "<dependency>"
                + element("groupId", parts[0])
                + element("artifactId", parts[1])
                + element("version", parts[last])
                + (last > 2 ? element("type", parts[2]) : "")
                + (last > 3 ? element("classifier", parts[3]) : "")
                + "</dependency>";
    }

    private String pom(String dependencies) {
        List<String> extra = new ArrayList<>();
        repositories.forEach(
                (id, address) ->
                        extra.add(
                                "<repository>"
                                        + element("id", id)
                                        + element("url", address)
                                        + "</repository>"));
        return "<project><modelVersion>4.0.0</modelVersion>"
                + "<groupId>cell</groupId><artifactId>cell</artifactId><version>1</version>"
                + "<packaging>pom</packaging><repositories>"
                + String.join("", extra)
                + "</repositories><dependencies>"
                + dependencies
                + "</dependencies></project>";
    }

    private static String element(String name, @Nullable String text) {
        String safe = String.valueOf(text).replace("&", "&amp;").replace("<", "&lt;");
        return "<" + name + ">" + safe + "</" + name + ">";
    }
}
