package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code noisefloor compare} on two runs that differ in nothing but the engine. */
class TwoEnginesComparedIT {
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");
    /** Texts without a position that may choose another feature, see {@link Tolerance}. */
    private static final Path GOLDEN = Distribution.repository().resolve("distribution/src/test/resources/golden");

    private static final String SITE = "blocks.3.hook_resid_post";

    @TempDir
    Path temp;

    private Path run(String backend) throws IOException {
        Path config = Files.writeString(temp.resolve(backend + ".yaml"), """
                model: { backend: %s, path: '%s' }
                corpus: { path: '%s', sequences: 20, length: 64, pack: document, calibration: { sequences: 0 } }
                positions: { special: [ 0 ] }
                sites: [ %s ]
                interventions: [ { type: sae, path: '%s' }, { type: zero, name: nothing } ]
                metrics: [ kl, js, tv, logprob_l2, loss ]
                run: { threads: %d, batch: 4, resamples: 500 }
                output: '%s'
                """.formatted(
                        backend,
                        DEMO.resolve("model"),
                        GOLDEN.resolve("demo_tokens.jsonl"),
                        SITE,
                        DEMO.resolve("saes").resolve(SITE),
                        Distribution.threads(),
                        temp.resolve(backend)));
        var result = Distribution.run("run", config.toString(), "--quiet");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return temp.resolve(backend);
    }

    @Test
    void whatTheEngineDoesIsLevelAndTheFrontierHoldsBoth() throws IOException {
        Path out = temp.resolve("comparison");
        var result =
                Distribution.run("compare", run("onnx").toString(), run("djl").toString(), "--output", out.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        JsonNode comparison =
                new ObjectMapper().readTree(out.resolve("comparison.json").toFile());
        assertThat(comparison.at("/originals/0/one_model").asBoolean()).isTrue();
        assertThat(comparison.at("/originals/0/kl").asDouble()).isBetween(1e-14, 1e-10);
        JsonNode ranking = comparison.get("ranking");
        for (JsonNode pair : comparison.get("pairs")) {
            JsonNode better = ranking.get(pair.get("better").asInt() - 1);
            JsonNode worse = ranking.get(pair.get("worse").asInt() - 1);
            boolean same = better.get("intervention").equals(worse.get("intervention"));
            assertThat(pair.at("/verdict/word").asText().equals("level"))
                    .as(pair.toString())
                    .isEqualTo(same);
        }
        for (JsonNode each : ranking) {
            assertThat(each.get("on_frontier").asBoolean()).isEqualTo(each.has("l0"));
        }
        assertThat(result.stdout()).contains("(arithmetic)", "The same model is computed in more than one way here");
    }
}
