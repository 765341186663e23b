/** Further forms of a run's report: tables for pandas and DuckDB, a page for a pull request, and the keys of SAELens and SAEBench. */
@NullMarked
package org.noisefloor.plugin.report;

import org.jspecify.annotations.NullMarked;
