package org.noisefloor.core.summary;

import java.util.List;
import java.util.stream.Stream;
import org.noisefloor.core.summary.Table.Rows;

/** Figures as peers take them: the mean over batches, of which each that has a position counts the same. */
final class BatchMeans implements Summing {
    private final Table table;
    private final int[] which;
    private final WeightedSums batch;
    private final int from;
    private final int to;
    private final int sequences;
    private final double[][] sums;
    private final int[] batches;
    private final double[][] means;
    private int at = -1;

    /**
     * Of resamples from..to.
     *
     * @param which figures, by their places in the table
     * @param batch takes the sums of one batch
     * @param sequences in a batch
     * @param means [cell][resample], written in the end
     */
    BatchMeans(Table table, int[] which, WeightedSums batch, int from, int to, int sequences, double[][] means) {
        this.table = table;
        this.which = which;
        this.batch = batch;
        this.from = from;
        this.to = to;
        this.sequences = sequences;
        this.sums = new double[which.length][to - from];
        this.batches = new int[to - from];
        this.means = means;
    }

    @Override
    public long bytes() {
        return (to - from) * WeightedSums.bytes(table.columns().width() + which.length);
    }

    @Override
    public Stream<Resampling> resamplings() {
        return batch.resamplings();
    }

    @Override
    public void take(Chunk chunk) {
        List<Rows> rows = table.rows(chunk);
        int first = 0;
        for (int s = 0; s < rows.size(); s++) {
            int next = chunk.records().get(s).index() / sequences;
            if (next != at) {
                batch.take(chunk, rows, first, s);
                close();
                first = s;
                at = next;
            }
        }
        batch.take(chunk, rows, first, rows.size());
    }

    private void close() {
        for (int r = from; r < to; r++) {
            Table.Totals totals = batch.totals(table.columns(), r);
            if (totals.count() > 0) {
                batches[r - from]++;
                for (int c = 0; c < which.length; c++) {
                    sums[c][r - from] += totals.of(table.cells().get(which[c]));
                }
            }
        }
        batch.clear();
    }

    @Override
    public void end() {
        close();
        for (int c = 0; c < which.length; c++) {
            for (int r = from; r < to; r++) {
                int number = batches[r - from];
                means[which[c]][r] = number == 0 ? Double.NaN : sums[c][r - from] / number;
            }
        }
    }
}
