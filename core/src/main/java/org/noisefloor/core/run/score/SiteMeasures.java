package org.noisefloor.core.run.score;

import java.util.List;
import org.noisefloor.api.Site;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.core.figures.SiteMetrics;

/**
 * What is measured at a site, as descriptions that each thread gets its own scorers and classifiers from.
 *
 * @param stratifiers in the order of the layout
 */
public record SiteMeasures(Site site, SiteMetrics metrics, List<Stratifier> stratifiers) {}
