/**
 * A finished run as those see it who write it down: one typed result, made by the host and read back from its files.
 *
 * <p>The host alone makes these records. Plugins read them by their accessors: a record may get further components, so its constructor is
 * no part of the API, and {@code noisefloor plugins verify} refuses code that calls it. An {@link org.noisefloor.api.report.Estimate} of
 * one's own comes from its factories.
 */
@NullMarked
package org.noisefloor.api.report;

import org.jspecify.annotations.NullMarked;
