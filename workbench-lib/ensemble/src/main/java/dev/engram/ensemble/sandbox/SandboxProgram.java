package dev.engram.ensemble.sandbox;

import dev.engram.base.WorkbenchException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A program to be run in the sandbox. */
public sealed interface SandboxProgram {

    /** Arguments of its main method or script. */
    List<String> arguments();

    /**
     * Java sources, compiled and run with the JDK at hand; no annotation processors.
     *
     * @param files relative path, such as {@code demo/Main.java}, to source text
     * @param mainClass full name of the class with the main method
     */
    record JavaProgram(Map<String, String> files, String mainClass, List<String> arguments)
            implements SandboxProgram {

        private static final Pattern PATH = Pattern.compile("(?:\\w+/){0,16}\\w+\\.java");
        private static final Pattern CLASS = Pattern.compile("[\\p{Alpha}_$][\\w$.]*");

        /**
         * @throws WorkbenchException USAGE if a path leaves the folder or is no Java file
         */
        public JavaProgram {
            files = Map.copyOf(files);
            arguments = List.copyOf(arguments);
            for (String path : files.keySet()) {
                if (!PATH.matcher(path).matches()) {
                    throw WorkbenchException.usage(
                            "no path of a Java source: '" + path + "'",
                            "give relative paths such as demo/Main.java");
                }
            }
            if (files.isEmpty() || !CLASS.matcher(mainClass).matches()) {
                throw WorkbenchException.usage(
                        "no Java program: main class '" + mainClass + "'",
                        "give sources and the name of the class with main");
            }
        }

        /** One file {@code Main.java} with the class {@code Main}. */
        public static JavaProgram main(String source) {
            return new JavaProgram(Map.of("Main.java", source), "Main", List.of());
        }
    }

    /** A Python script, run with the system's Python 3 without site packages. */
    record PythonProgram(String source, List<String> arguments) implements SandboxProgram {

        public PythonProgram {
            arguments = List.copyOf(arguments);
        }
    }
}
