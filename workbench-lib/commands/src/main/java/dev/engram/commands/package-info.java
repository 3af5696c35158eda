/** Every verb declared once; what runs a verb for the command line, the magics and Java calls. */
@NullMarked
package dev.engram.commands;

import org.jspecify.annotations.NullMarked;
