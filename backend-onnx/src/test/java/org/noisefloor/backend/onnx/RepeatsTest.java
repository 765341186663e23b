package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.testkit.backend.Rounding;

/** What is put at a site may be the same in all sequences of a batch; then one of them runs for all, if nothing else tells them apart. */
@ParameterizedClass
@MethodSource("models")
class RepeatsTest {
    private static final BatchShape SHAPE = BatchShape.of(4, 5);
    private static final BatchShape ONE = BatchShape.of(1, 5);
    private static final List<int[]> TOKENS = List.of(
            new int[] {1, 2, 3, 4, 5}, new int[] {9, 8, 7, 6, 5}, new int[] {4, 4, 2}, new int[] {3, 1, 7, 2, 6});

    /** Others: as many of each length, and of so many lengths that all run in one pass. */
    private static final List<List<int[]>> LATER = List.of(
            List.of(new int[] {7, 6, 5, 4, 3}, new int[] {2, 2, 9}, new int[] {8, 8, 8, 1, 1}, new int[] {5, 3, 2, 9, 1
            }),
            List.of(new int[] {7, 6, 5, 4, 3}, new int[] {2, 2, 9}, new int[] {8, 8, 8, 1, 1}, new int[] {5}));

    @Parameter
    Path path;

    static List<Path> models() throws IOException {
        try (Stream<Path> families = Files.list(Fixtures.FAMILIES)) {
            return Stream.concat(
                            Fixtures.tiny().stream(),
                            families.filter(Files::isDirectory).sorted())
                    .toList();
        }
    }

    @Test
    void aSequenceIsWhatItIsByItselfThoughAllAreGivenTheSame() {
        try (LanguageModel model = Fixtures.open(path)) {
            for (Site site : model.sites()) {
                try (CutModel together = model.cutAt(List.of(site), SHAPE);
                        CutModel single = model.cutAt(List.of(site), ONE)) {
                    float[] all = constant(together, together.run(TokenBatch.of(SHAPE, TOKENS)), site);
                    List<Float> oneByOne = new ArrayList<>();
                    for (int[] tokens : TOKENS) {
                        for (float logit : constant(single, single.run(TokenBatch.of(ONE, List.of(tokens))), site)) {
                            oneByOne.add(logit);
                        }
                    }
                    isClose(site, all, oneByOne);
                }
            }
        }
    }

    @Test
    void aLaterBatchThatIsGivenTheSameComesOutAsItWouldWithoutTheOneBefore() {
        try (LanguageModel model = Fixtures.open(path)) {
            for (String name : List.of("blocks.0.hook_resid_pre", "blocks.0.hook_resid_post")) {
                Site site = model.site(name);
                for (List<int[]> texts : LATER) {
                    TokenBatch later = TokenBatch.of(SHAPE, texts);
                    try (CutModel used = model.cutAt(List.of(site), SHAPE);
                            CutModel fresh = model.cutAt(List.of(site), SHAPE)) {
                        constant(used, used.run(TokenBatch.of(SHAPE, TOKENS)), site);
                        assertThat(constant(used, used.run(later), site))
                                .as(name)
                                .containsExactly(constant(fresh, fresh.run(later), site));
                    }
                }
            }
        }
    }

    /** In exports by TorchScript sizes of a mask pass beside the stream, which were read off what weights have made. */
    @Test
    void whatAllAreGivenOnTheStreamIsRememberedWhereNothingPassesBesideIt() {
        boolean nothingPasses = path.toString().endsWith("-dynamo");
        try (LanguageModel model = Fixtures.open(path)) {
            Site site = model.site("blocks.0.hook_resid_post");
            try (CutModel cut = model.cutAt(List.of(site), SHAPE)) {
                constant(cut, cut.run(TokenBatch.of(SHAPE, TOKENS)), site);
                assertThat(((CutOnnxModel) cut).remembered().isEmpty()).isEqualTo(!nothingPasses);
            }
        }
    }

    @Test
    void aBatchOfOneTextComesOutAsTheTraceDidWhereNothingIsChanged() {
        try (LanguageModel model = Fixtures.open(path)) {
            List<Site> sites = List.of(model.site("blocks.0.hook_resid_post"));
            try (CutModel cut = model.cutAt(sites, SHAPE)) {
                Trace trace = cut.run(TokenBatch.of(SHAPE, List.of(TOKENS.get(0), TOKENS.get(0), TOKENS.get(0))));
                FloatBuffer unchanged = cut.resume(trace, sites.get(0), trace.activation(sites.get(0)));
                assertThat(unchanged).isEqualTo(trace.logits());
            }
        }
    }

    @Test
    void aSequenceThatIsLeftAsItWasComesOutAsTheTraceDidThoughTheOthersAreGivenTheSame() {
        try (LanguageModel model = Fixtures.open(path)) {
            Site site = model.site("blocks.0.hook_resid_post");
            try (CutModel cut = model.cutAt(List.of(site), SHAPE)) {
                Trace trace = cut.run(TokenBatch.of(SHAPE, TOKENS));
                float[] original = values(trace.logits());
                FloatBuffer replaced = constant(site);
                int first = SHAPE.length() * site.width();
                for (int i = 0; i < first; i++) {
                    replaced.put(i, trace.activation(site).get(i));
                }
                float[] changed = values(cut.resume(trace, site, replaced));
                int logits = original.length / SHAPE.sequences();
                assertThat(Arrays.copyOf(changed, logits)).containsExactly(Arrays.copyOf(original, logits));
                assertThat(Arrays.copyOfRange(changed, logits, 2 * logits))
                        .isNotEqualTo(Arrays.copyOfRange(original, logits, 2 * logits));
            }
        }
    }

    private static float[] values(FloatBuffer logits) {
        float[] values = new float[logits.remaining()];
        logits.duplicate().get(values);
        return values;
    }

    private static FloatBuffer constant(Site site) {
        FloatBuffer replaced = ByteBuffer.allocateDirect(SHAPE.rows() * site.width() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < replaced.capacity(); i++) {
            replaced.put(i, (i % site.width() % 7) * 0.25f - 0.5f);
        }
        return replaced;
    }

    private static float[] constant(CutModel cut, Trace trace, Site site) {
        return values(cut.resume(trace, site, constant(site)));
    }

    /** Where there are tokens; behind them nobody looks. */
    private static void isClose(Site site, float[] all, List<Float> oneByOne) {
        assertThat(all).hasSameSizeAs(oneByOne.toArray());
        double largest = 0;
        for (float logit : all) {
            largest = Math.max(largest, Math.abs(logit));
        }
        int row = all.length / SHAPE.rows();
        for (int s = 0; s < TOKENS.size(); s++) {
            for (int t = 0; t < TOKENS.get(s).length; t++) {
                int from = (s * SHAPE.length() + t) * row;
                for (int i = from; i < from + row; i++) {
                    assertThat((double) all[i])
                            .as("%s, tokens %s, position %d", site, Arrays.toString(TOKENS.get(s)), t)
                            .isCloseTo(oneByOne.get(i), within(Rounding.ofTinyModel(largest)));
                }
            }
        }
    }
}
