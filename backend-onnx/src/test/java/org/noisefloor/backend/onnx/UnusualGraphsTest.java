package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.testkit.backend.Recording;

/** Graphs that want to be fed or run in ways of their own; see {@code examples/tiny-models/make_unusual_graphs.py}. */
class UnusualGraphsTest {
    private static final Path UNUSUAL = Path.of("src", "test", "resources", "unusual");
    private static final float ROUNDING = 1e-5f;
    private static final BatchShape SHAPE = BatchShape.of(5, 5);
    private static final TokenBatch BATCH = TokenBatch.of(
            SHAPE,
            List.of(
                    new int[] {1, 7, 3, 11, 5},
                    new int[] {1, 2, 12, 9, 4},
                    new int[] {1, 8, 8, 2, 6},
                    new int[] {1, 10, 4, 4, 3},
                    new int[] {1, 6, 5, 9, 12}));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "int32",
                "bool-mask",
                "past-of-three-dimensions",
                "past-in-float16",
                "past-in-bfloat16",
                "merged",
                "one-sequence",
                "three-sequences",
                "five-tokens"
            })
    void theLogitsAreThoseOfAPlainSessionHoweverTheGraphIsFed(String name) throws IOException {
        Path path = UNUSUAL.resolve(name);
        TokenBatch batch = Recording.in(path).batch();
        try (LanguageModel model = Fixtures.open(path)) {
            assertThat(model.sites())
                    .extracting(Site::name)
                    .contains(
                            "hook_embed", "blocks.0.hook_resid_mid", "blocks.0.mlp.hook_post", "blocks.0.attn.hook_q");
            for (List<Site> sites : List.of(List.<Site>of(), model.sites())) {
                try (CutModel cut = model.cutAt(sites, batch.shape())) {
                    Trace trace = cut.run(batch);
                    assertThat(numbers(trace.logits())).containsExactly(expected(path), within(ROUNDING));
                    for (Site site : sites) {
                        assertThat(cut.resume(trace, site, trace.activation(site)))
                                .as(site.name())
                                .isEqualTo(trace.logits());
                    }
                }
            }
        }
    }

    @Test
    void rotationsWithTheAnglesOfOneSequenceRunOneSequenceAtATime() throws IOException {
        try (LanguageModel model = Fixtures.open(UNUSUAL.resolve("opset23"))) {
            assertThat(model.info().sequences()).hasValue(1);
            assertThat(model.info().notes()).first().asString().contains("RotaryEmbedding has the angles of one");
            Recording llama = Recording.in(Fixtures.tiny("llama-dynamo"));
            assertThat(model.sites()).extracting(Site::name).containsExactlyInAnyOrderElementsOf(llama.sites());
            llama.assertComputedBy(model);
            llama.assertSplicedBy(model);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-sequence", "three-sequences"})
    void anyNumberOfSequencesRunsInPassesOfAsManyAsTheGraphTakes(String name) throws IOException {
        try (LanguageModel free = Fixtures.open(UNUSUAL.resolve("plain"));
                LanguageModel fixed = Fixtures.open(UNUSUAL.resolve(name))) {
            for (Site site : List.of(free.site("blocks.0.hook_resid_mid"), free.site("blocks.0.attn.hook_q"))) {
                assertThat(spliced(fixed, fixed.site(site.name())))
                        .containsExactly(spliced(free, site), within(ROUNDING));
            }
            assertThat(fixed.site("places").width()).isEqualTo(8);
        }
    }

    /** So a model that takes one scale over the whole batch sees nothing but this sequence. */
    @Test
    void onlyOneOfThreeSequencesIsRepeated() throws IOException {
        try (LanguageModel model = Fixtures.open(UNUSUAL.resolve("three-sequences"))) {
            TokenBatch one = TokenBatch.of(BatchShape.of(1, 5), List.of(BATCH.tokens(3)));
            FixedShape fixed = new FixedShape(OptionalInt.of(3), OptionalInt.empty(), Optional.empty());
            assertThat(Rows.all(one, fixed)).singleElement().satisfies(rows -> {
                for (int s = 0; s < 3; s++) {
                    assertThat(rows.tokens().tokens(s)).containsExactly(BATCH.tokens(3));
                }
            });
            Site site = model.site("blocks.0.hook_resid_mid");
            try (CutModel cut = model.cutAt(List.of(site), SHAPE);
                    CutModel alone = model.cutAt(List.of(site), one.shape())) {
                assertThat(alone.runAlone(one)).isEmpty();
                float[] row = new float[5 * model.info().vocabulary()];
                cut.run(BATCH).logits().get(3 * row.length, row);
                assertThat(numbers(alone.run(one).logits())).containsExactly(row);
            }
        }
    }

    @Test
    void aGraphOfOneLengthSaysSo() {
        try (LanguageModel model = Fixtures.open(UNUSUAL.resolve("five-tokens"))) {
            assertThat(model.info().length()).hasValue(5);
            assertThat(model.site("places").width()).isEqualTo(8);
            assertThatThrownBy(() -> model.cutAt(List.of(), BatchShape.of(2, 4)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("exported for sequences of 5 tokens only, not of 4");
        }
    }

    /** Logits of the original and of a changed activation. */
    private static float[] spliced(LanguageModel model, Site site) {
        try (CutModel cut = model.cutAt(List.of(site), SHAPE)) {
            Trace trace = cut.run(BATCH);
            FloatBuffer seen = trace.activation(site);
            FloatBuffer changed = FloatBuffer.allocate(seen.remaining());
            for (int i = 0; i < changed.capacity(); i++) {
                changed.put(i, 0.5f * seen.get(i) + 0.25f);
            }
            float[] original = numbers(trace.logits());
            float[] other = numbers(cut.resume(trace, site, changed));
            assertThat(other).isNotEqualTo(original).hasSameSizeAs(original);
            float[] both = new float[2 * original.length];
            System.arraycopy(original, 0, both, 0, original.length);
            System.arraycopy(other, 0, both, original.length, original.length);
            return both;
        }
    }

    private static float[] expected(Path path) throws IOException {
        JsonNode logits = new ObjectMapper()
                .readTree(path.resolve("expected.json").toFile())
                .path("logits");
        float[] all = new float[logits.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) logits.get(i).asDouble();
        }
        return all;
    }

    private static float[] numbers(FloatBuffer buffer) {
        float[] all = new float[buffer.remaining()];
        buffer.get(all);
        return all;
    }
}
