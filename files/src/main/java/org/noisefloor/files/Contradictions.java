package org.noisefloor.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Where one {@code config.json} says two things, of which different versions of a library read one each. */
final class Contradictions {
    private Contradictions() {}

    /** In sentences without a full stop. */
    static List<String> of(JsonNode config) {
        JsonNode outer = TokenFiles.ofText(config, "rope_theta");
        JsonNode inner = TokenFiles.ofText(config, "rope_parameters").path("rope_theta");
        return outer.isNumber() && inner.isNumber() && outer.doubleValue() != inner.doubleValue()
                ? List.of("config.json says rope_theta " + outer.asText() + ", and " + inner.asText()
                        + " in rope_parameters: transformers 4, and what was exported with it, computes with the first,"
                        + " transformers 5 with the second, and these are two models")
                : List.of();
    }
}
