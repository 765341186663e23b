package org.noisefloor.plugin.report;

import static org.noisefloor.plugin.report.TestArm.bare;
import static org.noisefloor.plugin.report.TestArm.verdict;

import java.util.List;
import java.util.Map;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.metric.Figure.Subject;
import org.noisefloor.api.report.ArmReport.EquivalentNoise;
import org.noisefloor.api.report.ArmReport.Features;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.api.report.ClassReport.ClassExcess;
import org.noisefloor.api.report.ClassReport.ClassFigure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureInfo;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.FloorContrast.Ranks;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult.SequenceInfo;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.api.report.ScoredPosition.Draws;
import org.noisefloor.api.report.ScoredPosition.Likely;
import org.noisefloor.api.report.Verdict.Word;

/** A report with one of everything that a writer looks at, and two positions. */
final class Reports {
    static final ScoredPosition FIRST = new ScoredPosition(
            "blocks.0",
            "mine",
            0,
            1,
            5,
            6,
            0.5,
            0.25,
            Map.of("kl", 0.1),
            Map.of("eps", Map.of("kl", new Draws(0.0625, 2, 1, 3, null))),
            Map.of("state", "right"),
            List.of(new Likely(6, 0.5), new Likely(7, 0.25)),
            List.of(new Likely(7, 0.75)));
    static final ScoredPosition LAST = new ScoredPosition(
            "blocks.0",
            "mine",
            1,
            2,
            6,
            5,
            0.125,
            1,
            Map.of("kl", Double.POSITIVE_INFINITY),
            Map.of(),
            Map.of("state", "wrong"),
            List.of(),
            List.of());

    private Reports() {}

    static TestReport sample() {
        return new TestReport()
                .positions(2, 8, 7, 6)
                .length(4)
                .main("kl")
                .figure("kl", "kl", "nats", Kind.DIVERGENCE)
                .figure("ce_delta", "loss", "nats", Kind.DIFFERENCE)
                .figure(
                        "l0",
                        new FigureInfo(
                                "sae", "features", Kind.LEVEL, "intervened", Subject.CHANGE, "active", null, null))
                .site("blocks.0", mine(), eps())
                .warning("fewer than 20 sequences");
    }

    /** With a joint splice of two sites. */
    public static TestReport together() {
        return sample().site("together", mine(), eps())
                .together(
                        new RunReport.JointCost(
                                "mine",
                                null,
                                "kl",
                                Estimate.of(0.5, 0.4, 0.6),
                                Estimate.of(0.3, 0.2, 0.4),
                                Estimate.of(0.2, 0.1, 0.3),
                                0.05),
                        new RunReport.JointCost(
                                "eps",
                                "mine",
                                "kl",
                                Estimate.of(0.25, 0.2, 0.3),
                                Estimate.of(0.5, 0.4, 0.6),
                                Estimate.of(-0.25, -0.3, -0.2),
                                0.05));
    }

    private static TestArm mine() {
        return TestArm.intervention("mine")
                .belowNumericFloor("kl", Estimate.of(0.1, 0.08, 0.12))
                .figure("ce_delta", Estimate.of(0.02, 0.01, 0.03))
                .figure("l0", Estimate.undefined("none, \"yet\""))
                .floor("eps", "kl", againstEps())
                .floor("cov", Estimate.of(0.5, 0.4, 0.6), verdict(Word.MILDER))
                .floor("other", Estimate.of(1, 0.9, 1.1), verdict(Word.NOT_TOLD_APART))
                .recovered("loss_recovered", "zero", Estimate.of(0.9, 0.8, 0.95))
                .equivalentNoise("dose", "kl", new EquivalentNoise(Estimate.of(1.25, 1, 1.5), '>'))
                .inClass("state", "right", right())
                .features(new Features(8, 7, 6, 0.75, 2, Map.of("1e-2", 2, "1e-1", 2)));
    }

    private static FloorContrast againstEps() {
        return new FloorContrast(
                Estimate.of(0.05, 0.04, 0.06).withDrawError(0.001),
                Estimate.of(0.05, 0.03, 0.07),
                Estimate.of(2, 1.5, 2.5),
                null,
                0.01,
                verdict(Word.WORSE),
                new Ranks(Estimate.of(0.5, 0.4, 0.6), bare(0.25), bare(0), bare(0.625), 0.25));
    }

    private static ClassReport right() {
        return new ClassReport(
                bare(4),
                bare(0.66),
                Map.of("kl", new ClassFigure(bare(0.3), bare(0.7))),
                Map.of("eps", new ClassContrast(bare(0.1), Map.of("kl", new ClassExcess(bare(0.2), bare(3))))));
    }

    private static TestArm eps() {
        return TestArm.baseline("eps", "eps_random")
                .drawnFor("mine", 3)
                .figure("kl", bare(0.05).withDrawError(0.001));
    }

    static Finished run(TestReport report) {
        return new Finished(
                report.report(),
                Map.of(),
                List.of(new SequenceInfo(0, 3, 1), new SequenceInfo(1, 4, 1)),
                List.of(FIRST, LAST),
                List.of(List.of(0, 5, 6), List.of(0, 4, 6, 5)));
    }

    /** A run that measured nothing. */
    static Finished nothing() {
        return new Finished(new TestReport().report());
    }
}
