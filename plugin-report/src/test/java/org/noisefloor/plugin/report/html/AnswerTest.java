package org.noisefloor.plugin.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTest {
    private static Answer answer(String report) {
        Report read = Report.of(SampleRun.of(report).report());
        return new Answer(read, read.cases().get(0));
    }

    @Test
    void saysHowManyTimesTheFloorAndWhatIsLost() {
        assertThat(answer(SampleRun.REPORT).sentence())
                .isEqualTo(
                        "At blocks.3 sae costs 2.00× [1.90, 2.10] the KL of equally large random noise (eps_random):"
                                + " 0.500 [0.400, 0.600] nats of KL. The cross-entropy rises by 0.250 [0.200, 0.300] nats, against 0.100 under eps_random."
                                + " 3.0 % of the positions lose the correct token substantially, against 1.0 % under eps_random (fewer).");
    }

    @Test
    void theIntervalOfTheRatioDecidesTheVerdict() {
        assertThat(answer(SampleRun.REPORT).verdict()).isEqualTo("By KL, worse than eps_random.");
        assertThat(answer(ratio("0.9, \"low\": 0.8, \"high\": 0.95")).verdict())
                .isEqualTo("By KL, milder than eps_random.");
        assertThat(answer(ratio("1.1, \"low\": 0.9, \"high\": 1.3")).verdict())
                .isEqualTo("By KL, not told apart from eps_random.");
    }

    private static String ratio(String ratio) {
        return SampleRun.REPORT.replace("2, \"low\": 1.9, \"high\": 2.1", ratio);
    }

    @Test
    void aRatioThatIsNullKeepsItsReasonAndGivesNoVerdict() {
        Answer answer = answer(ratio("null, \"low\": null, \"high\": null, \"missing\": \"the floor is 0\""));
        assertThat(answer.verdict()).isEmpty();
        assertThat(answer.sentence())
                .contains(
                        "no known multiple of the KL of equally large random noise (eps_random), since the floor is 0");
    }

    @Test
    void withoutFloorsNothingIsCalledMuch() {
        Answer answer = answer(SampleRun.REPORT.replace("\"eps_random\": { \"kl\"", "\"gone\": { \"kl\""));
        assertThat(answer.verdict()).isEmpty();
        assertThat(answer.sentence())
                .startsWith("At blocks.3 sae costs 0.500 [0.400, 0.600] nats of KL. No noise floor was measured,"
                        + " so nothing says whether that is much.");
    }

    @Test
    void theIntervalOfTheDifferenceSaysWhetherAFloorLosesFewer() {
        String excess = "0.02, \"low\": 0.01, \"high\": 0.03";
        assertThat(answer(SampleRun.REPORT.replace(excess, "-0.02, \"low\": -0.03, \"high\": -0.01"))
                        .sentence())
                .endsWith("1.0 % under eps_random (more).");
        assertThat(answer(SampleRun.REPORT.replace(excess, "0.02, \"low\": -0.01, \"high\": 0.05"))
                        .sentence())
                .endsWith("1.0 % under eps_random (not told apart).");
        assertThat(answer(SampleRun.REPORT.replace(excess, "0.02")).sentence()).endsWith("1.0 % under eps_random.");
    }

    @Test
    void withoutClassesNothingIsSaidOfTheCorrectToken() {
        assertThat(answer(SampleRun.REPORT.replace("\"classes\"", "\"other\"")).sentence())
                .doesNotContain("correct token");
    }

    @Test
    void withoutIntervalsNoneIsMadeUp() {
        Answer answer = answer(ratio("2, \"low\": null, \"high\": null"));
        assertThat(answer.verdict()).isEmpty();
        assertThat(answer.sentence()).contains("costs 2.00× the KL");
    }

    @Test
    void aLossThatMayBeNothingIsCalledThat() {
        assertThat(answer(SampleRun.REPORT.replace(
                                "\"low\": 0.2, \"high\": 0.3 } },", "\"low\": -0.2, \"high\": 0.3 } },"))
                        .sentence())
                .contains("rises by 0.250 [−0.200, 0.300] nats, which may be nothing");
    }

    @Test
    void withoutKlTheFirstDivergenceTakesItsPlace() {
        assertThat(answer(SampleRun.REPORT.replace("\"kl\"", "\"tv\"")).sentence())
                .contains("the tv of equally large random noise");
    }

    @Test
    void severalSitesAreToldApartByWhatDiffers() {
        String site = SampleRun.REPORT.substring(
                SampleRun.REPORT.indexOf("{ \"name\": \"blocks.3\""), SampleRun.REPORT.lastIndexOf("],\n  \"pairs\""));
        String two = SampleRun.REPORT.replace(
                site,
                site.replace("\"blocks.3\"", "\"blocks.3.hook_resid_post\"") + ","
                        + site.replace("\"blocks.3\"", "\"blocks.11.hook_resid_post\""));
        assertThat(Report.of(SampleRun.of(two).report()).cases())
                .extracting(Case::label)
                .containsExactly("blocks.3", "blocks.11");
    }
}
