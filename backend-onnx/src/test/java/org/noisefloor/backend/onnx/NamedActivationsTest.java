package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.testkit.backend.Recording;

/** What the sites hold is what PyTorch's forward hooks saw there. */
@ParameterizedClass
@MethodSource("models")
class NamedActivationsTest {

    @Parameter
    Path path;

    static List<Path> models() throws IOException {
        return Fixtures.tiny();
    }

    @Test
    void namesExactlyTheActivationsThatPyTorchHas() throws IOException {
        try (LanguageModel model = Fixtures.open(path)) {
            assertThat(model.sites())
                    .extracting(Site::name)
                    .containsExactlyInAnyOrderElementsOf(Recording.in(path).sites());
            assertThat(model.info().notes()).isEmpty();
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
