package org.noisefloor.files.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever the order in which elements lie, they come out where their indices say. */
final class FloatReaderTest {
    /** Bytes in memory, which are not read beyond their end. */
    private record Memory(ByteBuffer bytes) implements Bytes {
        @Override
        public long size() {
            return bytes.limit();
        }

        @Override
        public void read(long at, ByteBuffer into) {
            into.put(bytes.slice((int) at, into.remaining()));
        }
    }

    private static Cells cells(int count, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(order);
        IntStream.range(0, count).forEach(i -> bytes.putFloat(i + 0.5f));
        return new Cells(new Memory(bytes.flip()), 0, TensorDtype.F32, order, false);
    }

    private static float[] read(Cells cells, Layout layout) throws IOException {
        FloatBuffer into = FloatBuffer.allocate((int) layout.elements());
        assertThat(new FloatReader(cells, into).read(layout)).isEmpty();
        assertThat(into.hasRemaining()).isFalse();
        return into.array();
    }

    @Property(tries = 300)
    void readsAnyStrides(@ForAll long seed, @ForAll @IntRange(min = 0, max = 4) int dimensions, @ForAll boolean big)
            throws IOException {
        Random random = new Random(seed);
        List<Long> shape = random.longs(dimensions, 1, 7).boxed().toList();
        List<Long> strides = random.longs(dimensions, 0, 40).boxed().toList();
        Layout layout = new Layout(shape, strides, random.nextInt(20));
        Cells cells = cells(20 + 4 * 6 * 40 + 1, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        float[] values = read(cells, layout);
        for (int i = 0; i < values.length; i++) {
            long cell = layout.first();
            long rest = i;
            for (int k = dimensions - 1; k >= 0; k--) {
                cell += rest % shape.get(k) * strides.get(k);
                rest /= shape.get(k);
            }
            assertThat(values[i]).isEqualTo(cell + 0.5f);
        }
    }

    /** Beyond one band of rows and one piece of a band, in both ways of going through a matrix. */
    @Property(tries = 20)
    void transposesMatricesOfAnySize(
            @ForAll @IntRange(min = 1, max = 200) int rows, @ForAll @IntRange(min = 1, max = 9000) int columns)
            throws IOException {
        Cells cells = cells(rows * columns, ByteOrder.LITTLE_ENDIAN);
        List<Long> shape = List.of((long) rows, (long) columns);
        float[] values = read(cells, Layout.rowMajor(shape));
        float[] turned = read(cells, Layout.rowMajor(shape).transposed());
        assertThat(turned).isEqualTo(RecordedFilesTest.transpose(values, shape));
        // read backwards it is what it was
        assertThat(read(cells, Layout.rowMajor(shape).transposed().transposed()))
                .isEqualTo(values);
    }

    @Property(tries = 100)
    void countsElementsUpToWhatALongHolds(@ForAll @IntRange(min = 0, max = 62) int power) {
        assertThat(Layout.elements(List.of(1L << power, 2L))).isEqualTo(power == 62 ? -1 : 1L << (power + 1));
        assertThat(Layout.elements(List.of(1L << power, 2L, 0L))).isZero();
        assertThat(Layout.elements(List.of(-1L, 0L))).isEqualTo(-1);
    }
}
