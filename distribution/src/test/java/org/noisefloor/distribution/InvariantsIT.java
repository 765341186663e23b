package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A sequence's record depends on the sequence, the config and the seed alone: exactly on any number of threads and, where no sequence
 * is filled up, in any batch; and up to float32 rounding in others. (That the host itself adds nothing is shown to the bit by core's ExperimentTest.)
 */
class InvariantsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");
    private static final int SEQUENCES = 10;
    private static final String DETERMINISTIC = "[ zero, mean ]";
    private static final String UNCALIBRATED = "[ zero, { type: eps_random, draws: 2 } ]";
    private static final String RANDOM =
            "[ zero, { type: eps_random, draws: 2 }, { type: resample, draws: 2 }, { type: cov_random, draws: 2 },"
                    + " { type: error_rotated, draws: 2 }, { type: error_shuffled, draws: 2, pool: sequence } ]";

    @TempDir
    static Path temp;

    private static List<String> documents;
    private static List<String> records;

    @BeforeAll
    static void runOnce() throws IOException {
        documents = Files.readAllLines(
                Distribution.repository().resolve("distribution/src/test/resources/golden/demo_tokens.jsonl"));
        documents = documents.subList(0, SEQUENCES);
        records = records("first", documents, 4, 2, DETERMINISTIC);
    }

    /** Runs and gives the lines of the record store without the layout. */
    private static List<String> records(String name, List<String> documents, int batch, int threads, String baselines)
            throws IOException {
        Files.write(temp.resolve(name + ".jsonl"), documents);
        Path config = Files.writeString(temp.resolve(name + ".yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus:
                  { path: %s.jsonl, sequences: %d, length: %d, pack: document, calibration: { path: '%s', sequences: 3 } }
                sites: [ blocks.1.hook_resid_post, blocks.4.hook_resid_post ]
                interventions: [ { type: sae, path: '%s/saes/{site}' } ]
                baselines: %s
                metrics: [ kl, loss, reconstruction ]
                stratify: [ original_state ]
                floors: []
                run: { batch: %d, threads: %d, resamples: 100 }
                seed: 3
                output: '%s'
                """.formatted(
                DEMO.resolve("model"),
                name,
                documents.size(),
                JSON.readTree(documents.get(0)).get("tokens").size(),
                Distribution.repository().resolve("distribution/src/test/resources/golden/demo_calibration.jsonl"),
                DEMO,
                baselines,
                batch,
                threads,
                temp.resolve(name)));
        var result = Distribution.run("run", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        List<String> lines = Distribution.records(temp.resolve(name));
        return lines.subList(1, lines.size());
    }

    @Test
    void theSameRunGivesTheSameBytesTwice() throws IOException {
        assertThat(records("again", documents, 4, 2, DETERMINISTIC)).isEqualTo(records);
        assertThat(temp.resolve("again/report.json")).hasSameTextualContentAs(temp.resolve("first/report.json"));
    }

    @Test
    void theSequencesThatFollowChangeNothing() throws IOException {
        assertThat(records("fewer", documents.subList(0, 6), 4, 2, DETERMINISTIC))
                .isEqualTo(records.subList(0, 6));
    }

    @Test
    void theOrderOfTheSequencesChangesNothing() throws IOException {
        List<String> reversed = new ArrayList<>(documents);
        Collections.reverse(reversed);
        List<String> actual = records("reversed", reversed, 4, 2, DETERMINISTIC);
        for (int s = 0; s < SEQUENCES; s++) {
            agree(
                    JSON.readTree(actual.get(SEQUENCES - 1 - s)).get("arms"),
                    JSON.readTree(records.get(s)).get("arms"));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,2", "3,2", "16,2", "4,1"})
    void otherBatchSizesAndThreadCountsAgreeUpToRounding(int batch, int threads) throws IOException {
        List<String> expected = records("random-4-2-for-" + batch + threads, documents, 4, 2, RANDOM);
        List<String> actual = records("random-" + batch + "-" + threads, documents, batch, threads, RANDOM);
        assertThat(actual).hasSameSizeAs(expected);
        for (int s = 0; s < SEQUENCES; s++) {
            JsonNode one = JSON.readTree(actual.get(s));
            JsonNode other = JSON.readTree(expected.get(s));
            assertThat(one.get("scored")).isEqualTo(other.get("scored"));
            assertThat(one.get("intervened")).isEqualTo(other.get("intervened"));
            agree(one.get("arms"), other.get("arms"));
        }
    }

    /** Of 128 tokens, as many as OpenBLAS is given rows: some of its kernels compute rows of unlike places in other orders. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "3,2", "4,2"})
    void sequencesOfOneLengthHaveTheSameBytesInAnyBatchAndOnAnyThreads(int batch, int threads) throws IOException {
        List<String> alike = ofOneLength(128);
        assertThat(records("alike-" + batch + "-" + threads, alike, batch, threads, UNCALIBRATED))
                .isEqualTo(records("alike-4-1-for-" + batch + threads, alike, 4, 1, UNCALIBRATED));
    }

    @ParameterizedTest
    @CsvSource({"1", "4"})
    void theNumberOfThreadsChangesNoByte(int batch) throws IOException {
        assertThat(records("threads-2-" + batch, documents, batch, 2, RANDOM))
                .isEqualTo(records("threads-1-" + batch, documents, batch, 1, RANDOM));
    }

    /** The documents behind each other, cut anew. */
    private static List<String> ofOneLength(int length) throws IOException {
        ArrayNode all = JSON.createArrayNode();
        for (String document : documents) {
            all.addAll((ArrayNode) JSON.readTree(document).get("tokens"));
        }
        List<String> alike = new ArrayList<>();
        for (int from = 0; from + length <= all.size(); from += length) {
            ArrayNode tokens = JSON.createArrayNode();
            for (int t = from; t < from + length; t++) {
                tokens.add(all.get(t));
            }
            alike.add(JSON.createObjectNode().set("tokens", tokens).toString());
        }
        return alike;
    }

    /**
     * Sums over some 60 positions of terms of either sign, each of which moves by 4η at most; sums of squares and norms, which are larger,
     * by a part of their size. Counts of classes are the same, for these texts hold no position that may flip.
     */
    private static void agree(JsonNode actual, JsonNode expected) {
        if (expected.isNumber()) {
            double value = expected.asDouble();
            double tolerance =
                    60 * Tolerance.ARITHMETIC.of("ce_delta", 0, 1) + Tolerance.RECONSTRUCTION * Math.abs(value);
            Tolerance.check("a sum of a record", actual.asDouble(), value, tolerance);
            return;
        }
        assertThat(actual.size()).isEqualTo(expected.size());
        if (expected.isObject()) {
            expected.properties().forEach(each -> agree(actual.get(each.getKey()), each.getValue()));
        } else {
            for (int i = 0; i < expected.size(); i++) {
                agree(actual.get(i), expected.get(i));
            }
        }
    }
}
