package dev.engram.ensemble.sandbox.internal;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantDynamicEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.module.ModuleFinder;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether compiled classes stay within an allow list of the JDK. Whatever a class refers to
 * stands in its constant pool: names of classes, members with their descriptors, bootstrap methods.
 * All of it is looked at, so a class that passes has no name for a file, a socket, a process, the
 * environment, a class loader or reflection. Fails closed: what is not listed is forbidden.
 */
final class ClassGuard {

    private static final List<String> PACKAGES =
            List.of(
                    "java/util/",
                    "java/util/function/",
                    "java/util/stream/",
                    "java/util/regex/",
                    "java/util/random/",
                    "java/util/concurrent/",
                    "java/util/concurrent/atomic/",
                    "java/util/concurrent/locks/",
                    "java/math/",
                    "java/text/",
                    "java/time/",
                    "java/time/chrono/",
                    "java/time/format/",
                    "java/time/temporal/",
                    "java/time/zone/",
                    "java/nio/charset/",
                    "java/lang/",
                    "java/lang/annotation/",
                    "java/lang/runtime/");

    private static final Set<String> FORBIDDEN =
            Set.of(
                    "java/util/ServiceLoader",
                    "java/lang/ClassLoader",
                    "java/lang/ModuleLayer",
                    "java/lang/Module",
                    "java/lang/Process",
                    "java/lang/ProcessBuilder",
                    "java/lang/ProcessHandle",
                    "java/lang/StackWalker",
                    "java/lang/ClassValue",
                    "java/lang/System$LoggerFinder");

    /** Of other packages: streams of text and bytes in memory, and what describes lambdas. */
    private static final Set<String> SINGLE =
            Set.of(
                    "java/io/PrintStream",
                    "java/io/PrintWriter",
                    "java/io/InputStream",
                    "java/io/OutputStream",
                    "java/io/Reader",
                    "java/io/Writer",
                    "java/io/BufferedReader",
                    "java/io/BufferedWriter",
                    "java/io/InputStreamReader",
                    "java/io/OutputStreamWriter",
                    "java/io/StringReader",
                    "java/io/StringWriter",
                    "java/io/ByteArrayInputStream",
                    "java/io/ByteArrayOutputStream",
                    "java/io/StreamTokenizer",
                    "java/io/Closeable",
                    "java/io/Flushable",
                    "java/io/Serializable",
                    "java/io/IOException",
                    "java/io/UncheckedIOException",
                    "java/io/EOFException",
                    "java/lang/invoke/MethodHandles",
                    "java/lang/invoke/MethodHandles$Lookup",
                    "java/lang/invoke/MethodHandle",
                    "java/lang/invoke/MethodType",
                    "java/lang/invoke/CallSite",
                    "java/lang/invoke/LambdaMetafactory",
                    "java/lang/invoke/StringConcatFactory",
                    "java/lang/invoke/TypeDescriptor");

    /** Where most members are harmless, or few are: those that may be used. */
    private static final Map<String, Set<String>> MEMBERS =
            Map.of(
                    "java/lang/System",
                    Set.of(
                            "out",
                            "err",
                            "in",
                            "currentTimeMillis",
                            "nanoTime",
                            "arraycopy",
                            "identityHashCode",
                            "lineSeparator",
                            "exit"),
                    "java/lang/Runtime",
                    Set.of(
                            "getRuntime",
                            "availableProcessors",
                            "totalMemory",
                            "freeMemory",
                            "maxMemory",
                            "gc"),
                    "java/lang/Class",
                    Set.of(
                            "getName",
                            "getSimpleName",
                            "getTypeName",
                            "desiredAssertionStatus",
                            "isInstance",
                            "isArray",
                            "isInterface",
                            "isEnum",
                            "isRecord",
                            "cast",
                            "getComponentType",
                            "getSuperclass",
                            "getEnumConstants",
                            "hashCode",
                            "equals",
                            "toString"),
                    "java/lang/invoke/MethodHandles",
                    Set.of(),
                    "java/lang/invoke/MethodHandles$Lookup",
                    Set.of(),
                    "java/lang/invoke/MethodHandle",
                    Set.of(),
                    "java/lang/invoke/LambdaMetafactory",
                    Set.of("metafactory", "altMetafactory"),
                    "java/lang/invoke/StringConcatFactory",
                    Set.of("makeConcat", "makeConcatWithConstants"));

    /** Constructors that open a file by its name. */
    private static final Set<String> OPENS_FILES =
            Set.of("java/io/PrintStream", "java/io/PrintWriter", "java/util/Formatter");

