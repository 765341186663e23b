package org.noisefloor.core.figures;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.ConfigReader;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.plugins.HostContext;
import org.noisefloor.core.plugins.HostRunContext;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.RunDescription;

/** The figures of a run that is over, made from its description by the metrics that are installed here. */
public final class FinishedFigures {
    private FinishedFigures() {}

    /**
     * @param texts the texts of tokens
     * @throws UserError if a metric is not installed, or has other columns than when the run was made
     */
    public static FigureCatalogue of(RunDescription run, Catalogue catalogue, Path cache, IntFunction<String> texts) {
        List<Site> sites = run.sites().stream()
                .map(site -> Site.of(site.name(), site.tensor(), site.width()))
                .toList();
        RunDescription.Model model = run.model();
        ModelInfo info = ModelInfo.of(model.architecture(), model.vocabulary())
                .context(optional(model.context()))
                .bos(optional(model.bos()))
                .build();
        HostRunContext context = new HostRunContext(
                new HostContext("", run.shape().threads(), cache),
                info,
                sites.get(0),
                BatchShape.of(run.shape().sequences(), run.shape().length()),
                run.mask().vocabulary(),
                texts);
        Map<String, SiteMetrics> metrics =
                SiteMetrics.describe(ConfigReader.metrics(run.config(), catalogue), sites, context);
        requireTheColumnsOf(run, metrics);
        return FigureCatalogue.of(run.layout().arms(), metrics);
    }

    private static OptionalInt optional(@Nullable Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static void requireTheColumnsOf(RunDescription run, Map<String, SiteMetrics> metrics) {
        for (SiteMetrics each : metrics.values()) {
            require(run.layout().scored(), each.scoredColumns());
        }
        for (int a = 0; a < run.layout().arms().size(); a++) {
            Arm arm = run.layout().arms().get(a);
            SiteMetrics here = metrics.get(arm.changedSite());
            if (FigureCatalogue.looksAtActivations(arm) && here != null) {
                require(run.layout().intervened().get(a), here.intervenedColumns());
            }
        }
    }

    private static void require(ColumnLayout recorded, ColumnLayout installed) {
        if (!recorded.equals(installed)) {
            throw new UserError("the run's records have the columns " + recorded
                    + ", but the metrics that are installed"
                    + " here make " + installed + " of the same config; sum up with the plugins that provenance.json"
                    + " names, or run the config once more");
        }
    }
}
