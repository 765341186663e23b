/** Sequences in, records out: trace, interventions, comparison. */
@NullMarked
package org.noisefloor.core.run;

import org.jspecify.annotations.NullMarked;
