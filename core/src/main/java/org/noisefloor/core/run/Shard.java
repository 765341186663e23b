package org.noisefloor.core.run;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisefloor.api.UserError;

/**
 * A part of a run that another machine may compute: whole batches (with {@code run.buckets}, whole windows of them), one behind the other, so
 * that each sequence is in the batch in which the whole run would have it.
 *
 * @param number from 1
 * @param of how many there are
 */
public record Shard(int number, int of) {
    private static final Pattern TEXT = Pattern.compile("\\s*([0-9]{1,9})\\s*/\\s*([0-9]{1,9})\\s*");

    /**
     * Sequences of a run.
     *
     * @param from the first
     * @param to behind the last; {@link Integer#MAX_VALUE} for all that there are
     */
    record Range(int from, int to) {
        /** The whole run. */
        static final Range ALL = new Range(0, Integer.MAX_VALUE);
    }

    /** @param text {@code 3/16} */
    public static Shard of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new UserError("--shard: expected a part of how many, for instance 3/16, found '" + text + "'");
        }
        Shard shard = new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (shard.number < 1 || shard.number > shard.of) {
            throw new UserError("--shard: expected a number from 1 to " + Math.max(1, shard.of)
                    + " before the slash (--shard 1/" + Math.max(1, shard.of) + " is the first), found '" + text + "'");
        }
        return shard;
    }

    /**
     * Which sequences it has.
     *
     * @param sequences of the whole run
     * @param batch sequences in a batch
     * @param window sequences that make batches among themselves
     * @throws UserError if there are fewer windows than shards
     */
    Range range(int sequences, int batch, int window) {
        int windows = (sequences + window - 1) / window;
        if (of > Math.max(1, windows)) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "--shard: %d shards were asked for, but %,d sequences in %s of %d are only %,d %s, and a"
                            + " shard has whole ones; take at most %d shards, or a smaller run.batch%s",
                    of,
                    sequences,
                    window == batch ? "batches" : "windows",
                    window,
                    windows,
                    window == batch ? "batches" : "windows",
                    windows,
                    window == batch ? "" : ", or leave run.buckets out"));
        }
        long first = (long) (number - 1) * windows / of;
        long behind = (long) number * windows / of;
        return new Range(Math.toIntExact(first * window), Math.toIntExact(Math.min(sequences, behind * window)));
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
