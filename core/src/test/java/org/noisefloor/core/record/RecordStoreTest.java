package org.noisefloor.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.core.record.Arm.Draws;
import org.noisefloor.core.record.ColumnLayout.Column;
import org.noisefloor.core.record.ColumnLayout.MetricColumns;

class RecordStoreTest {
    @TempDir
    Path temp;

    private static final Layout LAYOUT = new Layout(
            List.of(
                    Arm.of("site", "sae", "sae", Role.INTERVENTION, Draws.ONE),
                    new Arm(
                            "site",
                            "noise_0.5",
                            "noise",
                            Role.BASELINE,
                            "sae",
                            Draws.random(8),
                            "noise",
                            0.5,
                            "other",
                            List.of())),
            new ColumnLayout(List.of(new MetricColumns("kl", List.of(new Column("kl", 1), new Column("v", 2)), true))),
            List.of(ColumnLayout.NONE, ColumnLayout.NONE),
            List.of(List.of(new Layout.Observed("l0", "features", "active features")), List.of()),
            List.of(new Layout.Classes("state", List.of("a", "b"))),
            List.of(new Layout.Point("kl", 0, Figure.Kind.DIVERGENCE)),
            List.of(new Layout.Floor(1, List.of(0), List.of(0))));
    private static final double[] ARITHMETIC = {1e-9, Double.MIN_VALUE, 0.1};
    private static final RunDescription RUN = new RunDescription(
            "2.0",
            new RunDescription.Model("onnx", "llama", 100, 64, null),
            List.of(new RunDescription.SiteFacts("site", "tensor", 4), new RunDescription.SiteFacts("other", "t", 2)),
            new RunDescription.Shape(8, 16, 2),
            new RunDescription.MaskRule(List.of(0, 1), 1, 90, "saelens"),
            new RunDescription.Inference(7, 1000, List.of("noise"), List.of("kl < 1")),
            LAYOUT,
            new RunDescription.Words(
                    List.of(new RunDescription.Named("noise", "noise")),
                    List.of(),
                    List.of(Map.of("rank", List.of(3.0, 4.0)))),
            new RunDescription.Arithmetic(
                    ARITHMETIC, 12, 1e-6, new RunDescription.Again("again", "djl", Map.of("threads", 2))),
            List.of("mind this"),
            Map.of("seed", 7, "metrics", List.of("kl", Map.of("type", "tail"))));

    private static SequenceRecord record(int index, double... sums) {
        return new SequenceRecord(
                index,
                new int[] {index},
                8,
                7,
                6,
                1,
                1,
                new int[] {0, 3, 1, 2},
                new int[] {1, 2, 3},
                new Predictions(new float[] {0.5f, 0, 1}, new int[] {1, 2, 0}, new float[] {0.5f, 0.25f, 1}),
                List.of(List.of(new ArmSums(
                        new ArmSums.Scored(sums, new double[] {0.125, 0, 0}, new int[] {1}, new double[] {0.25}),
                        new ArmSums.Intervened(
                                new double[0], new double[] {16}, new double[] {0.5, 6}, LargeNorms.NONE),
                        List.of(List.of(new ArmSums.ClassSums(6, sums)))))),
                List.of(List.of()),
                List.of(new ArmPositions(
                        List.of(new TreeMap<>(Map.of(Histogram.ZERO, 1, 189, 2))),
                        new double[][] {{0, 1, Double.POSITIVE_INFINITY}},
                        List.of(List.of(new ArmPositions.Ranks(1, 2, 0, 1.5))))),
                List.of(new FeatureCounts(16, new int[] {3, 9}, new int[] {1, 5})));
    }

    private Path store(SequenceRecord... records) {
        Path file = temp.resolve("records.jsonl");
        try (RecordStore.Writer writer = RecordStore.create(file, RUN)) {
            for (SequenceRecord each : records) {
                writer.append(each);
            }
        }
        return file;
    }

    @Test
    void numbersComeBackToTheLastBit() {
        double[] sums = {Math.PI, Double.MIN_VALUE, Double.POSITIVE_INFINITY};
        RecordStore.Content content = RecordStore.read(store(record(0, sums)));
        assertThat(content.run().layout()).isEqualTo(LAYOUT);
        assertThat(content.records().get(0).arms().get(0).get(0).scored().sums())
                .containsExactly(sums);
        assertThat(content.records().get(0).features().get(0).positions()).containsExactly(1, 5);
    }

    @Test
    void theDescriptionOfTheRunComesBackAsItWas() {
        RunDescription run = RecordStore.read(store(record(0, 1, 2, 3))).run();
        assertThat(run.arithmetic().sums()).containsExactly(ARITHMETIC);
        assertThat(run).usingRecursiveComparison().isEqualTo(RUN);
        assertThat(run.layout().arms().get(1).changedSite()).isEqualTo("other");
    }

    @Test
    void singlePositionsComeBackAsTheyWere() {
        SequenceRecord record =
                RecordStore.read(store(record(0, 1, 2, 3))).records().get(0);
        ArmPositions single = record.single().get(0);
        assertThat(record.positions()).containsExactly(1, 2, 3);
        assertThat(record.nonfinite()).isEqualTo(1);
        assertThat(single.histograms().get(0)).isEqualTo(Map.of(Histogram.ZERO, 1, 189, 2));
        assertThat(single.values()[0]).containsExactly(0, 1, Double.POSITIVE_INFINITY);
        assertThat(single.ranks().get(0)).containsExactly(new ArmPositions.Ranks(1, 2, 0, 1.5));
    }

    @Test
    void recordsComeBackInOrderOfTheirIndex() {
        assertThat(RecordStore.read(store(record(2, 1, 2, 3), record(0, 1, 2, 3), record(1, 1, 2, 3)))
                        .records())
                .extracting(SequenceRecord::index)
                .containsExactly(0, 1, 2);
    }

    @Test
    void aStoreThatWasCutShortIsToldByItsLine() throws IOException {
        Path file = store(record(0, 1, 2, 3), record(1, 1, 2, 3));
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() - 60));
        for (Executable reading : List.<Executable>of(() -> RecordStore.read(file), () -> RecordIndex.of(file))) {
            assertThatThrownBy(reading::execute)
                    .isInstanceOf(UserError.class)
                    .hasMessage(file + ": line 3 is no sequence record: it ends too early; was the file cut short?");
        }
    }

    @Test
    void anEmptyFileIsNoStore() throws IOException {
        Path file = Files.createFile(temp.resolve("empty.jsonl"));
        assertThatThrownBy(() -> RecordStore.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("empty");
    }

    @Test
    void anythingElseIsNoStore() throws IOException {
        Path file = Files.writeString(temp.resolve("other.jsonl"), "{\"text\": \"hello\"}\n");
        assertThatThrownBy(() -> RecordStore.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not a store of sequence records");
    }

    @Test
    void recordsOfAnOlderVersionSayThatTheyAre() throws IOException {
        Path file = Files.writeString(temp.resolve("older.jsonl"), "{\"arms\": [], \"scored\": []}\n");
        assertThatThrownBy(() -> RecordStore.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("older version of noisefloor");
    }
}
