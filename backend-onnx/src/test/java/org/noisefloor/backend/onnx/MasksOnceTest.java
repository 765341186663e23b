package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/** A mask is the same whether each part makes it or all are given it. */
class MasksOnceTest {
    private static final BatchShape SHAPE = BatchShape.of(3, 5);
    private static final TokenBatch BATCH =
            TokenBatch.of(SHAPE, List.of(new int[] {1, 2, 3, 4, 5}, new int[] {4, 4, 2}, new int[] {3, 1, 7, 2, 6}));

    static List<Path> models() throws IOException {
        return RepeatsTest.models();
    }

    @ParameterizedTest
    @MethodSource("models")
    void theLogitsHaveTheSameBits(Path path) {
        try (OnnxLanguageModel model = (OnnxLanguageModel) Fixtures.open(path)) {
            List<Site> sites = model.sites().stream()
                    .filter(site -> site.name().endsWith("hook_resid_post"))
                    .toList();
            assertThat(logits(model, sites, true)).isEqualTo(logits(model, sites, false));
        }
    }

    /** The original's, and with something else at each site. */
    private static List<FloatBuffer> logits(OnnxLanguageModel model, List<Site> sites, boolean masksOnce) {
        GraphCut divided = model.graph().cutAt(sites.stream().map(Site::tensor).toList(), masksOnce);
        List<FloatBuffer> all = new ArrayList<>();
        try (CutOnnxModel cut = new CutOnnxModel(model.graph(), divided, sites, SHAPE)) {
            Trace trace = cut.run(BATCH);
            all.add(kept(trace.logits()));
            for (Site site : sites) {
                FloatBuffer activation = trace.activation(site);
                FloatBuffer changed = FloatBuffer.allocate(activation.remaining());
                for (int i = 0; i < changed.capacity(); i++) {
                    changed.put(i, activation.get(i) * 0.75f);
                }
                all.add(kept(cut.resume(trace, site, changed)));
            }
        }
        return all;
    }

    private static FloatBuffer kept(FloatBuffer logits) {
        return FloatBuffer.allocate(logits.remaining()).put(logits).flip();
    }
}
