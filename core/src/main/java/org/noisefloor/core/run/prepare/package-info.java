/** From a plan to all that a run needs: everything opened, checked and warned of before the first forward pass. */
@NullMarked
package org.noisefloor.core.run.prepare;

import org.jspecify.annotations.NullMarked;
