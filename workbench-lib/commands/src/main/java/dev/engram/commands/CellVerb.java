package dev.engram.commands;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the verb of a group that a cell magic means when it names none: with {@code run}, {@code
 * %%bench} above an experiment runs it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CellVerb {
    String value();
}
