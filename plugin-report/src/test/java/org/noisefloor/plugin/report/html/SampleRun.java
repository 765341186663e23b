package org.noisefloor.plugin.report.html;

import static org.noisefloor.plugin.report.TestArm.verdict;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.api.report.ClassReport.ClassExcess;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.plugin.report.TestArm;
import org.noisefloor.plugin.report.TestReport;

/** A run of which a test says what it found; its tokens are {@code words} by id. */
record SampleRun(RunReport report, List<ScoredPosition> all, List<String> words) implements RunResult {

    /** One site, one floor, one class table: the figures are easy to divide. */
    static TestReport sample() {
        return sample("kl").site("blocks.3", sae("sae"), epsRandom("sae"));
    }

    /** The same without sites. */
    static TestReport sample(String main) {
        return new TestReport()
                .positions(20, 1280, 1100, 1000)
                .main(main)
                .figure(main, main, "nats", Kind.DIVERGENCE)
                .figure("ce_delta", "loss", "nats", Kind.DIFFERENCE);
    }

    static TestArm sae(String name) {
        return TestArm.intervention(name)
                .figure("kl", Estimate.of(0.5, 0.4, 0.6))
                .figure("ce_delta", Estimate.of(0.25, 0.2, 0.3))
                .floor("eps_random", Estimate.of(2, 1.9, 2.1), verdict(Word.WORSE))
                .inClass("correct_token", "lost", lost(Estimate.of(0.02, 0.01, 0.03)))
                .inClass("correct_token", "rest", TestArm.ofClass(970, 0.97, 0.4, Map.of()));
    }

    /** The class of lost positions, of which the intervention has so many more than the floor. */
    static ClassReport lost(Estimate shareExcess) {
        ClassExcess kl = new ClassExcess(Estimate.of(1, 0.75, 1.25), null);
        return TestArm.ofClass(30, 0.03, 3, Map.of("eps_random", new ClassContrast(shareExcess, Map.of("kl", kl))));
    }

    static TestArm epsRandom(String matchedTo) {
        return TestArm.baseline("eps_random", "eps_random")
                .drawnFor(matchedTo, 8)
                .figure("kl", Estimate.of(0.25, 0.24, 0.26))
                .figure("ce_delta", 0.1)
                .inClass("correct_token", "lost", TestArm.ofClass(10, 0.01, 2, Map.of()));
    }

    static SampleRun of(TestReport report) {
        return of(report, List.of(), List.of("a", "b"));
    }

    static SampleRun of(TestReport report, List<ScoredPosition> all, List<String> words) {
        return new SampleRun(report.report(), all, words);
    }

    private static final ScoredPosition.Halves SAME_HALVES = new ScoredPosition.Halves(0.5, 0.5, 4, 4);

    /** A position of {@code sae} at {@code blocks.3}, at which the original was sure of the correct token, 0. */
    static ScoredPosition position(int sequence, int position, double kl, double before, double after) {
        return position(sequence, position, kl, before, after, SAME_HALVES);
    }

    static ScoredPosition position(
            int sequence, int position, double kl, double before, double after, ScoredPosition.Halves halves) {
        return new ScoredPosition(
                "blocks.3",
                "sae",
                sequence,
                position,
                1,
                0,
                before,
                after,
                new TreeMap<>(Map.of("kl", kl)),
                new TreeMap<>(Map.of("eps_random", Map.of("kl", new ScoredPosition.Draws(0.5, 8, 0, 8, halves)))),
                new TreeMap<>(Map.of("correct_token", before - after >= 0.1 ? "lost" : "rest")),
                List.of(new ScoredPosition.Likely(0, before), new ScoredPosition.Likely(1, 1 - before)),
                List.of(new ScoredPosition.Likely(1, 1 - after), new ScoredPosition.Likely(0, after)));
    }

    String page() {
        return new Page(this, new HtmlOptions(40, 24)).html();
    }

    @Override
    public Map<String, Object> provenance() {
        return Map.of("noisefloor", "1");
    }

    @Override
    public String config() {
        return "seed: 0\n";
    }

    @Override
    public List<SequenceInfo> sequences() {
        return List.of();
    }

    @Override
    public Stream<ScoredPosition> positions() {
        return all.stream();
    }

    @Override
    public int[] tokens(int sequence) {
        return IntStream.range(0, 128).map(i -> i % words.size()).toArray();
    }

    @Override
    public String text(int token) {
        return words.get(token);
    }
}
