/** Sequences in, records out: preparation, calibration, the loop over batches. */
@NullMarked
package org.noisefloor.core.run;

import org.jspecify.annotations.NullMarked;
