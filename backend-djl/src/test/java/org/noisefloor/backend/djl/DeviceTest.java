package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/** Where a model is computed, on a machine without a GPU. */
class DeviceTest {
    private static final Tap NOWHERE = new Tap() {
        @Override
        public boolean stopsAt(Point point) {
            return false;
        }

        @Override
        public PtNDArray at(Flow flow) {
            return flow.value();
        }
    };

    private static LanguageModel open(String device, Path path) {
        return new DjlBackend().open(path, new DjlOptions(Dtype.FLOAT32, device), Fixtures.CONTEXT);
    }

    @Test
    void autoIsTheProcessorWithThePyTorchThatIsShippedAndSaysSo() {
        for (String device : List.of("auto", "cpu")) {
            try (LanguageModel model = open(device, Fixtures.tiny("llama"))) {
                assertThat(model.info().engine()).containsEntry("device", "cpu").containsKey("pytorch");
            }
        }
    }

    @Test
    void aGpuIsRefusedWithWhatItNeeds() {
        for (Path path : List.of(
                Fixtures.tiny("llama"), Fixtures.tiny("gpt2-torchscript").resolve("model.pt"))) {
            assertThatThrownBy(() -> open("cuda:0", path))
                    .isInstanceOf(UserError.class)
                    .hasMessage(
                            "device cuda:0 cannot be used: the PyTorch of this distribution computes on the CPU alone; name"
                                    + " a PyTorch 2.7.1 for CUDA by the environment variable PYTORCH_LIBRARY_PATH (its folder lib;"
                                    + " docs/backends/djl.md)");
        }
    }

    @Test
    void aDeviceThatIsNoneIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> new DjlOptions(Dtype.FLOAT32, "gpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean 'cuda:0'?");
    }

    @Test
    void theDiagnosisNamesTheEngineAndWhatAGpuNeeds() {
        assertThat(new DjlBackend().diagnosis(Fixtures.CONTEXT))
                .hasSize(3)
                .satisfiesExactly(
                        engine -> assertThat(engine).startsWith("PyTorch 2.7.1"),
                        cpu -> assertThat(cpu).isEqualTo("cpu: ready"),
                        gpu -> assertThat(gpu).startsWith("cuda:0: the PyTorch of this distribution"));
    }

    /**
     * PyTorch has a device without memory, {@code meta}, on which everything is done but the arithmetic, if not every operation. A model that is
     * put there, and leaves nothing that it computes with behind, gets from its embeddings as far as handing out its logits.
     */
    @Test
    void allThatAModelComputesWithIsOnItsDevice() {
        String name = "gemma2"; // with masks, rotations, norms before and after, and caps
        ModelFiles files = ModelFiles.locate(Fixtures.tiny(name));
        Architecture model = Architecture.read(name, files.config().json());
        Kernels kernels = new Kernels(() -> Torch.manager(Fixtures.CONTEXT), "meta");
        int length = 3;
        try (NDScope scope = new NDScope();
                Checkpoint checkpoint = new Checkpoint(
                        files, model.family().base(), model.family().renamed())) {
            scope.suppressNotUsedWarning();
            for (Dtype type : Dtype.values()) {
                Transformer transformer = WeightLoader.load(model, checkpoint, kernels, type);
                PtNDManager manager = kernels.manager();
                SequenceTables tables = new SequenceTables(model, length, type, kernels, manager);
                Floats logits = new Floats(manager, "the logits", 2L * length, model.vocabulary());
                Flow embedded = Flow.alone(
                        new Point(0, transformer.start()), kernels.empty(manager, type, 2, length, model.width()));
                assertThatThrownBy(() -> transformer.run(embedded, tables, NOWHERE, logits.array()))
                        .hasMessageContaining("Cannot copy out of meta tensor; no data!");
            }
        } finally {
            kernels.close();
        }
    }
}
