package dev.engram.bench.questions;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import dev.engram.base.WorkbenchException;
import dev.engram.bench.questions.Question.Kind;
import dev.engram.bench.questions.Question.Split;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The questions of one source file, whose top-level public type is asked about. */
final class TypeQuestions {

    private static final List<String> ORDINALS =
            List.of("first", "second", "third", "fourth", "fifth", "sixth");
    private static final Set<String> TOO_PLAIN =
            Set.of("void", "boolean", "int", "long", "String", "Object");

    /** What anybody would guess. */
    private static final Set<String> USUAL_EXCEPTIONS =
            Set.of("IllegalArgumentException", "UnsupportedOperationException", "IOException");

    private final String path;
    private final String source;
    private final Split split;
    private final List<Question> made;
    private final Map<String, Integer> owners;

    /**
     * @param made receives the questions
     * @param owners counts how often a type's simple name is declared in the tree
     */
    TypeQuestions(
            String path,
            String source,
            Split split,
            List<Question> made,
            Map<String, Integer> owners) {
        this.path = path;
        this.source = source;
        this.split = split;
        this.made = made;
        this.owners = owners;
    }

    void collect() throws IOException {
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///A.java"), javax.tools.JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        @Nullable JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw WorkbenchException.missing("this Java has no compiler", "run on a JDK");
        }
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                null, null, d -> {}, List.of("-proc:none"), null, List.of(file));
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree unit : task.parse()) {
            countOwners(unit);
            for (Tree declared : unit.getTypeDecls()) {
                if (declared instanceof ClassTree type
                        && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                    new Asking(unit, positions, type).all();
                }
            }
        }
    }

    private void countOwners(CompilationUnitTree unit) {
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
                owners.merge(type.getSimpleName().toString(), 1, Integer::sum);
                return super.visitClass(type, nothing);
            }
        }.scan(unit, null);
    }

    /** Asks about one type. */
    private final class Asking {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final ClassTree type;
        private final String owner;

        Asking(CompilationUnitTree unit, SourcePositions positions, ClassTree type) {
            this.unit = unit;
            this.positions = positions;
            this.type = type;
            this.owner = type.getSimpleName().toString();
        }

        void all() {
            superclass();
            boolean first = true;
            for (Tree member : type.getMembers()) {
                if (member instanceof VariableTree field) {
                    if (first && type.getKind() == Tree.Kind.ENUM) {
                        firstConstant(field);
                        first = false;
                    } else {
                        constant(field);
                    }
                } else if (member instanceof MethodTree method && alone(method)) {
                    method(method);
                }
            }
        }

        private void add(Kind kind, String member, Tree place, String text, String answer) {
            int line =
                    (int)
                            unit.getLineMap()
                                    .getLineNumber(positions.getEndPosition(unit, place) - 1);
            if (kind == Kind.SUPERCLASS || place instanceof MethodTree) {
                line = nameLine(place);
            }
            String id = kind.name() + " " + owner + (member.isEmpty() ? "" : "." + member);
            made.add(new Question(id, kind, text, answer, path, line, split));
        }

        /** The line of the declaration's name: annotations and modifiers may stand above it. */
        private int nameLine(Tree place) {
            String name =
                    place instanceof MethodTree m ? m.getName().toString() + "(" : " " + owner;
            long start = positions.getStartPosition(unit, place);
            int at = source.indexOf(name, (int) start);
            return (int) unit.getLineMap().getLineNumber(at < 0 ? start : at);
        }

        private boolean alone(MethodTree method) {
            return method.getModifiers().getFlags().contains(Modifier.PUBLIC)
                    && !method.getName().contentEquals("<init>")
                    && type.getMembers().stream()
                                    .filter(
                                            m ->
                                                    m instanceof MethodTree other
                                                            && other.getName()
                                                                    .equals(method.getName()))
                                    .count()
                            == 1;
        }

        private void constant(VariableTree field) {
            Set<Modifier> flags = field.getModifiers().getFlags();
            boolean declared =
                    type.getKind() == Tree.Kind.INTERFACE
                            || flags.containsAll(
                                    Set.of(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL));
            @Nullable ExpressionTree value = field.getInitializer();
            Optional<String> literal = value == null ? Optional.empty() : literal(value);
            String name = field.getName().toString();
            if (declared
                    && literal.isPresent()
                    && !literal.get().equals("true")
                    && !literal.get().equals("false")) {
                add(
                        Kind.CONSTANT,
                        name,
                        field,
                        "What is the value of the constant " + owner + "." + name + "?",
                        literal.get());
            }
        }

        private void firstConstant(VariableTree constant) {
            add(
                    Kind.FIRST_CONSTANT,
                    "",
                    constant,
                    "What is the first constant of the enum " + owner + "?",
                    constant.getName().toString());
        }

        private void superclass() {
            @Nullable Tree base = type.getExtendsClause();
            if (base == null) {
                return;
            }
            String name = simple(base);
            if (!owner.contains(name)) {
                add(
                        Kind.SUPERCLASS,
                        "",
                        type,
                        "Which class does the class " + owner + " extend?",
                        name);
            }
        }

        private void method(MethodTree method) {
            String name = method.getName().toString();
            String full = owner + "." + name;
            List<? extends VariableTree> parameters = method.getParameters();
            if (parameters.size() >= 2 && parameters.size() <= ORDINALS.size()) {
                int asked = Math.floorMod(full.hashCode(), parameters.size());
                String answer = parameters.get(asked).getName().toString();
                String typeName = simple(parameters.get(asked).getType());
                if (answer.length() > 1 && !answer.equalsIgnoreCase(typeName)) {
                    add(
                            Kind.PARAMETER,
                            name,
                            method,
                            "What is the name of the "
                                    + ORDINALS.get(asked)
                                    + " parameter of the method "
                                    + full
                                    + "?",
                            answer);
                }
            }
            @Nullable Tree result = method.getReturnType();
            if (result != null) {
                String typeName = simple(result);
                if (!TOO_PLAIN.contains(typeName) && !typeName.equals(owner)) {
                    add(
                            Kind.RETURN_TYPE,
                            name,
                            method,
                            "Which type does the method " + full + " return?",
                            typeName);
                }
            }
            returnedValue(method, full, name);
            exception(method, full, name);
        }

        private void returnedValue(MethodTree method, String full, String name) {
            if (method.getBody() == null || method.getBody().getStatements().size() != 1) {
                return;
            }
            StatementTree only = method.getBody().getStatements().getFirst();
            if (only instanceof ReturnTree returned && returned.getExpression() != null) {
                literal(returned.getExpression())
                        .filter(v -> !v.equals("true") && !v.equals("false"))
                        .filter(v -> !owner.contains(v))
                        .ifPresent(
                                v ->
                                        add(
                                                Kind.RETURNED_VALUE,
                                                name,
                                                method,
                                                "What value does the method "
                                                        + full
                                                        + " always return?",
                                                v));
            }
        }

        private void exception(MethodTree method, String full, String name) {
            Set<String> thrown = new TreeSet<>();
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void nothing) {
                    thrown.add(
                            tree.getExpression() instanceof NewClassTree made
                                    ? simple(made.getIdentifier())
                                    : "?");
                    return super.visitThrow(tree, nothing);
                }
            }.scan(method.getBody(), null);
            List<String> declared = new ArrayList<>();
            method.getThrows().forEach(t -> declared.add(simple(t)));
            declared.removeAll(thrown);
            thrown.removeAll(USUAL_EXCEPTIONS.containsAll(thrown) ? thrown : Set.of());
            if (thrown.size() == 1 && !thrown.contains("?") && declared.isEmpty()) {
                add(
                        Kind.EXCEPTION,
                        name,
                        method,
                        "Which exception does the code of the method " + full + " throw?",
                        thrown.iterator().next());
            }
        }

        private Optional<String> literal(ExpressionTree value) {
            if (value instanceof UnaryTree unary
                    && unary.getKind() == Tree.Kind.UNARY_MINUS
                    && unary.getExpression() instanceof LiteralTree) {
                return literal(unary.getExpression()).map(v -> "-" + v);
            }
            if (!(value instanceof LiteralTree literal) || literal.getValue() == null) {
                return Optional.empty();
            }
            String text = String.valueOf(literal.getValue());
            return text.isBlank() || text.length() > 40 || text.contains("\n")
                    ? Optional.empty()
                    : Optional.of(text);
        }

        private String simple(Tree name) {
            String text =
                    name instanceof IdentifierTree id
                            ? id.getName().toString()
                            : name.toString().replaceAll("<.*>", "").replaceAll("@\\S+\\s+", "");
            return text.substring(text.lastIndexOf('.') + 1);
        }
    }
}
