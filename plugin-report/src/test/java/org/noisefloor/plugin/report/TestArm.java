package org.noisefloor.plugin.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ArmReport.EquivalentNoise;
import org.noisefloor.api.report.ArmReport.Features;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.api.report.ClassReport.ClassFigure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;

/** An arm in the making, of which a test says what it needs; all else is empty. */
public final class TestArm {
    private final String name;
    private final String type;
    private final Role role;
    private @Nullable String matchedTo;
    private int draws = 1;
    private @Nullable Map<String, ArmReport.Range> calibration;
    private @Nullable Features features;
    private final Map<String, FigureReport> figures = new LinkedHashMap<>();
    private final Map<String, Map<String, FloorContrast>> floors = new LinkedHashMap<>();
    private final Map<String, Map<String, Estimate>> recovered = new LinkedHashMap<>();
    private final Map<String, Map<String, EquivalentNoise>> equivalentNoise = new LinkedHashMap<>();
    private final Map<String, Map<String, ClassReport>> classes = new LinkedHashMap<>();

    private TestArm(String name, String type, Role role) {
        this.name = name;
        this.type = type;
        this.role = role;
    }

    public static TestArm intervention(String name) {
        return new TestArm(name, "sae", Role.INTERVENTION);
    }

    public static TestArm wholeModel(String name) {
        return new TestArm(name, "model", Role.WHOLE_MODEL);
    }

    public static TestArm baseline(String name, String type) {
        return new TestArm(name, type, Role.BASELINE);
    }

    /** A value without an interval, and without a reason for it. */
    public static Estimate bare(double value) {
        return new Estimate(value, Double.NaN, Double.NaN, Double.NaN, null, null);
    }

    public static Verdict verdict(Word word) {
        return new Verdict(word, null);
    }

    public String name() {
        return name;
    }

    public TestArm drawnFor(String intervention, int times) {
        matchedTo = intervention;
        draws = times;
        return this;
    }

    public TestArm figure(String figure, double value) {
        return figure(figure, bare(value));
    }

    public TestArm figure(String figure, Estimate estimate) {
        figures.put(figure, new FigureReport(estimate, null, false, null, null));
        return this;
    }

    /** A figure whose interval by sequence is another one. */
    public TestArm bySequence(String figure, Estimate estimate, FigureReport.BySequence other) {
        figures.put(figure, new FigureReport(estimate, other, false, null, null));
        return this;
    }

    public TestArm belowNumericFloor(String figure, Estimate estimate) {
        figures.put(figure, new FigureReport(estimate, null, true, null, null));
        return this;
    }

    /** A figure with how many positions are in each bin. */
    public TestArm spread(String figure, Estimate estimate, Map<String, Long> histogram) {
        figures.put(figure, new FigureReport(estimate, null, false, null, new FigureReport.Spread(histogram, null)));
        return this;
    }

    public TestArm without(String figure) {
        figures.remove(figure);
        return this;
    }

    /** Against a floor by {@code kl}. */
    public TestArm floor(String floor, Estimate ratio, Verdict verdict) {
        return floor(
                floor,
                "kl",
                new FloorContrast(bare(0.25), Estimate.of(0.25, 0.2, 0.3), ratio, null, 0.01, verdict, null));
    }

    public TestArm floor(String floor, String figure, FloorContrast contrast) {
        floors.computeIfAbsent(floor, key -> new LinkedHashMap<>()).put(figure, contrast);
        return this;
    }

    public TestArm withoutFloors() {
        floors.clear();
        return this;
    }

    public TestArm recovered(String share, String ablation, Estimate estimate) {
        recovered.computeIfAbsent(share, key -> new LinkedHashMap<>()).put(ablation, estimate);
        return this;
    }

    public TestArm equivalentNoise(String curve, String figure, EquivalentNoise noise) {
        equivalentNoise.computeIfAbsent(curve, key -> new LinkedHashMap<>()).put(figure, noise);
        return this;
    }

    public TestArm inClass(String stratifier, String inClass, ClassReport of) {
        classes.computeIfAbsent(stratifier, key -> new LinkedHashMap<>()).put(inClass, of);
        return this;
    }

    /** A class with a figure, {@code kl}. */
    public static ClassReport ofClass(double n, double share, double kl, Map<String, ClassContrast> floors) {
        return new ClassReport(bare(n), bare(share), Map.of("kl", new ClassFigure(bare(kl), null)), floors);
    }

    public TestArm withoutClasses() {
        classes.clear();
        return this;
    }

    public TestArm features(@Nullable Features use) {
        features = use;
        return this;
    }

    public TestArm calibration(Map<String, ArmReport.Range> made) {
        calibration = made;
        return this;
    }

    ArmReport report() {
        return new ArmReport(
                name,
                type,
                role,
                matchedTo,
                draws,
                draws > 1,
                null,
                name,
                null,
                calibration,
                figures,
                Map.<String, List<Double>>of(),
                floors,
                recovered,
                equivalentNoise,
                null,
                classes,
                features,
                null);
    }
}
