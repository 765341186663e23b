package org.noisefloor.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/**
 * What a model gave elsewhere, in a file {@code expected.json}: {@code tokens}, sequences of one length; {@code logits}, all of
 * them in one list; and where the model has sites, by their names, {@code activations}, and {@code spliced}, the logits at the last
 * position of each sequence where half the activation and a quarter more stands at that site alone.
 */
public final class Recording {
    private final JsonNode recorded;
    private final TokenBatch batch;

    private Recording(JsonNode recorded) {
        this.recorded = recorded;
        List<int[]> sequences = new ArrayList<>();
        for (JsonNode sequence : recorded.path("tokens")) {
            int[] tokens = new int[sequence.size()];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = sequence.path(t).intValue();
            }
            sequences.add(tokens);
        }
        this.batch = TokenBatch.of(new BatchShape(sequences.size(), sequences.get(0).length), sequences);
    }

    /** Reads the {@code expected.json} of a folder. */
    public static Recording in(Path folder) throws IOException {
        return new Recording(
                new ObjectMapper().readTree(folder.resolve("expected.json").toFile()));
    }

    /** The tokens of which it is. */
    public TokenBatch batch() {
        return batch;
    }

    /** The sites at which activations were recorded. */
    public List<String> sites() {
        List<String> names = new ArrayList<>();
        recorded.path("activations").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The model, one of {@code examples/tiny-models}, computes what was recorded, at all its sites, up to {@link Rounding}. */
    public void assertComputedBy(LanguageModel model) {
        try (CutModel cut = model.cutAt(model.sites(), batch.shape())) {
            Trace trace = cut.run(batch);
            for (Site site : model.sites()) {
                assertClose(
                        site.name(),
                        trace.activation(site),
                        recorded.path("activations").path(site.name()));
            }
            assertClose("logits", trace.logits(), recorded.path("logits"));
        }
    }

    /** The model gives the logits that were recorded with a changed activation, at each site for which there are some. */
    public void assertSplicedBy(LanguageModel model) {
        List<Site> sites = model.sites().stream()
                .filter(site -> recorded.path("spliced").has(site.name()))
                .toList();
        assertThat(sites).hasSameSizeAs(recorded.path("spliced"));
        try (CutModel cut = model.cutAt(sites, batch.shape())) {
            Trace trace = cut.run(batch);
            for (Site site : sites) {
                FloatBuffer changed = Floats.copy(trace.activation(site));
                for (int i = 0; i < changed.limit(); i++) {
                    changed.put(i, 0.5f * changed.get(i) + 0.25f);
                }
                FloatBuffer spliced = cut.resume(trace, site, changed);
                assertClose(
                        "spliced at " + site,
                        last(spliced, model.info().vocabulary()),
                        recorded.path("spliced").path(site.name()));
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

    private static void assertClose(String name, FloatBuffer found, JsonNode expected) {
        assertThat(found.remaining()).as(name).isEqualTo(expected.size());
        double largest = 0;
        for (JsonNode each : expected) {
            largest = Math.max(largest, Math.abs(each.doubleValue()));
        }
        double slack = Rounding.ofTinyModel(largest);
        for (int i = 0; i < expected.size(); i++) {
            assertThat((double) found.get(i))
                    .as("%s, number %d", name, i)
                    .isCloseTo(expected.path(i).doubleValue(), within(slack));
        }
    }
}
