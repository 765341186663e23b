package org.noisefloor.backend.djl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.testkit.backend.BackendContract;

/** Every family, every way in which weights are stored, and the demo model, through the contract that all backends must keep. */
@ParameterizedClass
@MethodSource("models")
class DjlBackendContractTest {

    private static final List<String> EXPERTS = List.of("gpt_oss", "mixtral", "qwen3_moe");

    @Parameter
    Path path;

    static List<Path> models() throws IOException {
        return Stream.concat(Fixtures.folders().stream(), Stream.of(Fixtures.DEMO))
                .toList();
    }

    @Nested
    class EachModel extends BackendContract {

        @Override
        protected LanguageModel open() {
            return Fixtures.open(path);
        }

        @Override
        protected boolean roundsAlikeInEveryBatch() {
            String name = path.getFileName().toString();
            return EXPERTS.stream().noneMatch(name::startsWith);
        }
    }
}
