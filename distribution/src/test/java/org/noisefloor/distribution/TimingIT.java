package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run tells of its own time. */
class TimingIT {
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");

    @TempDir
    Path temp;

    private JsonNode timing(String backend, int length) throws IOException {
        Path config = Files.writeString(temp.resolve("timed.yaml"), """
                model: { backend: %s, path: '%s' }
                corpus: { path: '%s', sequences: 8, length: %d, calibration: { sequences: 4 } }
                sites: [ blocks.2.hook_resid_post, blocks.3.hook_resid_post ]
                splice: together
                interventions: [ { type: sae, path: '%s/{site}' }, { type: model, name: other, backend: %s } ]
                baselines: [ zero, zero_all, mean, { type: resample, draws: 2 }, { type: eps_random, draws: 1 },
                  { type: error_shuffled, draws: 2 }, { type: cov_random, draws: 1 }, { type: toward_other, draws: 1 },
                  { type: tangent_random, draws: 1 }, { type: error_rotated, draws: 1 }, { type: eps_random_norm, draws: 1 },
                  { type: theta_random, draws: 1 }, norm_corrected, interpolated, { type: dose, draws: 1 },
                  { type: dose_relative, draws: 1 }, rounded, identity ]
                metrics: [ kl, loss, reconstruction ]
                stratify: [ correct_token ]
                floors: [ error_shuffled ]
                run: { threads: %d, batch: 4, resamples: 100 }
                output: '%s'
                """.formatted(
                        backend,
                        DEMO.resolve("model"),
                        DEMO.resolve("text.jsonl"),
                        length,
                        DEMO.resolve("saes"),
                        backend.equals("onnx") ? "djl" : "onnx",
                        Distribution.threads(),
                        temp.resolve("timed")));
        var result = Distribution.run("run", config.toString(), "--timing", "--quiet", "--overwrite");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stderr())
                .containsPattern(
                        "Time: [0-9.]+ s by the clock, [0-9.]+ s of it summing up; [0-9.]+ s of processor time, [0-9.]+ s of it inside the engine");
        return new ObjectMapper()
                .readTree(temp.resolve("timed").resolve("provenance.json").toFile())
                .get("timing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "djl"})
    void everyKindOfArmCallsPluginsAsOftenWhateverTheLengthOfItsSequences(String backend) throws IOException {
        JsonNode little = timing(backend, 16);
        assertThat(little.get("engine_cpu_seconds").asDouble())
                .isPositive()
                .isLessThan(little.get("cpu_seconds").asDouble());
        assertThat(timing(backend, 48).get("plugin_calls")).isEqualTo(little.get("plugin_calls"));
    }
}
