package org.noisefloor.distribution;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.core.report.FinishedRun;

/** A run with another run's figures, whose tokens are whatever a corpus may hold. A real tokenizer would cut them to pieces. */
record HostileRun(RunReport report, String site) implements RunResult {
    private static final List<String> WORDS = List.of(
            " the",
            "</script><script>document.title='owned'</script>",
            "<!--",
            "<img src=x onerror=\"document.title='owned'\">",
            "' onload='document.title=1",
            "]]></style></title></textarea></pre>",
            "&amp;&#60;b&#62;",
            "\u202eevil\u202c",
            "שלום עולם",
            " مرحبا بالعالم",
            "\u200b",
            "\u2028\u2029",
            "\u0000\u0007\u001b[31m",
            "\ud800",
            "👩‍👩‍👧 🏳️‍🌈 👍🏽",
            "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
            "\u0301",
            "日本語",
            "\n\t",
            "without".repeat(40));

    static HostileRun withFiguresOf(Path folder, String site) {
        return new HostileRun(FinishedRun.open(folder).report(), site);
    }

    @Override
    public Map<String, Object> provenance() {
        return Map.of("path", WORDS.get(1));
    }

    @Override
    public String config() {
        return String.join("\n", WORDS);
    }

    @Override
    public List<SequenceInfo> sequences() {
        return List.of();
    }

    @Override
    public Stream<ScoredPosition> positions() {
        int n = WORDS.size();
        return IntStream.range(0, 60)
                .mapToObj(i -> new ScoredPosition(
                        site,
                        "sae",
                        i / 30,
                        20 + i % 30,
                        (20 + i) % n,
                        (21 + i) % n,
                        0.7,
                        0.1,
                        Map.of("kl", 1 + i / 10.0),
                        Map.of("eps_random", Map.of("kl", new ScoredPosition.Draws(0.5, 8, 0, 8, null))),
                        Map.of("correct_token", "lost"),
                        likely(i, 0.7),
                        likely(i + 7, 0.6)));
    }

    private static List<ScoredPosition.Likely> likely(int first, double probability) {
        return IntStream.range(0, 5)
                .mapToObj(k -> new ScoredPosition.Likely((first + k) % WORDS.size(), probability / (1 << k)))
                .toList();
    }

    @Override
    public int[] tokens(int sequence) {
        return IntStream.range(0, 64).map(i -> (i + sequence) % WORDS.size()).toArray();
    }

    @Override
    public String text(int token) {
        return WORDS.get(token);
    }
}
