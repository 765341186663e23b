package org.noisefloor.core.record;

/**
 * What a model predicts at the scored positions of a sequence, for a reader who looks at single positions: no figure is made
 * from it. Probabilities are float32, which JSON has in half the letters.
 *
 * @param correct the probability of the correct token, by position
 * @param likely the most probable tokens, {@value #LIKELY} a position (or the whole vocabulary, if that is smaller), most
 *     probable first, ties by id; −1 in place of a token that is forbidden
 * @param probabilities of these
 */
public record Predictions(float[] correct, int[] likely, float[] probabilities) {
    /** How many of the most probable tokens are kept. */
    public static final int LIKELY = 5;

    /** Of an arm whose single positions are not shown. */
    public static final Predictions NONE = new Predictions(new float[0], new int[0], new float[0]);
}
