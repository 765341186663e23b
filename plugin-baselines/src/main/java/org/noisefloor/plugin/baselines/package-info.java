/**
 * Interventions that know nothing of a trained dictionary: ablations, and random displacements matched to another
 * intervention's error, which are the noise floors. Each is a provider, found by the host through {@code META-INF/services}.
 */
@NullMarked
package org.noisefloor.plugin.baselines;

import org.jspecify.annotations.NullMarked;
