package org.noisefloor.testkit.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureInfo;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.api.report.SiteReport;

/**
 * A finished run of one divergence and some interventions, as a report writer would see it; no sequences, no baselines. Immutable.
 *
 * <p>{@code TestRun.measuring("kl").with("blocks.0.hook_resid_post", "sae", Estimate.of(0.5, 0.4, 0.6))}.
 */
public final class TestRun implements RunResult {
    private final @Nullable String divergence;
    private final Map<String, List<ArmReport>> arms;

    private TestRun(@Nullable String divergence, Map<String, List<ArmReport>> arms) {
        this.divergence = divergence;
        this.arms = arms;
    }

    /** @param divergence the figure that is the run's main divergence; null for a run that measured none */
    public static TestRun measuring(@Nullable String divergence) {
        return new TestRun(divergence, Map.of());
    }

    /** The same with what an intervention does at a site; the estimate counts for nothing where there is no divergence. */
    public TestRun with(String site, String intervention, Estimate estimate) {
        Map<String, List<ArmReport>> more = new LinkedHashMap<>(arms);
        List<ArmReport> atSite = new ArrayList<>(arms.getOrDefault(site, List.of()));
        atSite.add(arm(intervention, estimate));
        more.put(site, List.copyOf(atSite));
        return new TestRun(divergence, more);
    }

    private ArmReport arm(String name, Estimate estimate) {
        Map<String, FigureReport> figures =
                divergence == null ? Map.of() : Map.of(divergence, new FigureReport(estimate, null, false, null, null));
        return new ArmReport(
                name,
                name,
                ArmReport.Role.INTERVENTION,
                null,
                1,
                false,
                null,
                name,
                null,
                null,
                figures,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                Map.of(),
                null,
                null);
    }

    @Override
    public RunReport report() {
        Map<String, FigureInfo> figures = divergence == null
                ? Map.of()
                : Map.of(
                        divergence,
                        new FigureInfo(
                                divergence,
                                "",
                                Figure.Kind.DIVERGENCE,
                                "scored",
                                Figure.Subject.CHANGE,
                                divergence,
                                null,
                                null));
        return new RunReport(
                "noisefloor-report",
                1,
                new RunReport.Model("test", "unknown", 2, null),
                new RunReport.Positions(0, 0, 0, 0, 0, 0, List.of(), 0, 2, "noisefloor", ""),
                new RunReport.Batch(1, 1, 1),
                0,
                new RunReport.Bootstrap(0, 0.95, "document", 0, 0, 0),
                divergence,
                figures,
                new RunReport.NumericFloor("", 0, 0, Map.of(), null),
                arms.entrySet().stream()
                        .map(site -> new SiteReport(site.getKey(), site.getKey(), 1, site.getValue()))
                        .toList(),
                null,
                null,
                List.of(),
                null,
                List.of());
    }

    @Override
    public Map<String, Object> provenance() {
        return Map.of();
    }

    @Override
    public String config() {
        return "";
    }

    @Override
    public List<SequenceInfo> sequences() {
        return List.of();
    }

    @Override
    public Stream<ScoredPosition> positions() {
        return Stream.empty();
    }

    @Override
    public int[] tokens(int sequence) {
        throw new IndexOutOfBoundsException("a run without sequences");
    }

    @Override
    public String text(int token) {
        return "<" + token + ">";
    }
}
