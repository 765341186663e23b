package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;

/**
 * Rotary position embeddings: at position t, the pair (x_i, x_{i+r/2}) of a head is turned by the angle t·f_i.
 *
 * <p>f_i = θ^(−2i/r), i = 0 … r/2 − 1, for the first r of the head's dimensions (Su et al. 2021). {@code linear} divides all
 * f_i by a factor (Chen et al. 2023). {@code llama3} divides those whose wavelength 2π/f_i is long, keeps those whose is short,
 * and goes over linearly in between (Grattafiori et al. 2024).
 *
 * @param frequencies f_i, r/2 numbers, rounded to float32 as transformers has them
 */
record Rotary(List<Float> frequencies) {
    private static final List<String> TYPES = List.of("default", "linear", "llama3");

    /** Reads {@code rope_parameters} (transformers 5), else {@code rope_scaling} with {@code rope_theta} (before). */
    static Rotary read(ConfigKeys keys, int headDim) {
        JsonNode parameters = keys.value("rope_parameters");
        JsonNode scaling = keys.value("rope_scaling");
        boolean newer = parameters.isObject();
        Scaling given = new Scaling(
                keys.where() + ": " + (newer ? "rope_parameters" : "rope_scaling"),
                newer ? parameters : scaling.isObject() ? scaling : JsonNodeFactory.instance.objectNode());
        String type = given.type();
        double theta = given.optional("rope_theta")
                .or(() -> keys.optionalPositive("rope_theta"))
                .orElse(10_000.0);
        double share = given.optional("partial_rotary_factor")
                .or(() -> keys.optionalPositive("partial_rotary_factor"))
                .orElse(1.0);
        int rotated = (int) (headDim * share);
        if (share > 1 || rotated < 2 || rotated % 2 != 0) {
            throw new UserError(keys.where() + ": " + share + " of " + headDim
                    + " dimensions of a head are to be rotated, and an even number from 2 to " + headDim
                    + " is expected");
        }
        Float[] frequencies = new Float[rotated / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double frequency = Math.pow(theta, -2.0 * i / rotated);
            frequencies[i] = (float) (type.equals("default") ? frequency : given.scaled(type, frequency));
        }
        given.checkAllRead();
        return new Rotary(List.of(frequencies));
    }

    int rotated() {
        return 2 * frequencies.size();
    }

    /** The parameters of the rotation in the config, which are few and all of which must be understood. */
    private static final class Scaling {
        private final String where;
        private final JsonNode node;
        private final Set<String> read = new TreeSet<>();

        Scaling(String where, JsonNode node) {
            this.where = where;
            this.node = node;
        }

        String type() {
            read.add("rope_type");
            read.add("type");
            String type = node.path("rope_type").asText(node.path("type").asText("default"));
            if (!TYPES.contains(type)) {
                throw UserError.unknown(where, "rope_type", type, TYPES);
            }
            return type;
        }

        Optional<Double> optional(String key) {
            read.add(key);
            JsonNode value = node.path(key);
            if (value.isMissingNode() || value.isNull()) {
                return Optional.empty();
            }
            if (!value.isNumber() || !(value.doubleValue() > 0)) {
                throw new UserError(
                        where + ": " + key + " is " + Json.shortened(value) + ", a number above 0 is expected");
            }
            return Optional.of(value.doubleValue());
        }

        double required(String key) {
            return optional(key).orElseThrow(() -> new UserError(where + ": " + key + " is missing"));
        }

        double scaled(String type, double frequency) {
            double factor = required("factor");
            if (type.equals("linear")) {
                return frequency / factor;
            }
            double low = required("low_freq_factor");
            double high = required("high_freq_factor");
            double turns = required("original_max_position_embeddings") * frequency / (2 * Math.PI);
            if (turns < low) {
                return frequency / factor;
            }
            double kept = turns > high ? 1 : (turns - low) / (high - low);
            return (1 - kept) * frequency / factor + kept * frequency;
        }

        void checkAllRead() {
            for (var field : node.properties()) {
                if (!read.contains(field.getKey())) {
                    throw UserError.unknown(where, "key", field.getKey(), read);
                }
            }
        }
    }
}
