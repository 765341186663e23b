package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.noisefloor.api.UserError;

/**
 * Moves the elements of a tensor into a buffer, in row-major order and rounded to float32, by pieces that stay in the processor's cache:
 * beside the buffer nothing as large as the tensor is ever held.
 */
final class FloatReader {
    /** Elements that are read at once: with their copies as floats they stay in the second cache level. */
    private static final int AT_ONCE = 1 << 14;
    /** From here on the pieces are direct, so that the file is read without a copy between; below, making one would cost more. */
    private static final int LARGE_BYTES = 1 << 20;
    /** Rows that are transposed at once; with fewer than the 16 floats of a cache line each line would be written several times. */
    private static final int BAND_ROWS = 64;
    /** Columns that are transposed at once where going on in another row costs nothing; else it is whole rows, up to a limit. */
    private static final int BAND_COLUMNS = 1 << 12;

    private static final int MOST_BAND_FLOATS = 1 << 23;
    /** Rows of a band lie so far apart beyond their width, since a cache has few places for addresses that differ by a power of two. */
    private static final int LINE_FLOATS = 16;
    /** What reading with gaps starts with; doubled while it goes on where it ended. */
    private static final int FEWEST_AHEAD_BYTES = 1 << 12;

    /** An element that no weight may be, by its place in the order in which it was read. */
    record NonFinite(long index, float value) {
        UserError refused(StoredTensor tensor, long element) {
            return new UserError(tensor.where() + " holds "
                    + (Float.isNaN(value) ? "NaN" : "a value that is infinite in float32")
                    + " at element " + element + ", and weights must be finite");
        }
    }

    private final Cells cells;
    private final int cellBytes;
    private final FloatBuffer into;
    private final Decoder decoder;

    FloatReader(Cells cells, FloatBuffer into) {
        this.decoder = new Decoder(cells, (int) Math.min(AT_ONCE, cells.bytes().size()));
        this.cells = cells;
        this.cellBytes = cells.dtype().bytes();
        this.into = into;
    }

    /** Reads all elements and moves the buffer's position behind them; stops at one that is NaN or infinite. */
    Optional<NonFinite> read(Layout layout) throws IOException {
        long elements = layout.elements();
        if (elements == 0) {
            return Optional.empty();
        }
        int end = into.position() + Math.toIntExact(elements);
        Layout squeezed = layout.squeezed();
        Optional<NonFinite> bad;
        if (squeezed.isRowMajor()) {
            bad = run(squeezed.first(), elements);
        } else if (squeezed.isTransposedMatrix()) {
            bad = turned(
                    squeezed.first(),
                    squeezed.shape().get(1).intValue(),
                    squeezed.shape().get(0).intValue());
        } else {
            bad = scattered(squeezed);
        }
        into.position(end);
        return bad;
    }

    /** Elements that follow each other. */
    private Optional<NonFinite> run(long first, long elements) throws IOException {
        int atOnce = (int) Math.min(elements, AT_ONCE);
        ByteBuffer chunk = chunk(atOnce, elements);
        float[] floats = new float[atOnce];
        int start = into.position();
        for (long done = 0; done < elements; done += atOnce) {
            int count = (int) Math.min(atOnce, elements - done);
            decode(first + done, count, chunk, floats, 0);
            int bad = nonFinite(floats, 0, count);
            if (bad >= 0) {
                return Optional.of(new NonFinite(done + bad, floats[bad]));
            }
            into.put((int) (start + done), floats, 0, count);
        }
        return Optional.empty();
    }

    /** A matrix [rows, columns] in row-major order, read as its transpose: band by band of rows, piece by piece of a band. */
    private Optional<NonFinite> turned(long first, int rows, int columns) throws IOException {
        int height = Math.min(rows, BAND_ROWS);
        int width = Math.min(columns, cells.bytes() instanceof FilePart ? BAND_COLUMNS : MOST_BAND_FLOATS / height);
        int pitch = width + LINE_FLOATS;
        int atOnce = Math.min(width, AT_ONCE);
        ByteBuffer chunk = chunk(atOnce, (long) rows * columns);
        float[] band = new float[height * pitch];
        for (int left = 0; left < columns; left += width) {
            int wide = Math.min(width, columns - left);
            for (int top = 0; top < rows; top += height) {
                int high = Math.min(height, rows - top);
                for (int r = 0; r < high; r++) {
                    long row = first + (long) (top + r) * columns + left;
                    for (int c = 0; c < wide; c += atOnce) {
                        decode(row + c, Math.min(atOnce, wide - c), chunk, band, r * pitch + c);
                    }
                    int bad = nonFinite(band, r * pitch, wide);
                    if (bad >= 0) {
                        return Optional.of(new NonFinite((long) (left + bad) * rows + top + r, band[r * pitch + bad]));
                    }
                }
                float[] column = new float[high];
                for (int c = 0; c < wide; c++) {
                    for (int r = 0; r < high; r++) {
                        column[r] = band[r * pitch + c];
                    }
                    into.put(into.position() + (left + c) * rows + top, column, 0, high);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Elements in any order, read in the order in which they lie and put where they belong. The file is read ahead as far as that paid
     * before, so neither a thin slice nor a dense one reads much more than it needs.
     */
    private Optional<NonFinite> scattered(Layout layout) throws IOException {
        int dimensions = layout.shape().size();
        int[] inOrder = IntStream.range(0, dimensions)
                .boxed()
                .sorted(Comparator.comparing((Integer k) -> layout.strides().get(k))
                        .reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        Layout target = Layout.rowMajor(layout.shape());
        long[] counts = IntStream.of(inOrder).mapToLong(layout.shape()::get).toArray();
        long[] from = IntStream.of(inOrder).mapToLong(layout.strides()::get).toArray();
        long[] to = IntStream.of(inOrder).mapToLong(target.strides()::get).toArray();

        Window window = new Window(cells, AT_ONCE, FEWEST_AHEAD_BYTES / cellBytes);
        long[] index = new long[dimensions];
        long cell = layout.first();
        long place = 0;
        int start = into.position();
        for (long done = layout.elements(); done > 0; done--) {
            float value = window.at(cell);
            if (!Float.isFinite(value)) {
                return Optional.of(new NonFinite(place, value));
            }
            into.put((int) (start + place), value);
            for (int k = dimensions - 1; k >= 0; k--) {
                cell += from[k];
                place += to[k];
                if (++index[k] < counts[k]) {
                    break;
                }
                cell -= from[k] * counts[k];
                place -= to[k] * counts[k];
                index[k] = 0;
            }
        }
        return Optional.empty();
    }

    private ByteBuffer chunk(int cellsAtOnce, long elements) {
        int bytes = cellsAtOnce * cellBytes;
        return elements * cellBytes >= LARGE_BYTES ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    }

    private void decode(long cell, int count, ByteBuffer chunk, float[] floats, int at) throws IOException {
        chunk.clear().limit(count * cellBytes);
        cells.read(cell, chunk);
        decoder.decode(chunk, floats, at, count);
    }

    /** The first of some elements that is NaN or infinite, counted from the first of them, or −1. */
    private static int nonFinite(float[] values, int from, int count) {
        // without a branch, so that it is compiled to vector instructions: the sum overflows where all bits of the
        // exponent are set
        int overflow = 0;
        for (int i = from; i < from + count; i++) {
            overflow |= (Float.floatToRawIntBits(values[i]) & 0x7f800000) + 0x00800000;
        }
        if (overflow >= 0) {
            return -1;
        }
        int at = from;
        while (Float.isFinite(values[at])) {
            at++;
        }
        return at - from;
    }
}
