package org.noisefloor.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport.Pilot;
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
                            Draws.random(8).decided(6, new Pilot(16, "kl", "sae", 0.0625)),
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

    private static final FloorDraws FLOOR = new FloorDraws(
            new float[][] {{0.5f, 1e-30f, Float.MIN_VALUE}},
            List.of(new FloorDraws.Standing(new int[][] {{0, 8, 3}}, new int[][] {{}})),
            new FloorDraws.Halves(
                    new float[] {1, 2, 3}, new float[] {4, 5, 6}, List.of(new int[] {0, 4, 2}, new int[] {1, 1, 1})));
    private static final LargeNorms NORMS =
            new LargeNorms(new float[] {1, 900}, new int[] {1}, new double[][] {{0.1, 0.2}}, new double[][] {{3}});

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
                List.of(List.of(
                        new ArmSums(
                                new ArmSums.Scored(
                                        sums, new double[] {0.125, 0, 0}, new int[] {1}, new double[] {0.25}),
                                new ArmSums.Intervened(new double[0], new double[] {16}, new double[] {0.5, 6}, NORMS),
                                List.of(List.of(
                                        new ArmSums.ClassSums(6, sums), new ArmSums.ClassSums(0, new double[0])))),
                        new ArmSums(
                                new ArmSums.Scored(sums, new double[0], new int[0], new double[0]),
                                ArmSums.Intervened.NONE,
                                List.of(List.of(
                                        new ArmSums.ClassSums(2, new double[] {-1e300}),
                                        new ArmSums.ClassSums(4, new double[] {7})))))),
                List.of(List.of(new ArmSums(
                        new ArmSums.Scored(new double[] {3, 2, 1}, new double[0], new int[0], new double[0]),
                        ArmSums.Intervened.NONE,
                        List.of()))),
                List.of(new ArmPositions(
                        List.of(new TreeMap<>(Map.of(Histogram.ZERO, 1, 189, 2))),
                        new double[][] {{0, Math.PI, Double.POSITIVE_INFINITY}},
                        List.of(List.of(new ArmPositions.Ranks(1, 2, 0, 1.5))),
                        new ArmPositions.Shown(
                                new Predictions(new float[] {0.1f}, new int[] {1, -1}, new float[] {0.9f, 0}),
                                new int[][] {{0, 1, 0}},
                                FLOOR))),
                List.of(new FeatureCounts(16, new int[] {3, 9}, new int[] {1, 5})));
    }

    private Path store(SequenceRecord... records) {
        Path file = temp.resolve("records.bin");
        try (RecordStore.Writer writer = RecordStore.create(file, RUN)) {
            for (SequenceRecord each : records) {
                writer.append(each);
            }
        }
        return file;
    }

    private static SequenceRecord whole(Path file) {
        try (RecordReader reader = RecordReader.open(file)) {
            assertThat(reader.next()).isTrue();
            return reader.record();
        }
    }

    @Test
    void aRecordComesBackToTheLastBit() {
        SequenceRecord record = record(0, Math.PI, Double.MIN_VALUE, Double.POSITIVE_INFINITY);
        assertThat(whole(store(record))).usingRecursiveComparison().isEqualTo(record);
    }

    @Test
    void summingUpReadsARecordWithoutWhatIsOnlyShown() {
        SequenceRecord record = record(0, Math.PI, 2, 3);
        SequenceRecord summed = RecordStore.read(store(record)).records().get(0);
        assertThat(summed.tokens()).isEmpty();
        assertThat(summed.original()).isEqualTo(Predictions.NONE);
        assertThat(summed.single().get(0).shown()).isEqualTo(ArmPositions.Shown.NONE);
        assertThat(summed)
                .usingRecursiveComparison()
                .ignoringFields("tokens", "original", "single")
                .isEqualTo(record);
    }

    @Test
    void oneArmOfOneSequenceIsReadByItself() {
        Path file = store(record(1, 1, 2, 3), record(0, 4, 5, 6));
        RecordIndex index = RecordIndex.of(file);
        assertThat(index.entries()).extracting(RecordIndex.Entry::index).containsExactly(0, 1);
        try (RecordIndex.Reader reader = index.open()) {
            RecordIndex.Entry second = index.entries().get(1);
            SequenceRecord record = record(1, 1, 2, 3);
            assertThat(reader.head(second).tokens()).isEqualTo(record.tokens());
            assertThat(reader.head(second).original())
                    .usingRecursiveComparison()
                    .isEqualTo(record.original());
            assertThat(reader.values(second, 0))
                    .isDeepEqualTo(record.single().get(0).values());
            assertThat(reader.shown(second, 0))
                    .usingRecursiveComparison()
                    .isEqualTo(record.single().get(0).shown());
        }
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
        assertThat(single.values()[0]).containsExactly(0, Math.PI, Double.POSITIVE_INFINITY);
        assertThat(single.ranks().get(0)).containsExactly(new ArmPositions.Ranks(1, 2, 0, 1.5));
    }

    @Test
    void aStoreThatIsNotHeldIsReadInTheSameOrderEachTime() {
        isReadInOrder(record(0, 1, 2, 3), record(1, 4, 5, 6), record(2, 7, 8, 9));
        isReadInOrder(record(2, 7, 8, 9), record(0, 1, 2, 3), record(1, 4, 5, 6));
    }

    private void isReadInOrder(SequenceRecord... stored) {
        Path file = store(stored);
        List<SequenceRecord> held = RecordStore.read(file).records();
        RecordSource source = StoredRecords.of(file, 0);
        for (int reading = 0; reading < 2; reading++) {
            List<SequenceRecord> records = new ArrayList<>();
            source.each(records::add);
            assertThat(records).usingRecursiveComparison().isEqualTo(held);
        }
        List<SequenceRecord> heads = new ArrayList<>();
        source.heads(heads::add);
        assertThat(heads).extracting(SequenceRecord::index).containsExactly(0, 1, 2);
        assertThat(heads).allSatisfy(head -> assertThat(head.arms()).isEmpty());
    }

    @Test
    void recordsComeBackInOrderOfTheirIndex() {
        assertThat(RecordStore.read(store(record(2, 1, 2, 3), record(0, 1, 2, 3), record(1, 1, 2, 3)))
                        .records())
                .extracting(SequenceRecord::index)
                .containsExactly(0, 1, 2);
    }

    @Test
    void aStoreThatWasCutShortIsToldByItsRecordWhereverItWasCut() throws IOException {
        Path file = store(record(0, 1, 2, 3), record(1, 1, 2, 3));
        byte[] whole = Files.readAllBytes(file);
        int first = Math.toIntExact(RecordIndex.of(file).entries().get(1).at()) - 8;
        for (int length = first + 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            for (Executable reading : List.<Executable>of(() -> RecordStore.read(file), () -> RecordIndex.of(file))) {
                assertThatThrownBy(reading::execute)
                        .isInstanceOf(UserError.class)
                        .hasMessage(file + ": record 2 cannot be read: it ends too early; was the file cut short?");
            }
        }
    }

    @Test
    void aBitThatChangedIsNoticedWhereverItIs() throws IOException {
        Path file = store(record(0, 1, 2, 3));
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 4;
            Files.write(file, changed);
            assertThatThrownBy(() -> RecordStore.read(file)).isInstanceOf(UserError.class);
        }
    }

    /** Behind a checksum that agrees: what a defect of ours, or malice, would write. */
    @Test
    void bytesThatNoRecordHasAreRefusedWithoutASurprise() throws IOException {
        byte[] whole = RecordCodec.bytes(record(0, 1, 2, 3));
        for (int at = 0; at < whole.length; at++) {
            for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
                byte[] bytes = whole.clone();
                bytes[at] = (byte) value;
                readOrRefused(bytes);
            }
        }
    }

    /** The same where compression hides nothing of the numbers. */
    @Test
    void numbersThatNobodyWroteAreRefusedWithoutASurprise() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] numbers = new byte[random.nextInt(40)];
            random.nextBytes(numbers);
            for (int n = 0; n < numbers.length; n++) {
                numbers[n] = (byte) (random.nextInt(4) == 0 ? numbers[n] : random.nextInt(5));
            }
            int floats = random.nextInt(5);
            byte[] part = NumberWriter.deflated(ByteBuffer.allocate(12 + numbers.length + 4 * floats)
                    .putInt(numbers.length)
                    .putInt(floats)
                    .putInt(0)
                    .put(numbers)
                    .array());
            readOrRefused(ByteBuffer.allocate(20 + 2 * part.length)
                    .putInt(4)
                    .putInt(part.length)
                    .putInt(part.length)
                    .putInt(0)
                    .putInt(0)
                    .put(part)
                    .put(part)
                    .array());
        }
    }

    private static void readOrRefused(byte[] bytes) throws IOException {
        try {
            assertThat(RecordCodec.Parts.of(ByteBuffer.wrap(bytes)).record(true))
                    .isNotNull();
        } catch (DamagedRecord refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Test
    void anEmptyFileIsNoStore() throws IOException {
        Path file = Files.createFile(temp.resolve("empty.bin"));
        assertThatThrownBy(() -> RecordStore.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("empty");
    }

    @Test
    void anythingElseIsNoStore() throws IOException {
        Path file = Files.writeString(temp.resolve("other.bin"), "{\"text\": \"hello, this is no store\"}\n");
        assertThatThrownBy(() -> RecordStore.read(file))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": no store of sequence records");
    }

    @Test
    void recordsOfAnotherVersionSayThatTheyAre() throws IOException {
        Path file = Files.writeString(temp.resolve("other.bin"), "noisefloor records 9\nand more");
        assertThatThrownBy(() -> RecordStore.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another version of noisefloor");
    }
}
