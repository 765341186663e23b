package org.noisefloor.plugin.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.RunResult.SequenceInfo;
import org.noisefloor.api.ScoredPosition;
import org.noisefloor.api.ScoredPosition.Draws;
import org.noisefloor.api.ScoredPosition.Likely;

/** A report with one of everything that a writer looks at, and two positions. */
final class Reports {
    static final String JSON = """
            {
              "model": { "backend": "onnx", "architecture": "gpt2" },
              "positions": { "sequences": 2, "tokens": 8, "scored": 6, "intervened": 7, "special": [0], "conventions": "noisefloor" },
              "batch": { "sequences": 2, "length": 4 },
              "figures": {
                "kl": { "metric": "kl", "unit": "nats", "kind": "divergence", "positions": "scored", "doc": "KL" },
                "ce_delta": { "metric": "loss", "unit": "nats", "kind": "difference", "positions": "scored", "doc": "rise" },
                "l0": { "metric": "sae", "unit": "features", "kind": "level", "positions": "intervened", "doc": "active" }
              },
              "sites": [ { "name": "blocks.0", "arms": [
                { "name": "mine", "type": "sae", "role": "intervention", "draws": 1,
                  "figures": {
                    "kl": { "value": 0.1, "low": 0.08, "high": 0.12, "below_numeric_floor": true },
                    "ce_delta": { "value": 0.02, "low": 0.01, "high": 0.03 },
                    "l0": { "value": null, "low": null, "high": null, "missing": "none, \\"yet\\"" } },
                  "floors": {
                    "eps": { "kl": { "floor": { "value": 0.05, "low": 0.04, "high": 0.06, "draw_error": 0.001 },
                      "excess": { "value": 0.05, "low": 0.03, "high": 0.07 }, "ratio": { "value": 2.0, "low": 1.5, "high": 2.5 },
                      "ranks": { "above": { "value": 0.5, "low": 0.4, "high": 0.6 }, "expected_above": 0.25 } } },
                    "cov": { "kl": { "floor": { "value": 0.2 }, "ratio": { "value": 0.5, "low": 0.4, "high": 0.6 } } },
                    "other": { "kl": { "floor": { "value": 0.1 }, "ratio": { "value": 1.0, "low": 0.9, "high": 1.1 } } } },
                  "recovered": { "loss_recovered": { "zero": { "value": 0.9, "low": 0.8, "high": 0.95 } } },
                  "equivalent_noise": { "dose": { "kl": { "value": 1.25, "low": 1.0, "high": 1.5, "bound": ">" } } },
                  "classes": { "state": { "right": { "n": { "value": 4 }, "share": { "value": 0.66 },
                    "figures": { "kl": { "value": 0.3, "of_total": { "value": 0.7 } } },
                    "floors": { "eps": { "share": { "excess": { "value": 0.1 } },
                      "figures": { "kl": { "excess": { "value": 0.2 }, "ratio": { "value": 3 } } } } } } } },
                  "features": { "count": 8, "alive_share": 0.75, "density": { "1e-2": 2, "1e-1": 2 } } },
                { "name": "eps", "type": "eps_random", "role": "baseline", "matched_to": "mine", "draws": 3,
                  "figures": { "kl": { "value": 0.05, "draw_error": 0.001 } } } ] } ],
              "warnings": [ "fewer than 20 sequences" ]
            }
            """;

    static final ScoredPosition FIRST = new ScoredPosition(
            "blocks.0",
            "mine",
            0,
            1,
            5,
            6,
            0.5,
            0.25,
            Map.of("kl", 0.1),
            Map.of("eps", Map.of("kl", new Draws(0.0625, 2, 1, 3))),
            Map.of("state", "right"),
            List.of(new Likely(6, 0.5), new Likely(7, 0.25)),
            List.of(new Likely(7, 0.75)));
    static final ScoredPosition LAST = new ScoredPosition(
            "blocks.0",
            "mine",
            1,
            2,
            6,
            5,
            0.125,
            1,
            Map.of("kl", Double.POSITIVE_INFINITY),
            Map.of(),
            Map.of("state", "wrong"),
            List.of(),
            List.of());

    private Reports() {}

    static Finished run(String json) {
        try {
            return new Finished(
                    new ObjectMapper().readValue(json, new TypeReference<Map<String, Object>>() {}),
                    List.of(new SequenceInfo(0, 3, 1), new SequenceInfo(1, 4, 1)),
                    List.of(FIRST, LAST),
                    List.of(List.of(0, 5, 6), List.of(0, 4, 6, 5)));
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }

    /** A run that measured nothing. */
    static Finished nothing() {
        return new Finished(Map.of());
    }
}
