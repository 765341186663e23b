/** Benchmarks of what the host keeps to itself. */
@NullMarked
package org.noisefloor.core.run;

import org.jspecify.annotations.NullMarked;
