/** What every {@link org.noisefloor.api.report.ReportWriter} must hold to, as tests to inherit, and a run to write. */
@NullMarked
package org.noisefloor.testkit.report;

import org.jspecify.annotations.NullMarked;
