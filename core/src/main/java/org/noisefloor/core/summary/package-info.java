/** Records to figures: means, bootstrap intervals, calibration against the floor. */
@NullMarked
package org.noisefloor.core.summary;

import org.jspecify.annotations.NullMarked;
