/**
 * What the author of a measure tests against: comparisons built from two arrays of logits, golden values computed with a
 * thousand digits, and the contracts of {@link org.noisefloor.api.metric.Metric} and {@link org.noisefloor.api.metric.Stratifier}, which a
 * test class inherits by implementing one interface.
 */
@NullMarked
package org.noisefloor.testkit.metric;

import org.jspecify.annotations.NullMarked;
