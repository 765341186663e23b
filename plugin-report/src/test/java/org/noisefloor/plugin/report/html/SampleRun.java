package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.api.RunResult;
import org.noisefloor.api.ScoredPosition;

/** A run of which a test says what it found; its tokens are {@code words} by id. */
record SampleRun(Map<String, Object> report, List<ScoredPosition> all, List<String> words) implements RunResult {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One site, one floor, one class table: the figures are easy to divide. */
    static final String REPORT = """
            { "model": { "backend": "onnx", "architecture": "gpt2", "vocabulary": 8 },
              "positions": { "sequences": 20, "scored": 1000, "rule": "all count" },
              "bootstrap": { "resamples": 2000, "level": 0.95, "unit": "sequence" },
              "figures": {
                "kl": { "metric": "kl", "unit": "nats", "kind": "divergence", "positions": "scored", "doc": "mean KL" },
                "ce_delta": { "metric": "loss", "unit": "nats", "kind": "difference", "positions": "scored", "doc": "rise" } },
              "numeric_floor": { "what": "twice", "positions": 10, "largest_logit_difference": 0, "figures": { "kl": 0 } },
              "sites": [ { "name": "blocks.3", "tensor": "t", "width": 4, "arms": [
                { "name": "sae", "type": "sae", "role": "intervention", "draws": 1, "family": "sae",
                  "figures": { "kl": { "value": 0.5, "low": 0.4, "high": 0.6 }, "ce_delta": { "value": 0.25, "low": 0.2, "high": 0.3 } },
                  "floors": { "eps_random": { "kl": {
                    "floor": { "value": 0.25, "low": 0.24, "high": 0.26 },
                    "excess": { "value": 0.25, "low": 0.2, "high": 0.3 },
                    "ratio": { "value": 2, "low": 1.9, "high": 2.1 }, "detectable_excess": 0.01 } } },
                  "classes": { "correct_token": {
                    "lost": { "n": { "value": 30 }, "share": { "value": 0.03 }, "figures": { "kl": { "value": 3 } },
                      "floors": { "eps_random": { "share": { "excess": { "value": 0.02, "low": 0.01, "high": 0.03 } },
                        "figures": { "kl": { "excess": { "value": 1, "low": 0.75, "high": 1.25 } } } } } },
                    "rest": { "n": { "value": 970 }, "share": { "value": 0.97 }, "figures": { "kl": { "value": 0.4 } } } } } },
                { "name": "eps_random", "type": "eps_random", "role": "baseline", "matched_to": "sae", "draws": 8, "family": "eps_random",
                  "figures": { "kl": { "value": 0.25, "low": 0.24, "high": 0.26 }, "ce_delta": { "value": 0.1 } },
                  "classes": { "correct_token": {
                    "lost": { "n": { "value": 10 }, "share": { "value": 0.01 }, "figures": { "kl": { "value": 2 } } } } } }
              ] } ],
              "pairs": [], "warnings": [] }
            """;

    static SampleRun of(String report) {
        return of(report, List.of(), List.of("a", "b"));
    }

    static SampleRun of(String report, List<ScoredPosition> all, List<String> words) {
        try {
            return new SampleRun(JSON.readValue(report, new TypeReference<Map<String, Object>>() {}), all, words);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    /** A position of {@code sae} at {@code blocks.3}, at which the original was sure of the correct token, 0. */
    static ScoredPosition position(int sequence, int position, double kl, double before, double after) {
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
                new TreeMap<>(Map.of("eps_random", Map.of("kl", new ScoredPosition.Draws(0.5, 8, 0, 8)))),
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