    private static final Set<String> BOOTSTRAPS =
            Set.of(
                    "java/lang/invoke/LambdaMetafactory",
                    "java/lang/invoke/StringConcatFactory",
                    "java/lang/runtime/ObjectMethods",
                    "java/lang/runtime/SwitchBootstraps");

    private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([^;<]+);");

    /** A class of such a name would pass for our own and be taken from the JDK. */
    private static final class OfTheJdk {
        static final Set<String> PACKAGES =
                ModuleFinder.ofSystem().findAll().stream()
                        .flatMap(m -> m.descriptor().packages().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private final Set<String> own;

    private ClassGuard(Set<String> own) {
        this.own = own;
    }

    /** The first thing that is not allowed, in a few words; empty where all is. */
    static Optional<String> forbidden(Path classes) throws IOException {
        List<ClassModel> models = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                models.add(ClassFile.of().parse(Files.readAllBytes(file)));
            }
        }
        Set<String> own = new HashSet<>();
        for (ClassModel model : models) {
            String name = model.thisClass().asInternalName();
            int end = name.lastIndexOf('/');
            if (end > 0 && OfTheJdk.PACKAGES.contains(name.substring(0, end).replace('/', '.'))) {
                return Optional.of(name.replace('/', '.') + " is in a package of the JDK");
            }
            own.add(name);
        }
        ClassGuard guard = new ClassGuard(own);
        return models.stream().flatMap(m -> guard.check(m).stream()).findFirst();
    }

    private Optional<String> check(ClassModel model) {
        String where = model.thisClass().asInternalName();
        for (MethodModel method : model.methods()) {
            if (method.flags().has(AccessFlag.NATIVE)) {
                return Optional.of(where + " has a native method");
            }
        }
        for (PoolEntry entry : model.constantPool()) {
            Optional<String> problem = check(entry);
            if (problem.isPresent()) {
                return Optional.of(where + " uses " + problem.get().replace('/', '.'));
            }
        }
        return Optional.empty();
    }

    private Optional<String> check(PoolEntry entry) {
        return switch (entry) {
            case ClassEntry type -> checkName(type.asInternalName());
            case MemberRefEntry member ->
                    checkMember(
                            member.owner().asInternalName(),
                            member.name().stringValue(),
                            member.type().stringValue());
            case MethodTypeEntry type -> checkDescriptor(type.descriptor().stringValue());
            case InvokeDynamicEntry dynamic ->
                    checkBootstrap(
                            dynamic.bootstrap()
                                    .bootstrapMethod()
                                    .reference()
                                    .owner()
                                    .asInternalName(),
                            dynamic.type().stringValue());
            case ConstantDynamicEntry dynamic ->
                    checkBootstrap(
                            dynamic.bootstrap()
                                    .bootstrapMethod()
                                    .reference()
                                    .owner()
                                    .asInternalName(),
                            dynamic.type().stringValue());
            default -> Optional.empty();
        };
    }

    private Optional<String> checkBootstrap(String owner, String descriptor) {
        return BOOTSTRAPS.contains(owner) ? checkDescriptor(descriptor) : Optional.of(owner);
    }

    private Optional<String> checkMember(String owner, String name, String descriptor) {
        Optional<String> type = checkName(owner);
        if (type.isPresent()) {
            return type;
        }
        Set<String> allowed = MEMBERS.get(owner);
        if (allowed != null && !allowed.contains(name)) {
            return Optional.of(owner + "." + name);
        }
        if (OPENS_FILES.contains(owner)
                && name.equals("<init>")
                && descriptor.startsWith("(Ljava/lang/String;")) {
            return Optional.of(owner + " on a file");
        }
        return checkDescriptor(descriptor);
    }

    private Optional<String> checkDescriptor(String descriptor) {
        Matcher matcher = CLASS_IN_DESCRIPTOR.matcher(descriptor);
        while (matcher.find()) {
            Optional<String> problem = checkName(matcher.group(1));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /** A class name, or the descriptor of an array. */
    private Optional<String> checkName(String name) {
        if (name.startsWith("[")) {
            return checkDescriptor(name);
        }
        if (own.contains(name) || SINGLE.contains(name)) {
            return Optional.empty();
        }
        String outer = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
        boolean forbidden = FORBIDDEN.contains(name) || FORBIDDEN.contains(outer);
        boolean known = PACKAGES.contains(name.substring(0, name.lastIndexOf('/') + 1));
        return known && !forbidden ? Optional.empty() : Optional.of(name);
    }
}
