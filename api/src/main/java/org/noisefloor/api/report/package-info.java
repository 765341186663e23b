/** A finished run as those see it who write it down: one typed result, made by the host and read back from its files. */
@NullMarked
package org.noisefloor.api.report;

import org.jspecify.annotations.NullMarked;
