package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.testkit.backend.Recording;

/**
 * Blocks are recognised by the shape of the residual stream alone, in graphs whose tensors are called t0, t1, …: with norms on the stream,
 * one norm for attention and MLP, norms behind the branches, experts, a third addition, keys and values of an earlier block.
 */
@ParameterizedClass
@MethodSource("models")
class OtherFamiliesTest {

    @Parameter
    Path path;

    static List<Path> models() throws IOException {
        try (Stream<Path> folders = Files.list(Fixtures.FAMILIES)) {
            return folders.sorted().toList();
        }
    }

    @Test
    void namesExactlyTheActivationsThatPyTorchHas() throws IOException {
        List<String> expected = new ArrayList<>(Recording.in(path).sites());
        if (path.endsWith("opt_post_norm-dynamo")) {
            expected.remove("hook_embed"); // narrower than the stream
        }
        try (LanguageModel model = Fixtures.open(path)) {
            assertThat(model.sites()).extracting(Site::name).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void holdsWhatPyTorchHolds() throws IOException {
        try (LanguageModel model = Fixtures.open(path)) {
            Recording.in(path).assertComputedBy(model);
        }
    }

    @Test
    void givesTheLogitsThatPyTorchGivesWithAChangedActivation() throws IOException {
        try (LanguageModel model = Fixtures.open(path)) {
            Recording.in(path).assertSplicedBy(model);
        }
    }
}
