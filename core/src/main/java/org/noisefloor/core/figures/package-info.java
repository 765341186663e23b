/** What a run's metrics measure at its sites: columns, and the figures that become of their sums. For a run, and for one that is over. */
@NullMarked
package org.noisefloor.core.figures;

import org.jspecify.annotations.NullMarked;
