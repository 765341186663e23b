package org.noisefloor.core.summary;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.record.RunDescription;

/**
 * What a summary is made from.
 *
 * @param run what the records are of
 * @param figures what becomes of their sums
 * @param records by sequence index
 * @param heads what is known of them beforehand
 * @param resampling the bootstrap's choices
 * @param bySequence what they would be if each sequence were a document; null where it is one
 * @param room bytes that sums may hold at a time, about: it decides how often the records are read, and no figure
 */
record RunData(
        RunDescription run,
        FigureCatalogue figures,
        RecordSource records,
        Heads heads,
        Resampling resampling,
        @Nullable Resampling bySequence,
        long room) {
    /** Bytes that sums may hold at a time, where nothing else is said. */
    static final long ROOM = 32L << 20;

    /** @param resamples how many */
    static RunData of(RunDescription run, FigureCatalogue figures, RecordSource records, long seed, int resamples) {
        return of(run, figures, records, seed, resamples, ROOM);
    }

    static RunData of(
            RunDescription run, FigureCatalogue figures, RecordSource records, long seed, int resamples, long room) {
        Heads heads = Heads.of(records);
        int looks = run.inference().looks();
        Resampling byDocument = Resampling.of(seed, resamples, looks, heads);
        Resampling bySequence = Resampling.bySequence(seed, resamples, looks, heads);
        return new RunData(
                run, figures, records, heads, byDocument, bySequence.drawsAs(byDocument) ? null : bySequence, room);
    }

    Layout layout() {
        return run.layout();
    }

    /** Reads the records for some sums, as often as these need it. */
    void sum(List<? extends Summing> sums) {
        new Readings(records, run, room).sum(sums);
    }
}
