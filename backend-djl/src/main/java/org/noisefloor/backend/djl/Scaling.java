package org.noisefloor.backend.djl;

import java.util.Optional;
import java.util.Set;
import org.noisefloor.api.UserError;

/** How the frequencies of a rotation are changed for sequences longer than those of training. */
interface Scaling {
    Set<String> TYPES = Set.of("default", "linear", "dynamic", "yarn", "llama3", "longrope", "su");

    /** f_i for i from 0 to r/2 − 1 and sequences of a length. */
    double frequency(double theta, int rotated, int i, int length);

    /** By which cosine and sine are multiplied. */
    default double factor() {
        return 1;
    }

    /** Whether frequencies depend on the length of the sequence. */
    default boolean dependsOnLength() {
        return false;
    }

    static Scaling read(Rotary.Parameters given, ConfigKeys keys, int rotated) {
        String type = given.type(TYPES);
        boolean phi3 = keys.family().longrope();
        double context = keys.count("max_position_embeddings");
        Optional<Double> outside = keys.optionalPositive("original_max_position_embeddings");
        Optional<Double> inside = given.optional("original_max_position_embeddings");
        double original = outside.or(() -> inside).orElse(context);
        return switch (phi3 && type.equals("yarn") ? "longrope" : type) {
            case "default" -> (theta, r, i, length) -> plain(theta, r, i);
            case "linear" -> {
                double factor = given.required("factor");
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

    static double plain(double theta, int rotated, int i) {
        return Math.pow(theta, -2.0 * i / rotated);
    }

    /** Divides frequencies whose wavelength is long, keeps those whose is short, and goes over linearly in between (Grattafiori et al. 2024). */
    private static double llama3(double frequency, double factor, double low, double high, double original) {
        double turns = original * frequency / (2 * Math.PI);
        if (turns < low) {
            return frequency / factor;
        }
        double kept = turns > high ? 1 : (turns - low) / (high - low);
        return (1 - kept) * frequency / factor + kept * frequency;
    }

    /** θ grows with the length, beyond the context (dynamic NTK). */
    record Dynamic(double times, double context) implements Scaling {
        @Override
        public double frequency(double theta, int rotated, int i, int length) {
            double longest = Math.max(length, context);
            double grown = theta * Math.pow(times * longest / context - (times - 1), rotated / (rotated - 2.0));
            return plain(grown, rotated, i);
        }

        @Override
        public boolean dependsOnLength() {
            return true;
        }
    }

    /** Divides slow frequencies, keeps fast ones, goes over linearly by their number in between (Peng et al. 2023). */
    record Yarn(double times, double factor, double original, double fast, double slow, boolean whole)
            implements Scaling {
        static Yarn read(Rotary.Parameters given, double original, double context) {
            given.optional("max_position_embeddings");
            double times = given.optional("factor").orElse(context / original);
            Optional<Double> scale = given.optional("mscale");
            Optional<Double> all = given.optional("mscale_all_dim");
            double factor = given.optional("attention_factor")
                    .orElseGet(() -> scale.isPresent() && all.isPresent()
                            ? grown(times, scale.get()) / grown(times, all.get())
                            : grown(times, 1));
            return new Yarn(
                    times,
                    factor,
                    original,
                    given.optional("beta_fast").orElse(32.0),
                    given.optional("beta_slow").orElse(1.0),
                    given.flag("truncate", true));
        }

        private static double grown(double times, double scale) {
            return times <= 1 ? 1 : 0.1 * scale * Math.log(times) + 1;
        }

        @Override
        public double frequency(double theta, int rotated, int i, int length) {
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
            double divided = Math.min(1, Math.max(0, (i - low) / (high - low)));
            double frequency = plain(theta, rotated, i);
            return frequency / times * divided + frequency * (1 - divided);
        }

        /** Which frequency makes so many turns within the original length. */
        private double number(double theta, int rotated, double turns) {
            return rotated * Math.log(original / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }

    /** Divides each frequency by a number of its own, another one for long sequences (Ding et al. 2024). */
    record Longrope(double[] shorter, double[] longer, double original, double factor) implements Scaling {
        static Longrope read(Rotary.Parameters given, double original, double context, int rotated) {
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
        public double frequency(double theta, int rotated, int i, int length) {
            return plain(theta, rotated, i) / (length > original ? longer : shorter)[i];
        }

        @Override
        public boolean dependsOnLength() {
            return true;
        }
    }
}
