package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.Site;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.plugin.sae.layout.Hints;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.intervention.TestActivations;

/** Every published layout, against what its own library computes (examples/tiny-saes/make_published_saes.py). */
final class PublishedTest {
    static final Path FOLDER = Path.of("src", "test", "resources", "published");
    private static final Set<String> REFUSED = Set.of(
            "saelens-temporal",
            "saelens-standard-whitening-not-folded",
            "clt-relu",
            "clt-jumprelu",
            "gemma-scope-2-clt");

    static List<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(each -> Files.exists(each.resolve("expected.json")))
                    .map(each -> each.getFileName().toString())
                    .filter(each -> !REFUSED.contains(each))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode expected(String name) throws IOException {
        return new JsonMapper()
                .readTree(FOLDER.resolve(name).resolve("expected.json").toFile());
    }

    /** What its library says is followed, and its constants are given where the files do not hold them. */
    private static Sae.Options options(String name, JsonNode expected) {
        boolean saelens = expected.get("from").asText().startsWith("sae-lens 6");
        Optional<Double> scale = Optional.ofNullable(expected.get("norm_scaling_factor"))
                .map(JsonNode::asDouble)
                .or(() -> Optional.ofNullable(expected.get("dataset_average_activation_norm"))
                        .map(norm -> Math.sqrt(expected.get("x").get(0).size()) / norm.asDouble()));
        return new Sae.Options(
                FOLDER.resolve(name).resolve(expected.get("path").asText()),
                false,
                scale,
                OptionalInt.empty(),
                Optional.empty(),
                saelens ? Hints.Reading.SAELENS : Hints.Reading.AUTHORS);
    }

    private static Intervention open(String name, JsonNode expected, int width) {
        return new Sae()
                .create(
                        options(name, expected),
                        TestContext.builder()
                                .shape(1, expected.get("x").size())
                                .site(Site.of(expected.get("site").asText(), "t", width))
                                .threads(2)
                                .build());
    }

    /**
     * Float32 on both sides: sums of 16 and of 32 terms, each rounded by 2⁻²⁴ of the largest number that was added, and a factor for
     * reconstructions that cancel.
     */
    private static float rounding(float[] in, float[] out) {
        double largest = 1;
        for (float value : in) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (float value : out) {
            largest = Math.max(largest, Math.abs(value));
        }
        return (float) (64 * 0x1p-24 * largest);
    }

    @ParameterizedTest
    @MethodSource("names")
    void isComputedAsItsLibraryDoes(String name) throws IOException {
        JsonNode expected = expected(name);
        JsonNode head = expected.get("head");
        float[][] x = rows(expected.get("x"));
        float[][] y = rows(expected.get("y"));
        int offset = head == null ? 0 : head.asInt() * x[0].length;
        int width = head == null ? x[0].length : 4 * x[0].length;
        float[][] given = new float[x.length][width];
        for (int row = 0; row < x.length; row++) {
            System.arraycopy(x[row], 0, given[row], offset, x[row].length);
        }
        TestActivations batch = TestActivations.of(given);
        boolean transcoder = !expected.get("writes").isNull();
        if (transcoder) {
            batch = batch.writing(new float[][][] {new float[x.length][y[0].length]});
        }
        try (Intervention splice = open(name, expected, width)) {
            assertThat(splice.needs().writes())
                    .isEqualTo(transcoder ? List.of(expected.get("writes").asText()) : List.of());
            splice.replace(batch);
        }
        for (int row = 0; row < x.length; row++) {
            float[] replaced = batch.replacedRow(row);
            assertThat(Arrays.copyOfRange(replaced, offset, offset + y[row].length))
                    .as("row %d", row)
                    .containsExactly(y[row], within(rounding(x[row], y[row])));
            assertThat(batch.observed(0, row))
                    .as("l0 of row %d", row)
                    .isEqualTo(expected.get("l0").get(row).asDouble());
            double l1 = expected.get("l1").get(row).asDouble();
            assertThat(batch.observed(1, row))
                    .as("l1 of row %d", row)
                    .isCloseTo(l1, within(64 * 0x1p-24 * Math.max(1, l1)));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void isReportedWithWhatItIs(String name) throws IOException {
        JsonNode expected = expected(name);
        int width = expected.get("x").get(0).size() * (expected.has("head") ? 4 : 1);
        try (Intervention splice = open(name, expected, width)) {
            assertThat(splice.provenance())
                    .containsKeys(
                            "layout",
                            "architecture",
                            "weights_sha256",
                            "d_in",
                            "d_sae",
                            "dtype",
                            "apply_b_dec_to_input")
                    .containsEntry("hook_name_is_site", true);
            assertThat(splice.notes())
                    .filteredOn(note -> note.contains("trained at"))
                    .isEmpty();
        }
    }

    /** Each layer contributes to what is written from it on; its own part also holds its bias and its skip. */
    @ParameterizedTest
    @ValueSource(strings = {"clt-relu", "clt-jumprelu", "gemma-scope-2-clt"})
    void layersOfATranscoderAcrossLayersAddUpToWhatItsLibraryWrites(String name) throws IOException {
        JsonNode expected = expected(name);
        Map<String, double[][]> sums = new HashMap<>();
        for (JsonNode site : expected.get("site")) {
            float[][] x = rows(expected.get("x").get(site.asText()));
            Intervention splice = new Sae()
                    .create(
                            options(name, expected),
                            TestContext.builder()
                                    .shape(1, x.length)
                                    .site(Site.of(site.asText(), "t", x[0].length))
                                    .build());
            List<String> writes = splice.needs().writes();
            assertThat(splice.needs().isAdding()).isTrue();
            float[][][] zeros = new float[writes.size()][x.length][x[0].length];
            TestActivations batch = TestActivations.of(x).writing(zeros);
            splice.replace(batch);
            for (int to = 0; to < writes.size(); to++) {
                double[][] sum = sums.computeIfAbsent(writes.get(to), each -> new double[x.length][x[0].length]);
                for (int row = 0; row < x.length; row++) {
                    for (int i = 0; i < x[0].length; i++) {
                        sum[row][i] += batch.replaced(to).get(row * x[0].length + i);
                    }
                }
            }
        }
        for (JsonNode site : expected.get("writes")) {
            float[][] y = rows(expected.get("y").get(site.asText()));
            for (int row = 0; row < y.length; row++) {
                for (int i = 0; i < y[row].length; i++) {
                    assertThat(sums.get(site.asText())[row][i])
                            .as("%s, row %d", site.asText(), row)
                            .isCloseTo(y[row][i], within(2e-5));
                }
            }
        }
    }

    @Test
    void noneIsLeftOut() throws IOException {
        assertThat(names().size()).isGreaterThan(90);
    }

    private static float[][] rows(JsonNode matrix) {
        float[][] rows = new float[matrix.size()][];
        Arrays.setAll(rows, i -> Tiny.floats(matrix.get(i)));
        return rows;
    }
}
