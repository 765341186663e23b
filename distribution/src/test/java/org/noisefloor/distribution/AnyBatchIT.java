package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A graph that quantises activations on the fly gives the same figures in every batch, as arm and as original. */
class AnyBatchIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER =
            Distribution.repository().resolve("distribution/src/test/resources/int8-padding");
    /** KL(fp32 ‖ int8) in nats: a session of ONNX Runtime 1.32 in Python, one sequence at a time, softmax in float64. */
    private static final double EXPECTED = 0.001149;

    @TempDir
    Path temp;

    private Path run(String original, String arm, int batch) throws IOException {
        Path output = temp.resolve(original + batch);
        Path config = Files.writeString(temp.resolve(original + batch + ".yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus: { path: '%s', length: 64, pack: document, calibration: { sequences: 0 } }
                sites: [ hidden2 ]
                interventions: [ %s ]
                metrics: [ kl, loss ]
                reports: [ markdown ]
                run: { threads: %d, batch: %d, resamples: 100 }
                output: '%s'
                """.formatted(
                FOLDER.resolve(original), FOLDER.resolve("tokens.jsonl"), arm, Distribution.threads(), batch, output));
        var result = Distribution.run("run", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return output;
    }

    private static JsonNode json(Path run, String file) throws IOException {
        return JSON.readTree(run.resolve(file).toFile());
    }

    @Test
    void aWholeModelThatQuantisesOnTheFlyIsMeasuredAsItRunsAlone() throws IOException {
        List<JsonNode> sites = new ArrayList<>();
        for (int batch : new int[] {1, 5, 32}) {
            Path run = run("fp32", "{ type: model, path: '" + FOLDER.resolve("int8") + "' }", batch);
            JsonNode report = json(run, "report.json");
            sites.add(report.get("sites"));
            JsonNode kl = report.at("/sites/0/arms/0/figures/kl/value");
            assertThat(kl.asDouble()).as("batches of %d", batch).isCloseTo(EXPECTED, within(5e-7));
            String warning =
                    "model at hidden2: each sequence runs by itself, without padding, since DynamicQuantizeLinear"
                            + " takes one scale over all sequences and positions of a batch, padding included; in batches of "
                            + batch + " × 64 its predictions would be 0.0214 nats (KL) from these";
            assertThat(report.get("warnings")).anyMatch(each -> each.asText().startsWith(warning));
            assertThat(Files.readString(run.resolve("summary.md"))).contains(warning);
            JsonNode provenance = json(run, "provenance.json");
            assertThat(provenance.at("/interventions/0/made_from/passes").asText())
                    .isEqualTo("one sequence at a time, without padding");
            assertThat(provenance.at("/model/passes").asText()).isEqualTo("batches of " + batch + " × 64");
        }
        assertThat(sites).containsOnly(sites.get(0));
    }

    @Test
    void anOriginalThatQuantisesOnTheFlyIsCutAndSplicedAlone() throws IOException {
        List<JsonNode> sites = new ArrayList<>();
        for (int batch : new int[] {1, 7}) {
            Path run = run("int8", "{ type: rounded, to: [ int8 ] }", batch);
            JsonNode report = json(run, "report.json");
            sites.add(report.get("sites"));
            assertThat(report.get("warnings"))
                    .anyMatch(each -> each.asText().startsWith("the original: each sequence runs by itself"));
            assertThat(report.at("/numeric_floor/largest_logit_difference").asDouble())
                    .isLessThan(1e-5);
            assertThat(report.at("/sites/0/arms/0/figures/kl/value").asDouble()).isPositive();
        }
        assertThat(sites).containsOnly(sites.get(0));
    }
}
