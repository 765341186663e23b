package org.noisefloor.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.noisefloor.plugin.report.TestArm.bare;
import static org.noisefloor.plugin.report.TestArm.verdict;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.api.report.VerdictWords;

class WordingTest {
    private static final Estimate RATIO = Estimate.of(1, 0.5, 2);
    private static final TestArm ARM = TestArm.intervention("mine")
            .floor("a", RATIO, verdict(Word.MILDER))
            .floor("b", RATIO, new Verdict(Word.UNKNOWN, "the floor is 0"))
            .floor("c", RATIO, verdict(Word.WORSE))
            .floor("d", RATIO, new Verdict(Word.UNKNOWN, "one sequence"))
            .floor("e", RATIO, verdict(Word.NOT_TOLD_APART))
            .floor("f", RATIO, verdict(Word.WORSE))
            .floor("g", RATIO, new Verdict(Word.UNKNOWN, "the floor is 0"))
            .floor("h", "kl", new FloorContrast(bare(1), bare(1), null, null, 0.1, null, null));

    private static String verdicts(String figure, String... floors) {
        return VerdictWords.of(ARM.report(), figure, List.of(floors));
    }

    @Test
    void floorsOfOneVerdictStandTogetherTheWorstFirst() {
        assertThat(verdicts("kl", "a", "c", "e", "f"))
                .isEqualTo("worse than c and f, milder than a, not told apart from e");
    }

    @Test
    void whatIsUnknownSaysWhyOnceForEachReason() {
        assertThat(verdicts("kl", "b", "d", "g"))
                .isEqualTo("unknown against b and g (the floor is 0), unknown against d (one sequence)");
    }

    @Test
    void whatWasNotComparedOrHasNoDirectionHasNoVerdict() {
        assertThat(verdicts("kl", "h", "nobody")).isEmpty();
        assertThat(verdicts("tv", "a")).isEmpty();
    }

    @Test
    void whyAClassHasNoIntervalsIsNotRepeatedWithItsFigures() {
        Estimate n = Estimate.withoutInterval(4, "no intervals here");
        ClassReport of = new ClassReport(n, bare(0.5), Map.of(), Map.of());
        assertThat(Wording.inClass(Estimate.withoutInterval(0.25, "no intervals here"), of))
                .isEqualTo(bare(0.25));
        Estimate other = Estimate.undefined("another reason");
        assertThat(Wording.inClass(other, of)).isEqualTo(other);
    }

    @Test
    void aListEndsWithAnd() {
        assertThat(VerdictWords.and(List.of())).isEmpty();
        assertThat(VerdictWords.and(List.of("a"))).isEqualTo("a");
        assertThat(VerdictWords.and(List.of("a", "b", "c"))).isEqualTo("a, b and c");
    }
}
