package org.noisefloor.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What decides every figure of a run: its config, and the versions and digests of all that it was made with. Two runs of the same origins
 * may be put together; of others it is told what differs.
 */
public final class Origins {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 60;
    private static final String ABSENT = "absent";

    /** What of provenance.json says it; the rest is when and where. */
    static final Set<String> KEYS =
            Set.of("noisefloor", "seed", "model", "corpus", "plugins", Provenance.INTERVENTIONS);

    /** Where results go decides none of them. */
    private static final Set<String> ELSEWHERE = Set.of("output");

    private Origins() {}

    /** Keys of a resolved config that differ, a phrase each: {@code seed was 0 and is 1}. */
    public static List<String> differencesOfConfig(Map<String, Object> before, Map<String, Object> now) {
        return differences(JSON.valueToTree(before), JSON.valueToTree(now), ELSEWHERE);
    }

    /** The same of two provenances. */
    public static List<String> differences(Map<String, Object> before, Map<String, Object> now) {
        return differences(only(JSON.valueToTree(before)), only(JSON.valueToTree(now)), Set.of("model/passes"));
    }

    private static ObjectNode only(ObjectNode provenance) {
        ObjectNode origins = provenance.retain(KEYS);
        ObjectNode byArm = JSON.createObjectNode();
        origins.path(Provenance.INTERVENTIONS)
                .forEach(each -> byArm.set(each.path(Provenance.ARM).asText(), opened(each)));
        origins.set(Provenance.INTERVENTIONS, byArm);
        return origins;
    }

    /** What an intervention was made from, as far as it was known before it was calibrated. */
    private static JsonNode opened(JsonNode intervention) {
        JsonNode before = intervention.path(Provenance.BEFORE_CALIBRATION);
        return before.isObject() ? before : intervention.path(Provenance.MADE_FROM);
    }

    private static List<String> differences(JsonNode before, JsonNode now, Set<String> ignored) {
        Map<String, String> old = leaves(before);
        Map<String, String> fresh = leaves(now);
        Set<String> keys = new LinkedHashSet<>(old.keySet());
        keys.addAll(fresh.keySet());
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            String was = old.getOrDefault(key, ABSENT);
            String is = fresh.getOrDefault(key, ABSENT);
            if (!was.equals(is) && !ignored.contains(key)) {
                differences.add(key.replace('/', '.') + " was " + shown(was) + " and is " + shown(is));
            }
        }
        return differences;
    }

    private static Map<String, String> leaves(JsonNode tree) {
        Map<String, String> leaves = new LinkedHashMap<>();
        leaves("", tree, leaves);
        return leaves;
    }

    private static void leaves(String path, JsonNode tree, Map<String, String> into) {
        String prefix = path.isEmpty() ? "" : path + "/";
        if (tree.isObject()) {
            tree.properties().forEach(each -> leaves(prefix + each.getKey(), each.getValue(), into));
        } else if (tree.isArray()) {
            for (int i = 0; i < tree.size(); i++) {
                leaves(prefix + (i + 1), tree.get(i), into);
            }
        } else {
            into.put(path, tree.asText());
        }
    }

    private static String shown(String value) {
        return value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
    }
}
