/** Benchmarks of what the host keeps to itself. */
@NullMarked
package org.noisefloor.core.run.score;

import org.jspecify.annotations.NullMarked;
