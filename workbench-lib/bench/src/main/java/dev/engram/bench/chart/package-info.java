/** Charts: one drawing routine on two surfaces, SVG and PNG. */
@NullMarked
package dev.engram.bench.chart;

import org.jspecify.annotations.NullMarked;
