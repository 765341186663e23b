package org.noisefloor.backend.onnx;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.noisefloor.api.LanguageModel;
import org.noisefloor.testkit.backend.BackendContract;

/** Every family by every exporter, and the demo model, through the contract that all backends must keep. */
class OnnxBackendContractTest {

    abstract static class OneModel extends BackendContract {
        private final Path path;

        OneModel(Path path) {
            this.path = path;
        }

        @Override
        protected LanguageModel open() {
            return Fixtures.open(path);
        }
    }

    @Nested
    class Demo extends OneModel {
        Demo() {
            super(Fixtures.DEMO);
        }
    }

    @Nested
    class Gpt2Dynamo extends OneModel {
        Gpt2Dynamo() {
            super(Fixtures.tiny("gpt2-dynamo"));
        }
    }

    @Nested
    class Gpt2TorchScript extends OneModel {
        Gpt2TorchScript() {
            super(Fixtures.tiny("gpt2-torchscript"));
        }
    }

    @Nested
    class Gpt2Optimum extends OneModel {
        Gpt2Optimum() {
            super(Fixtures.tiny("gpt2-optimum"));
        }
    }

    @Nested
    class NeoxDynamo extends OneModel {
        NeoxDynamo() {
            super(Fixtures.tiny("neox-dynamo"));
        }
    }

    @Nested
    class NeoxTorchScript extends OneModel {
        NeoxTorchScript() {
            super(Fixtures.tiny("neox-torchscript"));
        }
    }

    @Nested
    class NeoxOptimum extends OneModel {
        NeoxOptimum() {
            super(Fixtures.tiny("neox-optimum"));
        }
    }

    @Nested
    class LlamaDynamo extends OneModel {
        LlamaDynamo() {
            super(Fixtures.tiny("llama-dynamo"));
        }
    }

    @Nested
    class LlamaTorchScript extends OneModel {
        LlamaTorchScript() {
            super(Fixtures.tiny("llama-torchscript"));
        }
    }

    @Nested
    class LlamaOptimum extends OneModel {
        LlamaOptimum() {
            super(Fixtures.tiny("llama-optimum"));
        }
    }

    @Nested
    class Qwen2Dynamo extends OneModel {
        Qwen2Dynamo() {
            super(Fixtures.tiny("qwen2-dynamo"));
        }
    }

    @Nested
    class Qwen2TorchScript extends OneModel {
        Qwen2TorchScript() {
            super(Fixtures.tiny("qwen2-torchscript"));
        }
    }

    @Nested
    class Qwen2Optimum extends OneModel {
        Qwen2Optimum() {
            super(Fixtures.tiny("qwen2-optimum"));
        }
    }

    @Nested
    class Gpt2OptimumPast extends OneModel {
        Gpt2OptimumPast() {
            super(Fixtures.tiny("gpt2-optimum_past"));
        }
    }

    @Nested
    class LlamaOptimumPast extends OneModel {
        LlamaOptimumPast() {
            super(Fixtures.tiny("llama-optimum_past"));
        }
    }
}
