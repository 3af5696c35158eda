/** The verb that tells versions and places. */
@NullMarked
package dev.engram.commands.about;

import org.jspecify.annotations.NullMarked;
