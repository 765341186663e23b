package org.noisefloor.testkit.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pairs of logit vectors with golden values that were computed with a thousand digits: closed forms, divergences down to
 * 3e-17, masks of −1e9 and −∞, ties. The file's own {@code about} says how each value is defined.
 *
 * <p>Intended tolerances: divergences 1e-7 relative or 1e-22 absolute, tail shares 1e-6 or 1e-9, all else 1e-9 or 1e-14.
 */
public final class GoldenPairs {
    private static final String FILE = "/org/noisefloor/testkit/golden/pairs.json";

    private GoldenPairs() {}

    /** All pairs, as a method source for parameterised tests. */
    public static Stream<GoldenPair> all() {
        try (InputStream in = GoldenPairs.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the testkit");
            }
            List<GoldenPair> pairs = new ArrayList<>();
            for (JsonNode pair : new ObjectMapper().readTree(in).get("pairs")) {
                pairs.add(read(pair));
            }
            return pairs.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    private static GoldenPair read(JsonNode pair) {
        JsonNode expected = pair.get("expected");
        return new GoldenPair(
                pair.get("name").asText(),
                logits(pair.get("logits_p")),
                logits(pair.get("logits_q")),
                pair.get("correct").intValue(),
                numbers(expected),
                Optional.ofNullable(expected.get("tail_share")).map(GoldenPairs::numbers));
    }

    private static float[] logits(JsonNode array) {
        float[] logits = new float[array.size()];
        for (int v = 0; v < logits.length; v++) {
            logits[v] = (float) number(array.get(v));
        }
        return logits;
    }

    private static Map<String, Double> numbers(JsonNode object) {
        Map<String, Double> numbers = new HashMap<>();
        object.properties().forEach(field -> {
            if (!field.getValue().isContainerNode()) {
                numbers.put(field.getKey(), number(field.getValue()));
            }
        });
        return numbers;
    }

    /** JSON has no infinity, so the file says "inf" and "-inf". */
    private static double number(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        return switch (node.asText()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> throw new IllegalStateException(FILE + ": '" + node.asText() + "' is no number");
        };
    }
}
