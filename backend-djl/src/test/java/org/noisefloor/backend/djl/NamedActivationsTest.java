package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.LanguageModel;
import org.noisefloor.api.Site;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.Trace;

/** What the sites and the logits hold is what transformers computes and its forward hooks saw there. */
@ParameterizedClass
@MethodSource("models")
class NamedActivationsTest {

    @Parameter
    Path path;

    static List<Path> models() throws IOException {
        return Fixtures.folders();
    }

    @Test
    void namesExactlyTheActivationsThatTransformersHas() throws IOException {
        List<String> expected = new ArrayList<>();
        expected().get("activations").fieldNames().forEachRemaining(expected::add);
        try (LanguageModel model = Fixtures.open(path)) {
            assertThat(model.sites()).extracting(Site::name).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(model.info().notes()).isEmpty();
        }
    }

    @Test
    void holdsWhatTransformersHolds() throws IOException {
        JsonNode expected = expected();
        List<int[]> sequences = new ArrayList<>();
        for (JsonNode sequence : expected.get("tokens")) {
            int[] tokens = new int[sequence.size()];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = sequence.get(t).intValue();
            }
            sequences.add(tokens);
        }
        BatchShape shape = new BatchShape(sequences.size(), sequences.get(0).length);
        try (LanguageModel model = Fixtures.open(path);
                CutModel cut = model.cutAt(model.sites(), shape)) {
            Trace trace = cut.run(new TokenBatch(shape, sequences));
            for (Site site : model.sites()) {
                assertClose(
                        site.name(),
                        trace.activation(site),
                        expected.get("activations").get(site.name()));
            }
            assertClose("logits", trace.logits(), expected.get("logits"));
        }
    }

    private JsonNode expected() throws IOException {
        return new ObjectMapper().readTree(path.resolve("expected.json").toFile());
    }

    private static void assertClose(String name, FloatBuffer found, JsonNode expected) {
        assertThat(found.remaining()).as(name).isEqualTo(expected.size());
        double largest = 1;
        for (JsonNode each : expected) {
            largest = Math.max(largest, Math.abs(each.doubleValue()));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertThat((double) found.get(i))
                    .as("%s, number %d", name, i)
                    .isCloseTo(expected.get(i).doubleValue(), within(1e-5 * largest));
        }
    }
}
