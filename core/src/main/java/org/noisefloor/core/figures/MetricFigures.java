package org.noisefloor.core.figures;

import java.util.List;
import org.noisefloor.api.metric.Figure;

/**
 * The figures of one metric.
 *
 * @param metric its name in the config
 */
public record MetricFigures(String metric, List<Figure> figures) {}
