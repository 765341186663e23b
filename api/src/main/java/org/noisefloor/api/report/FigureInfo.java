package org.noisefloor.api.report;

import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;

/**
 * What a figure is.
 *
 * @param metric the metric's name in the config, or the intervention that observed it
 * @param unit for instance {@code nats}; empty for a pure number
 * @param positions {@code scored}, or {@code intervened}
 * @param about whether it tells of the change or of the original
 * @param doc one line
 * @param recovered the name under which the share of an ablation's effect that is absent is reported; null for none
 * @param inClasses why it has no value within classes; null if it has
 */
public record FigureInfo(
        String metric,
        String unit,
        Figure.Kind kind,
        String positions,
        Figure.Subject about,
        String doc,
        @Nullable String recovered,
        @Nullable String inClasses) {

    /** Whether it is taken over scored positions; otherwise over intervened ones. */
    public boolean isOfScored() {
        return positions.equals("scored");
    }
}
