package org.noisefloor.backend.djl;

import java.util.Optional;
import java.util.Set;
import org.noisefloor.api.UserError;

/** How the frequencies of a rotation are changed for sequences longer than those of training. */
interface Scaling {
    Set<String> TYPES = Set.of("default", "linear", "dynamic", "yarn", "llama3", "longrope", "su");

    /** f_i for i from 0 to r/2 − 1 and sequences of a length. */
    float frequency(double theta, int rotated, int i, int length);

    /** By which cosine and sine are multiplied. */
    default double factor() {
        return 1;
    }

    /** Whether frequencies depend on the length of the sequence. */
    default boolean dependsOnLength() {
        return false;
    }

    static Scaling read(RotaryKeys given, ConfigKeys keys, int rotated) {
        String type = given.type(TYPES);
        boolean phi3 = keys.family().longrope();
        double context = keys.count("max_position_embeddings");
        double original = given.original(keys);
        return switch (phi3 && type.equals("yarn") ? "longrope" : type) {
            case "default" -> (theta, r, i, length) -> plain(theta, r, i);
            case "linear" -> {
                float factor = (float) given.required("factor");
                yield (theta, r, i, length) -> plain(theta, r, i) / factor;
            }
            case "dynamic" -> new Dynamic(given.required("factor"), context);
            case "llama3" -> {
                double factor = given.required("factor");
                double low = given.required("low_freq_factor");
                double high = given.required("high_freq_factor");
                yield (theta, r, i, length) -> llama3(plain(theta, r, i), factor, low, high, original);
            }
            case "yarn" -> Yarn.read(given, original, context);
            default -> Longrope.read(given, original, context, rotated);
        };
    }

    static float plain(double theta, int rotated, int i) {
        return 1 / period(theta, rotated, i);
    }

    /** θ^(2i/r) */
    private static float period(double theta, int rotated, int i) {
        return (float) Math.pow((float) theta, (2f * i) / rotated);
    }

    /** Divides frequencies whose wavelength is long, keeps those whose is short, and goes over linearly in between (Grattafiori et al. 2024). */
    private static float llama3(float frequency, double factor, double low, double high, double original) {
        float wavelength = (float) (2 * Math.PI) / frequency;
        if (wavelength > original / low) {
            return frequency / (float) factor;
        }
        if (wavelength < original / high) {
            return frequency;
        }
        float kept = ((float) original / wavelength - (float) low) / (float) (high - low);
        return (1 - kept) * frequency / (float) factor + kept * frequency;
    }

    /** θ grows with the length, beyond the context (dynamic NTK). */
    record Dynamic(double times, double context) implements Scaling {
        @Override
        public float frequency(double theta, int rotated, int i, int length) {
            if (length <= context) {
                return plain(theta, rotated, i);
            }
            float longer = (float) times * length / (float) context - (float) (times - 1);
            return plain((float) Math.pow(longer, rotated / (rotated - 2.0)) * (float) theta, rotated, i);
        }

        @Override
        public boolean dependsOnLength() {
            return true;
        }
    }

    /** Divides slow frequencies, keeps fast ones, goes over linearly by their number in between (Peng et al. 2023). */
    record Yarn(double times, double factor, double original, double fast, double slow, boolean whole)
            implements Scaling {
        static Yarn read(RotaryKeys given, double original, double context) {
            given.optional("max_position_embeddings");
            double times = given.optional("factor").orElse(context / original);
            Optional<Double> scale = given.unlessZero("mscale");
            Optional<Double> all = given.unlessZero("mscale_all_dim");
            double factor = given.optional("attention_factor")
                    .orElseGet(() -> scale.isPresent() && all.isPresent()
                            ? grown(times, scale.get()) / grown(times, all.get())
                            : grown(times, 1));
            return new Yarn(
                    times,
                    factor,
                    original,
                    given.unlessZero("beta_fast").orElse(32.0),
                    given.unlessZero("beta_slow").orElse(1.0),
                    given.truncates());
        }

        private static double grown(double times, double scale) {
            return times <= 1 ? 1 : 0.1 * scale * Math.log(times) + 1;
        }

        @Override
        public float frequency(double theta, int rotated, int i, int length) {
            double low = number(theta, rotated, fast);
            double high = number(theta, rotated, slow);
            if (whole) {
                low = Math.floor(low);
                high = Math.ceil(high);
            }
            low = Math.max(low, 0);
            high = Math.min(high, rotated - 1);
            if (low == high) {
                high += 0.001;
            }
            float divided = Math.min(1, Math.max(0, (i - (float) low) / (float) (high - low)));
            float kept = 1 - divided;
            float period = period(theta, rotated, i);
            return 1 / ((float) times * period) * (1 - kept) + 1 / period * kept;
        }

        /** Which frequency makes so many turns within the original length. */
        private double number(double theta, int rotated, double turns) {
            return rotated * Math.log(original / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }

    /** Divides each frequency by a number of its own, another one for long sequences (Ding et al. 2024). */
    record Longrope(double[] shorter, double[] longer, double original, double factor) implements Scaling {
        static Longrope read(RotaryKeys given, double original, double context, int rotated) {
            double times = given.optional("factor").orElse(context / original);
            double factor = given.optional("attention_factor")
                    .orElse(times <= 1 ? 1 : Math.sqrt(1 + Math.log(times) / Math.log(original)));
            double[] shorter = given.numbers("short_factor", rotated / 2);
            double[] longer = given.numbers("long_factor", rotated / 2);
            if (shorter == null || longer == null) {
                throw new UserError(given.where() + ": rope_type longrope needs short_factor and long_factor");
            }
            return new Longrope(shorter, longer, original, factor);
        }

        @Override
        public float frequency(double theta, int rotated, int i, int length) {
            double[] factors = length > original ? longer : shorter;
            return 1 / ((float) factors[i] * period(theta, rotated, i));
        }

        @Override
        public boolean dependsOnLength() {
            return true;
        }
    }
}
