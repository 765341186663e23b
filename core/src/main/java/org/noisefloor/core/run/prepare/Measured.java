package org.noisefloor.core.run.prepare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.core.config.Created;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.figures.SiteMetrics;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Layout.Floor;
import org.noisefloor.core.record.Layout.Observed;
import org.noisefloor.core.run.score.SiteMeasures;

/**
 * What a run measures: every metric and stratifier described once for each site.
 *
 * @param sites the sites of the config in its order, then those that interventions write beside these
 */
public record Measured(List<SiteMeasures> sites, FigureCatalogue figures, Layout layout) {

    static Measured of(Plan plan, LanguageModel model, Setting setting, List<OpenedArm> opened, List<String> floors) {
        List<Arm> arms = opened.stream().map(OpenedArm::arm).toList();
        List<List<Observed>> observations =
                opened.stream().map(each -> each.change().observations()).toList();
        List<Site> sites = sites(setting, model, opened);
        Map<String, SiteMetrics> metrics = SiteMetrics.describe(plan.metrics(), sites, setting.context());
        ColumnLayout scored = theSameEverywhere(plan, sites, metrics);
        FigureCatalogue figures = FigureCatalogue.of(arms, metrics);
        String config = plan.file().getFileName().toString();
        figures.requireUniqueNames(config, arms, observations);
        metrics.values().forEach(each -> each.requireUniqueColumns(config));
        List<SiteMeasures> measures = new ArrayList<>();
        for (Site site : sites) {
            List<Stratifier> stratifiers = plan.stratifiers().stream()
                    .map(chosen -> Created.stratifier(chosen, setting.context().at(site)))
                    .toList();
            measures.add(new SiteMeasures(site, at(metrics, site.name()), stratifiers));
        }
        Layout layout = new Layout(
                arms,
                scored,
                arms.stream()
                        .map(arm -> FigureCatalogue.looksAtActivations(arm)
                                ? at(metrics, arm.changedSite()).intervenedColumns()
                                : ColumnLayout.NONE)
                        .toList(),
                observations,
                classes(plan, measures),
                figures.points(scored),
                floors(arms, floors));
        return new Measured(measures, figures, layout);
    }

    private static SiteMetrics at(Map<String, SiteMetrics> metrics, String site) {
        return Objects.requireNonNull(metrics.get(site), site);
    }

    /** Those at which something is read, written or compared. */
    static List<Site> sites(Setting setting, LanguageModel model, List<OpenedArm> opened) {
        Map<String, Site> sites = new LinkedHashMap<>();
        setting.sites().forEach(site -> sites.put(site.name(), site));
        for (OpenedArm each : opened) {
            sites.putIfAbsent(each.acts().changedSite().name(), each.acts().changedSite());
            each.change().needs().writes().forEach(name -> {
                Site site = model.site(name);
                sites.putIfAbsent(site.name(), site);
            });
        }
        return List.copyOf(sites.values());
    }

    private static ColumnLayout theSameEverywhere(Plan plan, List<Site> sites, Map<String, SiteMetrics> metrics) {
        ColumnLayout first = at(metrics, sites.get(0).name()).scoredColumns();
        for (Site site : sites) {
            if (!at(metrics, site.name()).scoredColumns().equals(first)) {
                throw new UserError(plan.file().getFileName() + ": a metric of scored positions has other columns at "
                        + site + " than at " + sites.get(0) + "; run these sites one by one");
            }
        }
        return first;
    }

    private static List<Layout.Classes> classes(Plan plan, List<SiteMeasures> measures) {
        List<Layout.Classes> classes = new ArrayList<>();
        for (int s = 0; s < plan.stratifiers().size(); s++) {
            int stratifier = s;
            List<String> names = measures.get(0).stratifiers().get(s).classes();
            measures.forEach(each -> {
                if (!each.stratifiers().get(stratifier).classes().equals(names)) {
                    throw new UserError(plan.file().getFileName() + ": '"
                            + plan.stratifiers().get(stratifier).name() + "' has other classes at " + each.site()
                            + " than at " + measures.get(0).site() + "; run these sites one by one");
                }
            });
            classes.add(new Layout.Classes(plan.stratifiers().get(s).name(), names));
        }
        return classes;
    }

    /** @param names of the baselines that interventions are compared with */
    private static List<Floor> floors(List<Arm> arms, List<String> names) {
        List<Floor> floors = new ArrayList<>();
        for (int a = 0; a < arms.size(); a++) {
            Arm floor = arms.get(a);
            if (floor.isNamedIn(names)) {
                List<Integer> compared = IntStream.range(0, arms.size())
                        .filter(each -> floor.isComparableWith(arms.get(each)))
                        .boxed()
                        .toList();
                List<Integer> ranked = compared.stream()
                        .filter(each -> arms.get(each).draws().count() == 1)
                        .toList();
                floors.add(new Floor(a, compared, ranked));
            }
        }
        return floors;
    }
}
