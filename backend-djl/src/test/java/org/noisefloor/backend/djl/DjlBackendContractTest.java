package org.noisefloor.backend.djl;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.noisefloor.api.LanguageModel;
import org.noisefloor.testkit.backend.BackendContract;

/** Every family, every way in which weights are stored, and the demo model, through the contract that all backends must keep. */
class DjlBackendContractTest {

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
    class Gemma2 extends OneModel {
        Gemma2() {
            super(Fixtures.tiny("gemma2"));
        }
    }

    @Nested
    class Gpt2 extends OneModel {
        Gpt2() {
            super(Fixtures.tiny("gpt2"));
        }
    }

    @Nested
    class Gpt2Hub extends OneModel {
        Gpt2Hub() {
            super(Fixtures.tiny("gpt2-hub"));
        }
    }

    @Nested
    class Llama extends OneModel {
        Llama() {
            super(Fixtures.tiny("llama"));
        }
    }

    @Nested
    class LlamaBf16 extends OneModel {
        LlamaBf16() {
            super(Fixtures.tiny("llama-bf16"));
        }
    }

    @Nested
    class LlamaF16 extends OneModel {
        LlamaF16() {
            super(Fixtures.tiny("llama-f16"));
        }
    }

    @Nested
    class LlamaSharded extends OneModel {
        LlamaSharded() {
            super(Fixtures.tiny("llama-sharded"));
        }
    }

    @Nested
    class LlamaTied extends OneModel {
        LlamaTied() {
            super(Fixtures.tiny("llama-tied"));
        }
    }

    @Nested
    class Llama3 extends OneModel {
        Llama3() {
            super(Fixtures.tiny("llama3"));
        }
    }

    @Nested
    class Mistral extends OneModel {
        Mistral() {
            super(Fixtures.tiny("mistral"));
        }
    }

    @Nested
    class Neox extends OneModel {
        Neox() {
            super(Fixtures.tiny("neox"));
        }
    }

    @Nested
    class NeoxHub extends OneModel {
        NeoxHub() {
            super(Fixtures.tiny("neox-hub"));
        }
    }

    @Nested
    class NeoxSequential extends OneModel {
        NeoxSequential() {
            super(Fixtures.tiny("neox-sequential"));
        }
    }

    @Nested
    class Qwen2 extends OneModel {
        Qwen2() {
            super(Fixtures.tiny("qwen2"));
        }
    }
}
