package org.noisefloor.testkit.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureInfo;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.api.report.SiteReport;
import org.noisefloor.api.report.Verdict;

/** Finished runs to write: a plugin makes none itself. */
public final class SampleRun implements RunResult {
    private final RunReport report;
    private final List<ScoredPosition> positions;
    private int openPositions;

    private SampleRun(RunReport report, List<ScoredPosition> positions) {
        this.report = report;
        this.positions = positions;
    }

    /**
     * Two sequences at {@code blocks.0.hook_resid_post}: an intervention {@code sae} against the floor {@code eps_random}, with
     * {@code kl} (0.5 against 0.25: a ratio of 2, worse) and {@code ce_delta}, which has no value, and one position at which {@code kl} is
     * infinite.
     */
    public static SampleRun small() {
        FloorContrast contrast = new FloorContrast(
                Estimate.of(0.25, 0.2, 0.3).withDrawError(0.01),
                Estimate.of(0.25, 0.1, 0.4),
                Estimate.of(2, 1.5, 2.5),
                null,
                0.05,
                new Verdict(Verdict.Word.WORSE, null),
                null);
        ArmReport sae = arm(
                "sae",
                "sae",
                ArmReport.Role.INTERVENTION,
                null,
                1,
                Map.of(
                        "kl", figure(Estimate.of(0.5, 0.4, 0.6)),
                        "ce_delta", figure(Estimate.undefined("undefined: 0 divided by 0"))),
                Map.of("eps_random", Map.of("kl", contrast)));
        ArmReport floor = arm(
                "eps_random",
                "eps_random",
                ArmReport.Role.BASELINE,
                "sae",
                4,
                Map.of("kl", figure(Estimate.of(0.25, 0.2, 0.3))),
                Map.of());
        return new SampleRun(
                report(
                        2,
                        "kl",
                        Map.of("kl", info(Figure.Kind.DIVERGENCE), "ce_delta", info(Figure.Kind.DIFFERENCE)),
                        List.of(new SiteReport("blocks.0.hook_resid_post", "blocks.0", 8, List.of(sae, floor))),
                        List.of("fewer than 20 documents, \"so far\" | <b>")),
                List.of(position(0, 1, 0.5), position(0, 2, 0.25), position(1, 1, Double.POSITIVE_INFINITY)));
    }

    /** A run in which no position was scored. */
    public static SampleRun empty() {
        return new SampleRun(report(0, null, Map.of(), List.of(), List.of()), List.of());
    }

    private static FigureReport figure(Estimate estimate) {
        return new FigureReport(estimate, null, false, null, null);
    }

    private static FigureInfo info(Figure.Kind kind) {
        return new FigureInfo("metric", "nats", kind, "scored", Figure.Subject.CHANGE, "what it is", null, null);
    }

    private static ArmReport arm(
            String name,
            String type,
            ArmReport.Role role,
            @Nullable String matchedTo,
            int draws,
            Map<String, FigureReport> figures,
            Map<String, Map<String, FloorContrast>> floors) {
        return new ArmReport(
                name, type, role, matchedTo, draws, draws > 1, null, name, null, null, figures, Map.of(), floors,
                Map.of(), Map.of(), null, Map.of(), null, null);
    }

    private static RunReport report(
            int sequences,
            @Nullable String main,
            Map<String, FigureInfo> figures,
            List<SiteReport> sites,
            List<String> warnings) {
        return new RunReport(
                "noisefloor-report",
                1,
                new RunReport.Model("onnx", "gpt2", 8, 64),
                new RunReport.Positions(
                        sequences,
                        4L * sequences,
                        3L * sequences,
                        2L * sequences,
                        0,
                        0,
                        List.of(0),
                        0,
                        8,
                        "noisefloor",
                        "all positions behind the first count"),
                new RunReport.Batch(2, 4, 1),
                7,
                new RunReport.Bootstrap(2000, 0.95, "document", sequences, 1, 0),
                main,
                figures,
                new RunReport.NumericFloor("twice", 4, 0, Map.of(), null),
                sites,
                null,
                null,
                List.of(),
                null,
                warnings);
    }

    private static ScoredPosition position(int sequence, int position, double kl) {
        return new ScoredPosition(
                "blocks.0.hook_resid_post",
                "sae",
                sequence,
                position,
                position,
                position + 1,
                0.5,
                0.25,
                Map.of("kl", kl),
                Map.of("eps_random", Map.of("kl", new ScoredPosition.Draws(0.25, 4, 0, 4, null))),
                Map.of(),
                List.of(new ScoredPosition.Likely(2, 0.5), new ScoredPosition.Likely(3, 0.25)),
                List.of(new ScoredPosition.Likely(3, 0.75)));
    }

    @Override
    public RunReport report() {
        return report;
    }

    @Override
    public Map<String, Object> provenance() {
        return Map.of("noisefloor", "0.0.0-test");
    }

    @Override
    public String config() {
        return "model: { path: model.onnx }\n";
    }

    @Override
    public List<SequenceInfo> sequences() {
        return report.positions().sequences() == 0
                ? List.of()
                : List.of(new SequenceInfo(0, 4, 2), new SequenceInfo(1, 4, 1));
    }

    @Override
    public Stream<ScoredPosition> positions() {
        openPositions++;
        return positions.stream().onClose(() -> openPositions--);
    }

    /** How many streams of positions were not closed so far. */
    int openPositions() {
        return openPositions;
    }

    @Override
    public int[] tokens(int sequence) {
        return new int[] {0, 1, 2, 3};
    }

    @Override
    public String text(int token) {
        return " <" + token + ">";
    }
}
