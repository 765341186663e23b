package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.core.plugins.Catalogue;

/** Which backend opens a model, and where a config names further models. */
class OtherModelsTest {
    private static final Catalogue TWO_BACKENDS = TestPlugins.catalogue(new TestPlugins.Backend("djl"));

    @TempDir
    Path temp;

    private ConfigFolder folder;

    @BeforeEach
    void folder() throws IOException {
        folder = ConfigFolder.in(temp);
        Files.writeString(temp.resolve("model/model.onnx"), "");
    }

    private Plan read(String yaml) throws IOException {
        return folder.read(yaml, Map.of(), TWO_BACKENDS);
    }

    private String mistake(String yaml) {
        try {
            read(yaml);
        } catch (UserError mistakes) {
            return mistakes.getMessage();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        throw new AssertionError("no mistake was found in\n" + yaml);
    }

    private static String backend(Plan.Model model) {
        return model.backend().provider().id();
    }

    @Test
    void takesTheBackendThatFindsSomethingToOpen() throws IOException {
        Plan plan = read(ConfigFolder.MINIMAL);
        assertThat(backend(plan.model())).isEqualTo("onnx");
        assertThat(plan.model().picked()).contains("reads model.onnx");
        assertThat(plan.resolved()).extractingByKey("model").asString().contains("backend=onnx");
    }

    @Test
    void saysWhatTheOtherBackendsWouldHaveRead() throws IOException {
        Files.writeString(temp.resolve("model/model.djl"), "");
        Plan plan = read(ConfigFolder.MINIMAL.replace("path: model }", "path: model, backend: auto }"));
        assertThat(backend(plan.model())).isEqualTo("djl");
        assertThat(plan.model().picked()).contains("reads model.djl; onnx would read model.onnx");
    }

    @Test
    void asksABackendOnceWhatItFindsAtAPath() throws IOException {
        List<Path> asked = new ArrayList<>();
        Plan plan = folder.read(ConfigFolder.MINIMAL, Map.of(), TestPlugins.catalogue(new Asked(asked)));
        assertThat(plan.model().picked()).contains("reads what was asked for; onnx would read model.onnx");
        assertThat(asked).containsExactly(temp.resolve("model"));
    }

    /** A backend that counts how often it is asked. */
    private record Asked(List<Path> paths) implements ModelBackend<NoOptions> {
        @Override
        public String id() {
            return "asked";
        }

        @Override
        public String summary() {
            return "counts";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Optional<String> probe() {
            return Optional.empty();
        }

        @Override
        public Optional<String> recognises(Path path) {
            paths.add(path);
            return Optional.of("what was asked for");
        }

        @Override
        public LanguageModel open(Path path, NoOptions options, Context context) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void doesNotChooseForAUserWhoChose() throws IOException {
        Plan plan = read(ConfigFolder.MINIMAL.replace("path: model }", "path: model, backend: djl }"));
        assertThat(backend(plan.model())).isEqualTo("djl");
        assertThat(plan.model().picked()).isEmpty();
    }

    @Test
    void theNumericFloorIsTheSameModelByAnotherBackend() throws IOException {
        Plan.OtherModel floor = read(ConfigFolder.MINIMAL + "floor: { numeric: { backend: djl } }\n")
                .numericFloor()
                .orElseThrow();
        assertThat(backend(floor.model())).isEqualTo("djl");
        assertThat(floor.model().path()).isEqualTo(temp.resolve("model"));
    }

    @Test
    void theNumericFloorIsTheSameModelWithAnotherOption() throws IOException {
        Plan.OtherModel floor = read(ConfigFolder.MINIMAL + "floor: { numeric: { optimise: none } }\n")
                .numericFloor()
                .orElseThrow();
        assertThat(backend(floor.model())).isEqualTo("onnx");
        assertThat(floor.model().backend().options()).isEqualTo(new TestPlugins.BackendOptions(TestPlugins.Level.NONE));
    }

    @Test
    void aResolvedConfigMeansTheSame() throws IOException {
        Plan plan = read(ConfigFolder.MINIMAL.replace(
                        "[zero]", "[zero, { type: model, name: fine, optimise: none, site: blocks.3.hook_resid_post }]")
                + "floor: { numeric: { backend: djl } }\n");
        String again = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(plan.resolved());
        assertThat(read(again).resolved()).isEqualTo(plan.resolved());
    }

    @Test
    void refusesAFloorThatIsTheModelItself() {
        assertThat(mistake(ConfigFolder.MINIMAL + "floor: { numeric: { backend: onnx } }\n"))
                .isEqualTo(
                        "demo.yaml:5: floor.numeric: this is the model itself; name another path, backend (installed:"
                                + " djl, onnx) or option of the backend");
    }

    @Test
    void tellsAllThatIsWrongWithAFloor() {
        assertThat(mistake(ConfigFolder.MINIMAL + "floor: { numeric: { backend: djl, optimize: all }, mumeric: {} }\n"))
                .contains("unknown key of floor.numeric 'optimize'", "did you mean 'optimise'")
                .contains("unknown key of floor 'mumeric'", "did you mean 'numeric'");
    }

    @Test
    void aWholeModelStandsAmongTheInterventions() throws IOException {
        Files.createDirectories(temp.resolve("int8"));
        Files.writeString(temp.resolve("int8/model.djl"), "");
        Plan plan = read(ConfigFolder.MINIMAL.replace("[zero]", "[zero, { type: model, name: int8, path: int8 }]"));
        assertThat(plan.interventions()).hasSize(1);
        assertThat(plan.otherModels()).hasSize(1);
        Plan.OtherModel other = plan.otherModels().get(0);
        assertThat(other.name()).isEqualTo("int8");
        assertThat(backend(other.model())).isEqualTo("djl");
        assertThat(other.model().path()).isEqualTo(temp.resolve("int8"));
        assertThat(other.ruler()).isEmpty();
    }

    @Test
    void aWholeModelsNameMayNotBeTaken() {
        assertThat(mistake(
                        ConfigFolder.MINIMAL.replace("[zero]", "[zero, { type: model, name: zero, optimise: none }]")))
                .contains("'zero' is taken already at demo.yaml:4");
    }

    @Test
    void aWholeModelIsNoBaseline() {
        assertThat(mistake(ConfigFolder.MINIMAL + "baselines: [{ type: model, optimise: none }]\n"))
                .isEqualTo("demo.yaml:5: baselines: a whole model is no noise; it stands under 'interventions'");
    }

    @Test
    void namesTheNearestFileForAModelThatIsNotThere() {
        assertThatThrownBy(() -> read(ConfigFolder.MINIMAL.replace("[zero]", "[{ type: model, path: modle }]")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("model.path: there is no " + temp.resolve("modle"))
                .hasMessageContaining("did you mean 'model'");
    }
}
