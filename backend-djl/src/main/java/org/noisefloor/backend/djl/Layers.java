package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.noisefloor.api.UserError;

/**
 * In what the layers of a model differ: how far back they look (sliding windows; Beltagy et al. 2020), and whether and how their heads are
 * rotated.
 *
 * @param windows how many positions a query sees, itself included; {@link Integer#MAX_VALUE} for all
 * @param sliding which layers are called sliding, whose rotation may be another
 * @param turned which are rotated at all
 */
record Layers(List<Integer> windows, List<Boolean> sliding, List<Boolean> turned) {
    private static final int FULL = Integer.MAX_VALUE;

    static Layers read(ConfigKeys keys, Family family, int layers) {
        List<Boolean> listed = listed(keys, family, layers);
        Optional<Integer> window = keys.optionalCount("sliding_window");
        List<Boolean> sliding = sliding(keys, family.sliding(), window, listed, layers);
        List<Boolean> turned = IntStream.range(0, layers)
                .mapToObj(layer -> switch (family.turned()) {
                    case NONE -> false;
                    case ALL -> true;
                    case SLIDING -> sliding.get(layer);
                    case SLIDING_IF_ANY -> sliding.get(layer) || window.isEmpty();
                    case LISTED -> listed.get(layer);
                })
                .toList();
        return new Layers(
                sliding.stream()
                        .map(slides -> slides ? window.orElse(FULL) : FULL)
                        .toList(),
                sliding,
                turned);
    }

    private static List<Boolean> listed(ConfigKeys keys, Family family, int layers) {
        if (family.turned() != Family.Turned.LISTED) {
            return List.of();
        }
        JsonNode given = keys.value("no_rope_layers");
        int interval = keys.count("no_rope_layer_interval");
        if (given.isArray() && given.size() != layers) {
            throw keys.wrong("no_rope_layers", "one number for each of " + layers + " layers");
        }
        return IntStream.range(0, layers)
                .mapToObj(layer -> given.isArray() ? given.get(layer).asInt() != 0 : (layer + 1) % interval != 0)
                .toList();
    }

    private static List<Boolean> sliding(
            ConfigKeys keys, Family.Sliding rule, Optional<Integer> window, List<Boolean> listed, int layers) {
        JsonNode types = keys.value("layer_types");
        boolean off =
                rule == Family.Sliding.NONE || !keys.value("use_sliding_window").asBoolean(true);
        List<String> local = rule == Family.Sliding.LOCAL ? attentionTypes(keys, layers) : List.of();
        int upper =
                rule == Family.Sliding.UPPER ? keys.value("max_window_layers").asInt(layers) : 0;
        if (types.isArray()) {
            keys.value("sliding_window_pattern");
            return byType(keys, types, layers, off || window.isEmpty());
        }
        int pattern =
                rule == Family.Sliding.PATTERN && !off && window.isPresent() ? keys.count("sliding_window_pattern") : 0;
        return IntStream.range(0, layers)
                .mapToObj(layer -> !off
                        && window.isPresent()
                        && switch (rule) {
                            case NONE -> false;
                            case ALL -> true;
                            case EVEN -> layer % 2 == 0;
                            case UPPER -> layer >= upper;
                            case PATTERN -> (layer + 1) % pattern != 0;
                            case UNTURNED -> !listed.get(layer);
                            case LOCAL -> local.get(layer).equals("local");
                        })
                .toList();
    }

    /** {@code [[["global", "local"], 12]]}: what each of so many pairs of layers is. */
    private static List<String> attentionTypes(ConfigKeys keys, int layers) {
        List<String> types = new ArrayList<>();
        for (JsonNode group : keys.value("attention_types")) {
            for (int i = 0; i < group.path(1).asInt(); i++) {
                group.path(0).forEach(type -> types.add(type.asText()));
            }
        }
        if (types.size() != layers) {
            throw keys.wrong("attention_types", "as many as there are layers, " + layers + ",");
        }
        return types;
    }

    private static List<Boolean> byType(ConfigKeys keys, JsonNode types, int layers, boolean fullOnly) {
        List<String> names = StreamSupport.stream(types.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        if (names.size() != layers) {
            throw keys.wrong("layer_types", "one type for each of " + layers + " layers");
        }
        List<String> known = fullOnly ? List.of("full_attention") : List.of("full_attention", "sliding_attention");
        return names.stream()
                .map(name -> {
                    if (!known.contains(name)) {
                        throw UserError.unknown(keys.where(), "type of layer", name, known);
                    }
                    return name.equals("sliding_attention");
                })
                .toList();
    }

    /** For each layer its rotation. */
    List<Optional<Rotary>> rotaries(ConfigKeys keys, int headDim) {
        if (!turned.contains(true)) {
            return turned.stream().map(none -> Optional.<Rotary>empty()).toList();
        }
        Rotary full = Rotary.read(keys, headDim, false);
        Rotary local = Rotary.read(keys, headDim, true);
        return IntStream.range(0, turned.size())
                .mapToObj(layer ->
                        turned.get(layer) ? Optional.of(sliding.get(layer) ? local : full) : Optional.<Rotary>empty())
                .toList();
    }
}
