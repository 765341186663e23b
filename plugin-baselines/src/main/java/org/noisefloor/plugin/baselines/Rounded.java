package org.noisefloor.plugin.baselines;

import java.util.List;
import java.util.OptionalDouble;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Variant;

/**
 * The activation in a format with fewer bits.
 *
 * <p>ã_t = a_t rounded to the nearest number of the format, half to even, one intervention for each format:
 *
 * <ul>
 *   <li>{@code float16} and {@code bfloat16} as IEEE 754 rounds, with subnormals; what is too large becomes infinite (from 65,520
 *       on in float16).
 *   <li>{@code int8}, one scale for each position: multiples of s = max_i |a_ti| / 127 from −127 s to 127 s, in float64, the
 *       product rounded to float32 once. A vector of zeros stays.
 * </ul>
 *
 * <ul>
 *   <li>Keeps the activation up to a rounding that everyone accepts.
 *   <li>Question it answers: is the intervention's damage of the order of what running the model in fewer bits costs anyway?
 *   <li>Source: IEEE 754-2019; the scale as in absmax quantisation, Dettmers et al. 2022, "LLM.int8()".
 *   <li>Pitfall: one activation is rounded, not weights and not the arithmetic after it. A single large entry, as sinks have, makes
 *       int8's steps coarse for all others.
 * </ul>
 */
public final class Rounded implements InterventionProvider<Rounded.Options> {

    /** What is rounded to. */
    public enum Format {
        FLOAT16,
        BFLOAT16,
        INT8
    }

    /** The options of {@code rounded}. */
    public record Options(
            @Option(doc = "formats", orElse = "[float16, bfloat16, int8]")
            List<Format> to) {
        public Options {
            to = ListOption.checked("to", to);
        }
    }

    @Override
    public String id() {
        return "rounded";
    }

    @Override
    public String summary() {
        return "the activation rounded to float16, bfloat16 or int8";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public List<Variant<Options>> variants(Options options) {
        return ListOption.variants(options.to(), format -> OptionalDouble.empty(), Options::new);
    }

    @Override
    public Intervention create(Options options, RunContext context) {
        Rule.OneByOne rule = switch (ListOption.only(options.to())) {
            case FLOAT16 -> (at, batch) -> round(at, 10, -14, 15);
            case BFLOAT16 -> (at, batch) -> round(at, 7, -126, 127);
            case INT8 -> (at, batch) -> roundToInt8(at);
        };
        return new PositionWise(Needs.nothing(), context.site().width(), rule);
    }

    /**
     * To a binary floating-point format: multiples of a power of two that depends on the exponent of the number, so that scaling by it
     * is exact and the only rounding is that to a whole number.
     */
    private static boolean round(Position at, int fractionBits, int smallestExponent, int largestExponent) {
        double limit = Math.scalb(1.0, largestExponent + 1);
        for (int i = 0; i < at.width(); i++) {
            double value = at.original()[i];
            int exponent = Math.max(Math.getExponent(value), smallestExponent);
            double step = Math.scalb(1.0, exponent - fractionBits);
            double rounded = Math.rint(value / step) * step;
            at.put(i, Math.abs(rounded) < limit ? rounded : rounded * Double.POSITIVE_INFINITY);
        }
        return true;
    }

    private static boolean roundToInt8(Position at) {
        double largest = 0;
        for (double value : at.original()) {
            largest = Math.max(largest, Math.abs(value));
        }
        double step = largest / 127;
        for (int i = 0; i < at.width(); i++) {
            at.put(i, step == 0 ? at.original()[i] : Math.rint(at.original()[i] / step) * step);
        }
        return true;
    }
}
