/** The report: its model, JSON, the table on the console, the run's folder. Writes files, never standard output. */
@NullMarked
package org.noisefloor.core.report;

import org.jspecify.annotations.NullMarked;
