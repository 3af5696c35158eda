/** What an engram keeps of documents beside their files: extracted text, places, metadata. */
@NullMarked
package dev.engram.engram.internal.documents;

import org.jspecify.annotations.NullMarked;
