/** Documents (PDF, DOCX, HTML, Markdown, …) to sections of text with their place for citation. */
@NullMarked
package dev.engram.engram.documents;

import org.jspecify.annotations.NullMarked;
