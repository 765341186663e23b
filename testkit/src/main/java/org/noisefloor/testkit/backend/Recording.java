package org.noisefloor.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/** What a model gave elsewhere for a few sequences of one length. */
public final class Recording {
    private final TokenBatch batch;
    private final float[] logits;
    private final Map<String, float[]> activations;
    private final Map<String, float[]> spliced;

    /**
     * @param sequences token ids, of one length
     * @param logits all of them, in one array
     * @param activations by the names of sites, if there are any
     * @param spliced by the names of sites, the logits at the last position of each sequence where half the activation and a
     *     quarter more stands at that site alone
     */
    public Recording(
            List<int[]> sequences, float[] logits, Map<String, float[]> activations, Map<String, float[]> spliced) {
        this.batch = TokenBatch.of(BatchShape.of(sequences.size(), sequences.get(0).length), sequences);
        this.logits = logits;
        this.activations = activations;
        this.spliced = spliced;
    }

    /** Reads the {@code expected.json} of a folder: {@code tokens}, {@code logits}, {@code activations} and {@code spliced}. */
    public static Recording in(Path folder) throws IOException {
        JsonNode recorded =
                new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
        List<int[]> sequences = new ArrayList<>();
        for (JsonNode sequence : recorded.path("tokens")) {
            int[] tokens = new int[sequence.size()];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = sequence.path(t).intValue();
            }
            sequences.add(tokens);
        }
        return new Recording(
                sequences,
                numbers(recorded.path("logits")),
                named(recorded.path("activations")),
                named(recorded.path("spliced")));
    }

    private static Map<String, float[]> named(JsonNode lists) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        lists.properties().forEach(list -> numbers.put(list.getKey(), numbers(list.getValue())));
        return numbers;
    }

    private static float[] numbers(JsonNode list) {
        float[] numbers = new float[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.path(i).floatValue();
        }
        return numbers;
    }

    /** The tokens of which it is. */
    public TokenBatch batch() {
        return batch;
    }

    /** The sites at which activations were recorded. */
    public List<String> sites() {
        return List.copyOf(activations.keySet());
    }

    /** The model, one of {@code examples/tiny-models}, computes what was recorded, at all its sites, up to {@link Rounding}. */
    public void assertComputedBy(LanguageModel model) {
        try (CutModel cut = model.cutAt(model.sites(), batch.shape())) {
            Trace trace = cut.run(batch);
            for (Site site : model.sites()) {
                assertClose(site.name(), trace.activation(site), activations.getOrDefault(site.name(), new float[0]));
            }
            assertClose("logits", trace.logits(), logits);
        }
    }

    /** The model gives the logits that were recorded with a changed activation, at each site for which there are some. */
    public void assertSplicedBy(LanguageModel model) {
        List<Site> sites = model.sites().stream()
                .filter(site -> spliced.containsKey(site.name()))
                .toList();
        assertThat(sites).hasSameSizeAs(spliced.keySet());
        try (CutModel cut = model.cutAt(sites, batch.shape())) {
            Trace trace = cut.run(batch);
            for (Site site : sites) {
                FloatBuffer changed = Floats.copy(trace.activation(site));
                for (int i = 0; i < changed.limit(); i++) {
                    changed.put(i, 0.5f * changed.get(i) + 0.25f);
                }
                FloatBuffer resumed = cut.resume(trace, site, changed);
                assertClose(
                        "spliced at " + site,
                        last(resumed, model.info().vocabulary()),
                        spliced.getOrDefault(site.name(), new float[0]));
            }
        }
    }

    /** The logits at the last position of each sequence. */
    private FloatBuffer last(FloatBuffer logits, int vocabulary) {
        FloatBuffer last = FloatBuffer.allocate(batch.shape().sequences() * vocabulary);
        for (int s = 0; s < batch.shape().sequences(); s++) {
            int row = (s + 1) * batch.shape().length() - 1;
            last.put(s * vocabulary, logits, row * vocabulary, vocabulary);
        }
        return last;
    }

    private static void assertClose(String name, FloatBuffer found, float[] expected) {
        assertThat(found.remaining()).as(name).isEqualTo(expected.length);
        double largest = 0;
        for (float each : expected) {
            largest = Math.max(largest, Math.abs(each));
        }
        double slack = Rounding.ofTinyModel(largest);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found.get(i)).as("%s, number %d", name, i).isCloseTo(expected[i], within(slack));
        }
    }
}
