/** The worker: models in a process of their own, shared by all programs of one workbench home. */
@NullMarked
package dev.engram.models.internal.worker;

import org.jspecify.annotations.NullMarked;
