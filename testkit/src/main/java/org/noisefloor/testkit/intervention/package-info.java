/** What every {@link org.noisefloor.api.intervention.Intervention} must hold to, as tests to inherit, and activations to try one on. */
@NullMarked
package org.noisefloor.testkit.intervention;

import org.jspecify.annotations.NullMarked;
