/** Models behind an OpenAI-compatible server, and what may be sent there. */
@NullMarked
package dev.engram.models.remote;

import org.jspecify.annotations.NullMarked;
