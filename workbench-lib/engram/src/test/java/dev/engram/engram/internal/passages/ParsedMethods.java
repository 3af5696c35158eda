package dev.engram.engram.internal.passages;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.Range;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.CallableDeclaration;
import com.github.javaparser.ast.body.CompactConstructorDeclaration;
import com.github.javaparser.ast.body.ConstructorDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import java.util.ArrayList;
import java.util.List;

/** Where a full parser sees the methods and constructors of a Java file. */
final class ParsedMethods {

    /**
     * @param startLine of its comment, or else of its first annotation, modifier or type
     * @param endLine of its closing brace
     */
    record Method(String name, int startLine, int endLine) {}

    private static final JavaParser PARSER =
            new JavaParser(
                    new ParserConfiguration()
                            .setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_21));

    private ParsedMethods() {}

    /** The methods with a body that are members of types declared outside of code; in order. */
    static List<Method> in(String source) {
        CompilationUnit unit =
                PARSER.parse(source)
                        .getResult()
                        .orElseThrow(() -> new IllegalArgumentException("does not parse"));
        List<Method> methods = new ArrayList<>();
        for (Node node : unit.findAll(Node.class)) {
            boolean body =
                    node instanceof MethodDeclaration method && method.getBody().isPresent()
                            || node instanceof ConstructorDeclaration
                            || node instanceof CompactConstructorDeclaration;
            if (body && member(node)) {
                Range range = node.getRange().orElseThrow();
                int start =
                        node.getComment()
                                .flatMap(Node::getRange)
                                .map(comment -> comment.begin.line)
                                .orElse(range.begin.line);
                methods.add(new Method(name(node), start, range.end.line));
            }
        }
        return methods;
    }

    private static String name(Node node) {
        return node instanceof CallableDeclaration<?> callable
                ? callable.getNameAsString()
                : ((CompactConstructorDeclaration) node).getNameAsString();
    }

    /** Whether only type declarations stand around it. */
    private static boolean member(Node node) {
        Node above = node.getParentNode().orElseThrow();
        while (above instanceof TypeDeclaration<?>) {
            above = above.getParentNode().orElseThrow();
        }
        return above instanceof CompilationUnit && node instanceof BodyDeclaration<?>;
    }
}
