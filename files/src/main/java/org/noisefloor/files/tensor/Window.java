package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The part of a row of cells that was read last, for one look after the other, mostly forwards. */
final class Window {
    private final Cells cells;
    private final long cellCount;
    private final int most;
    private final int fewest;
    private final ByteBuffer chunk;
    private final float[] values;
    private final Decoder decoder;
    private long from;
    private int count;
    private int ahead;

    /**
     * @param most cells that are read at once
     * @param fewest cells that are read at once where looks are far apart
     */
    Window(Cells cells, int most, int fewest) {
        this.cells = cells;
        this.most = most;
        this.fewest = fewest;
        this.cellCount = (cells.bytes().size() - cells.start()) / cells.dtype().bytes();
        int size = (int) Math.min(most, cellCount);
        this.chunk = ByteBuffer.allocate(size * cells.dtype().bytes());
        this.values = new float[size];
        this.decoder = new Decoder(cells, size);
        this.ahead = fewest;
    }

    float at(long cell) throws IOException {
        if (cell < from || cell >= from + count) {
            // where the last part was left at its end, more of the next one will be wanted
            boolean goesOn = cell >= from + count && cell - (from + count) < ahead;
            ahead = goesOn ? Math.min(most, 2 * ahead) : fewest;
            from = cell;
            count = (int) Math.min(ahead, cellCount - cell);
            cells.read(cell, chunk.clear().limit(count * cells.dtype().bytes()));
            decoder.decode(chunk, values, 0, count);
        }
        return values[(int) (cell - from)];
    }
}
