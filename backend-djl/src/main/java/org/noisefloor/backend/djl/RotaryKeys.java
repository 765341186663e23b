package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;

/**
 * The parameters of a rotation in the config, which are few and all of which must be understood: {@code rope_scaling} (transformers 4)
 * where it says something, else {@code rope_parameters} (5), as transformers 5.24 reads them. The latter may hold an object for each type
 * of layer; where a family has one rotation for each type, the former changes that of the layers without a window.
 */
final class RotaryKeys {
    private static final String FULL = "full_attention";

    private final String where;
    private final ObjectNode node;
    private final boolean byType;
    private final boolean truncates;
    private final Set<String> read = new TreeSet<>();

    private RotaryKeys(String where, ObjectNode node, boolean byType, boolean truncates) {
        this.where = where;
        this.node = node;
        this.byType = byType;
        this.truncates = truncates;
        read.add("llama_4_scaling_beta");
        read.add("truncate");
    }

    /** @param local whether the rotation of layers with a window is meant */
    static RotaryKeys of(ConfigKeys keys, boolean local) {
        ObjectNode newer = keys.object("rope_parameters");
        ObjectNode older = keys.object("rope_scaling");
        String kind = local ? "sliding_attention" : FULL;
        if (keys.family().local() != Family.Local.SAME) {
            ObjectNode own = object(newer.path(kind));
            String where =
                    keys.where() + ": " + (local || older.isEmpty() ? "rope_parameters." + kind : "rope_scaling");
            return new RotaryKeys(where, local ? own : own.setAll(older), true, true);
        }
        String name = older.isEmpty() ? "rope_parameters" : "rope_scaling";
        ObjectNode all = older.isEmpty() ? newer : older;
        boolean byType = all.path(FULL).isObject();
        return new RotaryKeys(
                keys.where() + ": " + name + (byType ? "." + kind : ""),
                byType ? object(all.path(kind)) : all,
                byType,
                all.path("truncate").asBoolean(true));
    }

    /** A copy, empty of what is no object. */
    private static ObjectNode object(JsonNode node) {
        return node instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
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

    /**
     * For how many positions the model was first trained. Of one rotation for all layers what stands outside of its parameters wins
     * (Phi 3); of one for a type of layer, what stands inside.
     */
    double original(ConfigKeys keys) {
        double context = keys.count("max_position_embeddings");
        Optional<Double> outside = keys.optionalPositive("original_max_position_embeddings");
        Optional<Double> inside = optional("original_max_position_embeddings");
        return (byType ? inside : outside.or(() -> inside)).orElse(context);
    }

    /** Whether YaRN rounds the ends of its transition; transformers reads that beside the types of layers, not inside. */
    boolean truncates() {
        return truncates;
    }

    Optional<Double> optional(String key) {
        read.add(key);
        JsonNode value = node.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isNumber() || !(value.doubleValue() > 0)) {
            throw new UserError(where + ": " + key + " is " + Json.shortened(value) + ", a number above 0 is expected");
        }
        return Optional.of(value.doubleValue());
    }

    /** Empty where the number is 0, too. */
    Optional<Double> unlessZero(String key) {
        read.add(key);
        JsonNode value = node.path(key);
        return value.isNumber() && value.doubleValue() == 0 ? Optional.empty() : optional(key);
    }

    double required(String key) {
        return optional(key).orElseThrow(() -> new UserError(where + ": " + key + " is missing"));
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
