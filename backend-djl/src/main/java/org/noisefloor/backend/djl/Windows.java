package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.noisefloor.api.UserError;

/** How far back the layers of a model look: sliding windows (Beltagy et al. 2020). */
final class Windows {
    private static final int FULL = Integer.MAX_VALUE;

    private Windows() {}

    /** For each layer how many positions a query sees, itself included. {@code layer_types} decides, else the family's rule. */
    static List<Integer> read(ConfigKeys keys, Family.Sliding rule, int layers) {
        boolean none =
                rule == Family.Sliding.NONE || (rule == Family.Sliding.UPPER && !keys.flag("use_sliding_window"));
        Optional<Integer> window =
                rule == Family.Sliding.NONE ? Optional.empty() : keys.optionalCount("sliding_window");
        int upperFrom =
                rule == Family.Sliding.UPPER ? keys.value("max_window_layers").asInt(layers) : 0;
        int width = none ? FULL : window.orElse(FULL);
        JsonNode types = keys.value("layer_types");
        if (types.isArray()) {
            return byType(keys, types, layers, width);
        }
        return IntStream.range(0, layers)
                .mapToObj(layer -> {
                    boolean slides = switch (rule) {
                        case NONE -> false;
                        case ALL -> true;
                        case EVEN -> layer % 2 == 0;
                        case UPPER -> layer >= upperFrom;
                    };
                    return slides ? width : FULL;
                })
                .toList();
    }

    private static List<Integer> byType(ConfigKeys keys, JsonNode types, int layers, int width) {
        List<String> names = StreamSupport.stream(types.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        if (names.size() != layers) {
            throw keys.wrong("layer_types", "one type for each of " + layers + " layers");
        }
        List<String> known = width == FULL ? List.of("full_attention") : List.of("full_attention", "sliding_attention");
        return names.stream()
                .map(name -> {
                    if (!known.contains(name)) {
                        throw UserError.unknown(keys.where(), "type of layer", name, known);
                    }
                    return name.equals("full_attention") ? FULL : width;
                })
                .toList();
    }
}
