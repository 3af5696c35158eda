package dev.engram.kernel.runtime.internal.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** Who this kernel is, as {@code kernel_info_reply} tells. */
final class KernelInfo {

    static final String IMPLEMENTATION = "engram";
    static final String FILE_EXTENSION = ".jshell";
    private static final String PROTOCOL = "5.4";

    private KernelInfo() {}

    static String version() {
        String version = KernelInfo.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0" : version;
    }

    static JsonObject reply() {
        JsonObject language = new JsonObject();
        language.addProperty("name", "java");
        language.addProperty("version", Runtime.version().toString());
        language.addProperty("mimetype", "text/x-java-source");
        language.addProperty("file_extension", FILE_EXTENSION);
        language.addProperty("pygments_lexer", "java");
        language.addProperty("codemirror_mode", "java");
        language.addProperty("nbconvert_exporter", "script");
        JsonObject content = new JsonObject();
        content.addProperty("status", "ok");
        content.addProperty("protocol_version", PROTOCOL);
        content.addProperty("implementation", IMPLEMENTATION);
        content.addProperty("implementation_version", version());
        content.add("language_info", language);
        content.addProperty(
                "banner", "Engram Workbench " + version() + " on Java " + Runtime.version());
        content.addProperty("debugger", false);
        content.add("help_links", new JsonArray());
        content.add("supported_features", new JsonArray());
        return content;
    }
}
