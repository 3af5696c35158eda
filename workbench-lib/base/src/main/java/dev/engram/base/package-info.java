/** What every module speaks: errors with a category and a place, progress, the workbench home. */
@NullMarked
package dev.engram.base;

import org.jspecify.annotations.NullMarked;
