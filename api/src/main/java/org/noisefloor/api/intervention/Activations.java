package org.noisefloor.api.intervention;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;

/**
 * The activations of one batch at one site, as rows of a matrix [rows, width]; row = sequence × length + position. Valid during
 * the call.
 *
 * <p>Buffers are direct, in native byte order, with position 0. All batches of a run have the same number of rows; rows of
 * padding hold numbers without meaning.
 *
 * <p>An intervention may share rows among threads of its own: what is asked of a row, reported for it or written to it may come from any of
 * them, from one at a time for the same row.
 */
public interface Activations {

    int rows();

    /** Rows of one sequence: row / length counts the sequences of the batch, row % length is the position. */
    int length();

    int width();

    /**
     * The original activations; not to be written. In one pass with changes at other sites ({@code splice: together}) they are what
     * arrives here in this pass, with what was put at earlier sites behind them.
     */
    FloatBuffer original();

    /**
     * What the intervention that this one is matched to put in their place; only if {@link Needs#isMatched()}. In one pass with changes
     * at other sites it is {@link #original} with the error added that the intervention made here in its own such pass.
     */
    FloatBuffer matched();

    /** Where the replacement goes; holds a copy of {@link #original} at first. */
    default FloatBuffer replaced() {
        return replaced(0);
    }

    /**
     * Where the replacement at one of the sites of {@link Needs#writing} goes, [rows, width of that site]; holds a copy of the
     * original activations there at first, or zeros for what is {@linkplain Needs#adding added}. Index 0 is the site that is read
     * where an intervention names none.
     */
    FloatBuffer replaced(int write);

    /** Whether the mask includes this row: a real token that is neither special nor skipped. */
    boolean intervened(int row);

    /** x_t, the token at a row; 0 where there is only padding. */
    int token(int row);

    /** The index of the row's sequence in the run, from 0; of calibration sequences, their index among these. */
    int sequence(int row);

    /** The index of the document that the row's token comes from, in the order of the corpus, from 0; −1 in padding. */
    int document(int row);

    /**
     * A random generator for one row, keyed by (seed, baseline, draw, sequence index, position): the same numbers whatever the
     * batch size, the order and the number of threads.
     */
    RandomGenerator random(int row);

    /** A random generator keyed by (seed, baseline, draw) alone, the same for every batch. */
    RandomGenerator sharedRandom();

    /** Reports a number for a row; {@code index} counts in {@link Intervention#observations()}. */
    void observe(int index, int row, double value);

    /** Reports that a feature is not 0 at a row, once for each; {@code feature} counts in {@link Intervention#features()}. */
    void active(int row, int feature);
}
