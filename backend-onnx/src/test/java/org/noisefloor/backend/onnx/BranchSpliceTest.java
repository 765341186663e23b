package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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

/**
 * A branch that is replaced is added to the original residual stream: the logits are those for which {@code resid_post} is
 * replaced by its own value plus the branch's change. The stream then crosses the cut beside the site.
 */
@ParameterizedClass
@MethodSource("models")
class BranchSpliceTest {
    private static final BatchShape SHAPE = BatchShape.of(2, 5);

    @Parameter
    Path path;

    static List<Path> models() throws IOException {
        return Fixtures.tiny();
    }

    @Test
    void changesTheStreamByTheChangeOfTheMlpAlone() {
        // in GPT-NeoX neither branch depends on the other, and replacing one must leave the other as it was
        check(
                "blocks.0.hook_mlp_out",
                List.of("blocks.0.hook_attn_out", "blocks.0.hook_mlp_out", "blocks.0.hook_resid_post"));
    }

    @Test
    void changesTheStreamByTheChangeOfTheLastBranchWhenCutFromEndToEnd() {
        check(
                "blocks.1.hook_mlp_out",
                List.of("hook_embed", "blocks.0.hook_resid_post", "blocks.1.hook_mlp_out", "blocks.1.hook_resid_post"));
    }

    @Test
    void changesTheStreamByTheChangeOfAttentionInAParallelBlock() {
        if (path.getFileName().toString().startsWith("neox")) {
            check(
                    "blocks.0.hook_attn_out",
                    List.of("blocks.0.hook_mlp_out", "blocks.0.hook_attn_out", "blocks.0.hook_resid_post"));
        }
    }

    private void check(String branchName, List<String> names) {
        try (LanguageModel model = Fixtures.open(path)) {
            Site branch = model.site(branchName);
            Site post = model.site(branchName.substring(0, "blocks.0.".length()) + "hook_resid_post");
            List<Site> sites = names.stream().map(model::site).toList();
            try (CutModel cut = model.cutAt(sites, SHAPE)) {
                Trace trace =
                        cut.run(TokenBatch.of(SHAPE, List.of(new int[] {1, 2, 3, 4, 5}, new int[] {9, 8, 7, 6, 5})));
                FloatBuffer newBranch = copy(trace.activation(branch));
                FloatBuffer newPost = copy(trace.activation(post));
                Random random = new Random(3);
                for (int i = 0; i < newBranch.limit(); i++) {
                    float change = (float) random.nextGaussian();
                    newBranch.put(i, newBranch.get(i) + change);
                    newPost.put(i, newPost.get(i) + change);
                }
                float[] fromBranch = floats(cut.resume(trace, branch, newBranch));
                float[] fromPost = floats(cut.resume(trace, post, newPost));
                float[] original = floats(trace.logits());
                assertThat(fromBranch).isNotEqualTo(original);
                double largest = 0;
                for (float logit : fromPost) {
                    largest = Math.max(largest, Math.abs(logit));
                }
                for (int i = 0; i < fromPost.length; i++) {
                    assertThat((double) fromBranch[i])
                            .as("logit %d", i)
                            .isCloseTo(fromPost[i], within(Rounding.ofTinyModel(largest)));
                }
            }
        }
    }

    private static FloatBuffer copy(FloatBuffer buffer) {
        return ByteBuffer.allocateDirect(buffer.remaining() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(buffer)
                .rewind();
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
