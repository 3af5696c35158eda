/** llama.cpp through the foreign function interface: functions declared as data, bound once. */
@NullMarked
package dev.engram.models.internal.natives;

import org.jspecify.annotations.NullMarked;
