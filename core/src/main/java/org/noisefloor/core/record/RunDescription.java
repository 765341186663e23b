package org.noisefloor.core.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same while a run's records are made, and all that it takes to sum them up without the run: the first line of a record
 * store. Immutable.
 *
 * @param noisefloor the version that made the run
 * @param model what is known of the original
 * @param sites where it was cut: the sites of the config in its order, then those that interventions write beside these
 * @param shape the one shape at which everything ran
 * @param mask which positions count
 * @param inference how figures become intervals and verdicts
 * @param layout what the numbers of the records mean
 * @param words what arms and classes are, for readers
 * @param arithmetic what arithmetic alone does
 * @param warnings what the user was warned of while the run was made
 * @param config the resolved config
 */
public record RunDescription(
        String noisefloor,
        Model model,
        List<SiteFacts> sites,
        Shape shape,
        MaskRule mask,
        Inference inference,
        Layout layout,
        Words words,
        Arithmetic arithmetic,
        List<String> warnings,
        Map<String, Object> config) {

    /** The same with other choices for intervals. */
    public RunDescription with(Inference other) {
        return new RunDescription(
                noisefloor, model, sites, shape, mask, other, layout, words, arithmetic, warnings, config);
    }

    /** The same under another config: where the results go is the one thing in it that decides none of them. */
    public RunDescription withConfig(Map<String, Object> other) {
        return new RunDescription(
                noisefloor, model, sites, shape, mask, inference, layout, words, arithmetic, warnings, other);
    }

    /**
     * @param context the longest sequence; null if the model does not say
     * @param bos the beginning-of-sequence token; null if there is none
     */
    public record Model(
            String backend,
            String architecture,
            int vocabulary,
            @Nullable Integer context,
            @Nullable Integer bos) {}

    /** A site of the cut. */
    public record SiteFacts(String name, String tensor, int width) {}

    /** Sequences in a batch, tokens in a sequence, threads. */
    public record Shape(int sequences, int length, int threads) {}

    /**
     * Which positions are intervened on and scored.
     *
     * @param special ids of the tokens outside the mask, ascending
     * @param skipFirst positions at the start of a sequence that are outside too
     * @param vocabulary entries of a logit vector in use
     * @param conventions {@code noisefloor} or {@code saelens}
     */
    public record MaskRule(List<Integer> special, int skipFirst, int vocabulary, String conventions) {

        /** Whether figures follow the rules of SAELens' evals where these differ. */
        public boolean followsSaelens() {
            return conventions.equals("saelens");
        }
    }

    /**
     * @param seed of draws and resamples
     * @param resamples how many make an interval
     * @param floors names of the baselines that interventions are compared with
     * @param gate conditions on the result, as the config has them
     * @param until when the run was to end before all sequences were scored; null for not at all
     */
    public record Inference(
            long seed,
            int resamples,
            List<String> floors,
            List<String> gate,
            @Nullable Until until) {
        /** Of a run over all sequences. */
        public Inference(long seed, int resamples, List<String> floors, List<String> gate) {
            this(seed, resamples, floors, gate, null);
        }

        /** How many looks may have ended the run, that over all sequences among them. */
        public int looks() {
            return until == null ? 1 : until.looks().size();
        }
    }

    /**
     * @param figure whose interval was looked at, as the config has it
     * @param width how narrow it was to be, as the config has it
     * @param looks after how many sequences; the last is all
     */
    public record Until(String figure, String width, List<Integer> looks) {}

    /** A name of the config with a line of what it is. */
    public record Named(String name, String summary) {}

    /**
     * @param baselines what each of them puts in the activation's place
     * @param stratifiers by what each of them divides positions
     * @param calibrated by arm, what calibration made of it: by name the value for each group of texts
     */
    public record Words(List<Named> baselines, List<Named> stratifiers, List<Map<String, List<Double>>> calibrated) {}

    /**
     * The whole model, one sequence at a time, against the cut one in batches, on the first batch.
     *
     * @param sums of the columns of all metrics of scored positions
     * @param positions how many
     * @param largestLogitDifference largest absolute difference of two logits at a scored position
     * @param again the original once more by another engine or in another precision; null if the config does not ask
     */
    public record Arithmetic(
            double[] sums,
            long positions,
            double largestLogitDifference,
            @Nullable Again again) {}

    /** @param arm the name of the arm that it is */
    public record Again(String arm, String backend, Map<String, Object> options) {}
}
