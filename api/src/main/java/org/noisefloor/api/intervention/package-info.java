/** Ways to replace activations: splices, ablations, noise. */
@NullMarked
package org.noisefloor.api.intervention;

import org.jspecify.annotations.NullMarked;
