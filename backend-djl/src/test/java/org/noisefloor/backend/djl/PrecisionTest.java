package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/** The option {@code dtype}. */
class PrecisionTest {
    private static final BatchShape SHAPE = BatchShape.of(2, 5);
    private static final TokenBatch BATCH =
            TokenBatch.of(SHAPE, List.of(new int[] {3, 1, 4, 1, 5}, new int[] {9, 2, 6}));

    @ParameterizedTest
    @CsvSource({
        "gpt2, BFLOAT16",
        "gpt2, FLOAT16",
        "neox, BFLOAT16",
        "llama, BFLOAT16",
        "llama, FLOAT16",
        "mistral, BFLOAT16",
        "qwen2, FLOAT16",
        "gemma2, BFLOAT16",
        "gemma2, FLOAT16"
    })
    void staysExactWhereNothingIsReplacedAndNearToFloat32(String family, Dtype dtype) {
        float[] exact = logits(family);
        try (LanguageModel model = Fixtures.open(Fixtures.tiny(family), dtype);
                CutModel cut = model.cutAt(model.sites(), SHAPE)) {
            Trace trace = cut.run(BATCH);
            for (Site site : model.sites()) {
                FloatBuffer resumed = cut.resume(trace, site, trace.activation(site));
                assertThat(resumed.mismatch(trace.logits())).as(site.name()).isEqualTo(-1);
            }
            assertThat(cut.resume(trace, unchanged(model.sites())).mismatch(trace.logits()))
                    .as("all sites in one pass")
                    .isEqualTo(-1);
            double difference = 0;
            double largest = 0;
            for (int i = 0; i < exact.length; i++) {
                difference =
                        Math.max(difference, Math.abs(exact[i] - trace.logits().get(i)));
                largest = Math.max(largest, Math.abs(exact[i]));
            }
            // 8 and 11 bits of fraction, over two blocks
            assertThat(difference / largest).isGreaterThan(1e-5).isLessThan(dtype == Dtype.BFLOAT16 ? 0.06 : 0.01);
        }
    }

    private static Splice unchanged(List<Site> sites) {
        return new Splice() {
            @Override
            public List<Site> sites() {
                return sites;
            }

            @Override
            public void replace(Site site, FloatBuffer activation) {}
        };
    }

    private static float[] logits(String family) {
        try (LanguageModel model = Fixtures.open(Fixtures.tiny(family));
                CutModel cut = model.cutAt(List.of(), SHAPE)) {
            FloatBuffer logits = cut.run(BATCH).logits();
            float[] values = new float[logits.remaining()];
            logits.get(values);
            return values;
        }
    }
}
