/** The Java facade: what notebooks, JShell and programs import. */
@NullMarked
package dev.engram;

import org.jspecify.annotations.NullMarked;
