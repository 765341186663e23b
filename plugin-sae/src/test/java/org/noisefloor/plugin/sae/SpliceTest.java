package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.plugin.sae.dictionary.Blas;
import org.noisefloor.plugin.sae.dictionary.Engine;
import org.noisefloor.plugin.sae.layout.Hints;
import org.noisefloor.plugin.sae.layout.Layouts;
import org.noisefloor.plugin.sae.layout.Published;
import org.noisefloor.testkit.intervention.TestActivations;

final class SpliceTest {
    static List<String> names() throws IOException {
        return Tiny.names();
    }

    /**
     * How far a float32 number may be off where the largest is given: a feature is a sum of 8 terms, an output one of up to 24 features, and
     * each of these rounds by 2⁻²⁴ in either direction; six standard deviations.
     */
    private static double rounding(double largest) {
        return 6 * Math.sqrt(8 + 24) * 0x1p-24 * largest;
    }

    private static double largest(float[] numbers) {
        double largest = 0;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    @ParameterizedTest
    @MethodSource("names")
    void agreesWithFloat64(String name) throws IOException {
        JsonNode expected = Tiny.expected(name);
        JsonNode rows = expected.get("rows");
        float[][] inputs = new float[rows.size()][];
        Arrays.setAll(inputs, i -> Tiny.floats(rows.get(i).get("input")));
        TestActivations batch = TestActivations.of(inputs);
        try (Intervention splice =
                Tiny.open(Tiny.at(name), expected.get("center").asBoolean(), rows.size())) {
            splice.replace(batch);
        }
        for (int row = 0; row < rows.size(); row++) {
            float[] output = Tiny.floats(rows.get(row).get("output"));
            double l1 = rows.get(row).get("l1").asDouble();
            assertThat(batch.replacedRow(row)).as("row %d", row).containsExactly(output, within((float)
                    rounding(Math.max(largest(inputs[row]), largest(output)))));
            assertThat(batch.observed(0, row))
                    .as("l0 of row %d", row)
                    .isEqualTo(rows.get(row).get("l0").asInt());
            assertThat(batch.activeFeatures(row))
                    .as("features of row %d", row)
                    .hasSize(rows.get(row).get("l0").asInt());
            assertThat(batch.observed(1, row)).as("l1 of row %d", row).isCloseTo(l1, within(rounding(l1)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500, 1200})
    void blocksOfAnySizeGiveTheSame(int blockBytes) {
        Path folder = Tiny.at("topk_layer_norm_centered");
        Published sae = Layouts.read(folder, Hints.NONE);
        float[][] rows = TestActivations.gaussian(13, 8, 1);
        TestActivations blocks = TestActivations.of(rows).masked(row -> row != 6);
        Engine engine = new Engine(sae.dictionary(), Blas.open(Tiny.CONTEXT), true, 13, blockBytes);
        Place place = Place.of(sae, Tiny.CONTEXT.site(), Tiny.options(folder, true));
        new Splice(engine, 13, sae, place, new Origin(Map.of(), List.of())).replace(blocks);
        TestActivations whole = TestActivations.of(rows).masked(row -> row != 6);
        Tiny.open(folder, true, 13).replace(whole);
        for (int row = 0; row < 13; row++) {
            float[] expected = whole.replacedRow(row);
            assertThat(blocks.replacedRow(row)).containsExactly(expected, within((float) rounding(largest(expected))));
        }
    }

    /** Rows are shared among threads; which of them takes a row moves no bit. */
    @ParameterizedTest
    @ValueSource(strings = {"topk", "jumprelu"})
    void theSameRowsGiveTheSameBitsAgainAndAgain(String name) {
        float[][] rows = TestActivations.gaussian(64, 8, 1);
        Intervention splice = Tiny.open(Tiny.at(name), false, 64);
        TestActivations first = TestActivations.of(rows);
        splice.replace(first);
        for (int again = 0; again < 20; again++) {
            TestActivations batch = TestActivations.of(rows);
            splice.replace(batch);
            for (int row = 0; row < 64; row++) {
                assertThat(batch.replacedRow(row)).containsExactly(first.replacedRow(row));
                assertThat(batch.activeFeatures(row)).isEqualTo(first.activeFeatures(row));
            }
        }
    }

    @Test
    void aZeroRowStaysFiniteUnderConstantNorm() {
        TestActivations batch = TestActivations.of(new float[8], new float[8]);
        Tiny.open(Tiny.at("standard_constant_norm"), false, 2).replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(new float[8]);
    }

    @Test
    void aConstantRowKeepsItsMeanUnderLayerNorm() {
        float[] row = {2, 2, 2, 2, 2, 2, 2, 2};
        TestActivations batch = TestActivations.of(row);
        Tiny.open(Tiny.at("standard_layer_norm"), false, 1).replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(row);
    }

    @Test
    void aRowThatIsNotFiniteBecomesNanAndHarmsNoOther() {
        float[][] rows = TestActivations.gaussian(3, 8, 1);
        TestActivations sound = TestActivations.of(rows);
        Intervention splice = Tiny.open(Tiny.at("topk"), false, 3);
        splice.replace(sound);
        rows[1][4] = Float.NaN;
        TestActivations broken = TestActivations.of(rows);
        splice.replace(broken);
        assertThat(broken.replacedRow(1)[0]).isNaN();
        assertThat(broken.replacedRow(0)).containsExactly(sound.replacedRow(0));
        assertThat(broken.replacedRow(2)).containsExactly(sound.replacedRow(2));
    }

    @Test
    void anotherNumberOfRowsIsADefectOfTheCaller() {
        Intervention splice = Tiny.open(Tiny.at("topk"), false, 3);
        assertThatThrownBy(() -> splice.replace(TestActivations.of(new float[8])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 rows, given 1");
    }

    @Test
    void provenanceSaysWhatWasReadAndHow() {
        Intervention splice = Tiny.open(Tiny.at("topk_rescaled"), true, 1);
        assertThat(splice.provenance())
                .containsEntry("architecture", "topk")
                .containsEntry("k", 5)
                .containsEntry("rescale_acts_by_decoder_norm", true)
                .containsEntry("center", true)
                .containsEntry("hook_name", "blocks.0.hook_resid_post")
                .containsEntry("hook_name_is_site", true);
        assertThat(splice.provenance().get("weights_sha256").toString()).matches("[0-9a-f]{64}");
        assertThat(splice.provenance().get("blas").toString()).startsWith("OpenBLAS ");
    }
}
