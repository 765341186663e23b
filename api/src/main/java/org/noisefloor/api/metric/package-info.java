/** Measures and ways to divide positions: what scores a compared position, and what becomes of the sums. */
@NullMarked
package org.noisefloor.api.metric;

import org.jspecify.annotations.NullMarked;
