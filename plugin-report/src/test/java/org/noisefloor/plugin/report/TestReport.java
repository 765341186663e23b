package org.noisefloor.plugin.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.metric.Figure.Subject;
import org.noisefloor.api.report.FigureInfo;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.SiteReport;

/** A report in the making, of which a test says what it needs; all else is empty. */
public final class TestReport {
    private final Map<String, FigureInfo> figures = new LinkedHashMap<>();
    private final Map<String, List<TestArm>> sites = new LinkedHashMap<>();
    private @Nullable String main;
    private List<String> warnings = List.of();
    private @Nullable List<RunReport.JointCost> together;
    private @Nullable List<RunReport.GateOutcome> gate;
    private List<RunReport.Pair> pairs = List.of();
    private String conventions = "noisefloor";
    private int sequences;
    private long tokens;
    private long intervened;
    private long scored;
    private int length;

    /** By which figure verdicts are told. */
    public TestReport main(@Nullable String figure) {
        main = figure;
        return this;
    }

    /** A figure of scored positions, about the change. */
    public TestReport figure(String name, String metric, String unit, Kind kind) {
        return figure(
                name, new FigureInfo(metric, unit, kind, "scored", Subject.CHANGE, name + " in words", null, null));
    }

    public TestReport figure(String name, FigureInfo info) {
        figures.put(name, info);
        return this;
    }

    public TestReport positions(int ofSequences, long ofTokens, long ofIntervened, long ofScored) {
        sequences = ofSequences;
        tokens = ofTokens;
        intervened = ofIntervened;
        scored = ofScored;
        return this;
    }

    public TestReport length(int ofSequences) {
        length = ofSequences;
        return this;
    }

    public TestReport conventions(String name) {
        conventions = name;
        return this;
    }

    public TestReport site(String name, TestArm... arms) {
        sites.put(name, List.of(arms));
        return this;
    }

    public TestReport warning(String sentence) {
        warnings = Stream.concat(warnings.stream(), Stream.of(sentence)).toList();
        return this;
    }

    /** The first arm of a name, to be changed. */
    public TestArm arm(String name) {
        return sites.values().stream()
                .flatMap(List::stream)
                .filter(arm -> arm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What a joint splice costs. */
    public TestReport together(RunReport.JointCost... costs) {
        together = List.of(costs);
        return this;
    }

    public TestReport gate(RunReport.GateOutcome... outcomes) {
        gate = List.of(outcomes);
        return this;
    }

    /** Two interventions of a site by the main divergence: the first less the second. */
    public TestReport pairs(RunReport.Pair... of) {
        pairs = List.of(of);
        return this;
    }

    public RunReport report() {
        return new RunReport(
                "noisefloor-report",
                1,
                new RunReport.Model("onnx", "gpt2", 8, null),
                new RunReport.Positions(
                        sequences, tokens, intervened, scored, 0, 0, List.of(0), 0, 8, conventions, "all count"),
                new RunReport.Batch(sequences, length, 1),
                0,
                new RunReport.Bootstrap(2000, 0.95, "document", 40, 3, 1),
                main,
                figures,
                new RunReport.NumericFloor("twice", 10, 0, Map.of(), null),
                sites.entrySet().stream()
                        .map(site -> new SiteReport(
                                site.getKey(),
                                "t",
                                4,
                                site.getValue().stream().map(TestArm::report).toList(),
                                site.getKey().equals("together") ? List.of("blocks.0", "blocks.1") : null))
                        .toList(),
                gate,
                null,
                pairs,
                together,
                warnings);
    }
}
