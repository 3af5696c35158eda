/** Verbs that set the workbench up and start it: setup, run, lab, jshell, test, kernel install. */
@NullMarked
package dev.engram.commands.setup;

import org.jspecify.annotations.NullMarked;
