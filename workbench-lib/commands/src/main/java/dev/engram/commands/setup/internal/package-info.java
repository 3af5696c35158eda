/** The steps of the set-up, each idempotent and safe against a kill at any point. */
@NullMarked
package dev.engram.commands.setup.internal;

import org.jspecify.annotations.NullMarked;
