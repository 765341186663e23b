/** Further forms of a run's report: for now {@code saelens}, the figures under the keys of SAELens' evals. */
@NullMarked
package org.noisefloor.plugin.report;

import org.jspecify.annotations.NullMarked;
