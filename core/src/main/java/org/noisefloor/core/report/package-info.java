/** The report model, report.json and the console table. */
@NullMarked
package org.noisefloor.core.report;

import org.jspecify.annotations.NullMarked;
