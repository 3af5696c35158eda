/** Text, HTML and JSON forms of the typed results. */
@NullMarked
package dev.engram.commands.view;

import org.jspecify.annotations.NullMarked;
