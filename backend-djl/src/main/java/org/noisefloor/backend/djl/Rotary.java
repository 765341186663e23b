package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;

/**
 * Rotary position embeddings: at position t, a pair of dimensions of a head is turned by the angle t·f_i.
 *
 * <p>f_i = θ^(−2i/r), i = 0 … r/2 − 1, for the first r of the head's dimensions (Su et al. 2021), scaled for sequences longer than those of
 * training ({@link Scaling}).
 *
 * @param rotated r
 */
record Rotary(double theta, int rotated, Scaling scaling) {

    /**
     * Reads {@code rope_scaling} with {@code rope_theta} (transformers 4) where it says something, else {@code rope_parameters} (5), as
     * transformers 5.24 does.
     *
     * @param local whether that of layers with a window is meant, which may be another
     */
    static Rotary read(ConfigKeys keys, int headDim, boolean local) {
        JsonNode parameters = keys.value("rope_parameters");
        JsonNode old = keys.value("rope_scaling");
        boolean newer = parameters.isObject() && !(old.isObject() && !old.isEmpty());
        String name = newer ? "rope_parameters" : "rope_scaling";
        JsonNode given = newer ? parameters : old.isObject() ? old : JsonNodeFactory.instance.objectNode();
        Family.Local family = keys.family().local();
        if (newer && given.has("full_attention")) {
            String kind = local ? "sliding_attention" : "full_attention";
            name += "." + kind;
            given = given.path(kind);
        } else if (local && family != Family.Local.SAME && !newer) {
            given = JsonNodeFactory.instance.objectNode(); // scaled in the others alone
        }
        Parameters read = new Parameters(
                keys.where() + ": " + name,
                given instanceof ObjectNode node ? node : JsonNodeFactory.instance.objectNode());
        String thetaKey = local && family == Family.Local.OWN_THETA ? "rope_local_base_freq" : "rope_theta";
        Optional<Double> outside = keys.optionalPositive(thetaKey);
        double theta = read.optional("rope_theta").or(() -> outside).orElse(10_000.0);
        Optional<Double> shareOutside = keys.optionalPositive("partial_rotary_factor");
        double share =
                read.optional("partial_rotary_factor").or(() -> shareOutside).orElse(1.0);
        int rotated = keys.optionalCount("rotary_dim").orElse((int) (headDim * share));
        if (share > 1 || rotated < 2 || rotated > headDim || rotated % 2 != 0) {
            throw new UserError(keys.where() + ": " + share + " of " + headDim
                    + " dimensions of a head are to be rotated, and an even number from 2 to " + headDim
                    + " is expected");
        }
        Scaling scaling = Scaling.read(read, keys, rotated);
        read.checkAllRead();
        return new Rotary(theta, rotated, scaling);
    }

    /** f_i for a sequence of a length, r/2 numbers, rounded to float32 as transformers has them. */
    List<Float> frequencies(int length) {
        return IntStream.range(0, rotated / 2)
                .mapToObj(i -> (float) scaling.frequency(theta, rotated, i, length))
                .toList();
    }

    /** The parameters of the rotation in the config, which are few and all of which must be understood. */
    static final class Parameters {
        private final String where;
        private final ObjectNode node;
        private final Set<String> read = new TreeSet<>();

        Parameters(String where, ObjectNode node) {
            this.where = where;
            this.node = node;
            read.add("llama_4_scaling_beta");
        }

        String where() {
            return where;
        }

        String type(Set<String> known) {
            read.add("rope_type");
            read.add("type");
            String type = node.path("rope_type").asText(node.path("type").asText("default"));
            if (!known.contains(type)) {
                throw UserError.unknown(where, "rope_type", type, known);
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

        boolean flag(String key, boolean otherwise) {
            read.add(key);
            return node.path(key).asBoolean(otherwise);
        }

        /** A list of so many numbers, or null where there is none. */
        double @Nullable [] numbers(String key, int count) {
            read.add(key);
            JsonNode list = node.path(key);
            if (list.isMissingNode() || list.isNull()) {
                return null;
            }
            if (!list.isArray() || list.size() != count) {
                throw new UserError(where + ": " + key + " is " + Json.shortened(list) + ", a list of " + count
                        + " numbers is expected, one for each frequency");
            }
            return IntStream.range(0, count)
                    .mapToDouble(i -> list.get(i).asDouble())
                    .toArray();
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
