/** One batch in memory: its sequences, which of their positions count, and the activations that are replaced. */
@NullMarked
package org.noisefloor.core.run.batch;

import org.jspecify.annotations.NullMarked;
