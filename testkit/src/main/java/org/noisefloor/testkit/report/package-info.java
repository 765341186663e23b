/** A finished run by hand, for what writes reports. */
@NullMarked
package org.noisefloor.testkit.report;

import org.jspecify.annotations.NullMarked;
