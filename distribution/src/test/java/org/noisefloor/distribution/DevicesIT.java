package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code device} as a user meets it on a machine without a GPU, and {@code noisefloor doctor}. */
class DevicesIT {
    private static final Path MODEL = Distribution.repository().resolve("examples/demo/model");

    @TempDir
    Path temp;

    private Path config(String backend, String device) throws IOException {
        Files.writeString(temp.resolve("tokens.jsonl"), "{\"tokens\": [0, 5, 6, 7]}\n{\"tokens\": [0, 8, 9, 10]}\n");
        return Files.writeString(
                temp.resolve("run.yaml"), """
                model: { backend: %s, path: '%s', device: '%s' }
                corpus: { path: tokens.jsonl, sequences: 2, length: 4, pack: document, calibration: { sequences: 0 } }
                sites: [ blocks.3.hook_resid_post ]
                interventions: [ { type: zero } ]
                baselines: [ { type: eps_random, draws: 2 } ]
                metrics: [ kl ]
                output: '%s'
                """.formatted(backend, MODEL, device, temp.resolve("out-" + backend)));
    }

    private static void assertRefused(Distribution.Result result, String... parts) {
        assertThat(result.exitCode()).as(result.stderr()).isEqualTo(2);
        assertThat(result.stderr().lines().filter(line -> line.startsWith("error: ")))
                .singleElement()
                .asString()
                .contains(parts);
        assertThat(result.stderr()).doesNotContain("\tat ");
    }

    @Test
    void withoutAGpuAutoIsTheProcessorAndCheckAndProvenanceSaySo() throws IOException {
        for (String backend : new String[] {"onnx", "djl"}) {
            Path config = config(backend, "auto");
            var check = Distribution.run("check", config.toString());
            assertThat(check.exitCode()).as(check.stderr()).isZero();
            assertThat(check.stdout()).containsPattern("Engine: +device cpu; ");
            var run = Distribution.run("run", config.toString());
            assertThat(run.exitCode()).as(run.stderr()).isZero();
            assertThat(Files.readString(temp.resolve("out-" + backend).resolve("provenance.json")))
                    .containsPattern("\"device\" *: *\"cpu\"");
        }
    }

    @Test
    void aGpuThatIsAskedForIsRefusedWithWhatIsMissing() throws IOException {
        assertRefused(
                Distribution.run("check", config("onnx", "cuda:0").toString()),
                "device cuda:0 cannot be used",
                "onnxruntime_gpu-",
                Path.of("plugins", "onnx").toString());
        assertRefused(
                Distribution.run("check", config("djl", "cuda:0").toString()),
                "device cuda:0 cannot be used",
                "PYTORCH_LIBRARY_PATH");
    }

    @Test
    void aMistypedDeviceIsToldTheNearest() throws IOException {
        assertRefused(
                Distribution.run("check", config("onnx", "gpu").toString()),
                "run.yaml:1",
                "device is 'gpu', expected auto, cpu or cuda:N",
                "did you mean 'cuda:0'?");
    }

    @Test
    void aFolderWithoutPyTorchIsRefusedByName() throws IOException {
        assertRefused(
                Distribution.shipped()
                        .with("PYTORCH_LIBRARY_PATH", temp.toString())
                        .start("check", config("djl", "auto").toString()),
                "PYTORCH_LIBRARY_PATH is '" + temp + "'",
                "there is no");
    }

    @Test
    void doctorNamesEveryEngineAndWhatItsGpuNeeds() {
        var doctor = Distribution.run("doctor");
        assertThat(doctor.exitCode()).as(doctor.stderr()).isZero();
        assertThat(doctor.stdout())
                .containsSubsequence(
                        "backend djl",
                        "PyTorch 2.7.1",
                        "cpu: ready",
                        "cuda:0: ",
                        "backend onnx",
                        "ONNX Runtime 1.",
                        "cpu: ready",
                        "cuda:0: ");
    }

    /** Beside the jar that is shipped lies one of another version, with natives for a GPU. */
    @Test
    void aJarForGpusOfAnotherVersionIsRefused() throws IOException {
        Distribution copy = Distribution.shipped().copyTo(temp.resolve("noisefloor"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.20.0");
        Path jar = copy.home().resolve("plugins/onnx/onnxruntime_gpu-1.20.0.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (String name :
                    new String[] {"linux-x64/libonnxruntime_providers_cuda.so", "win-x64/onnxruntime_providers_cuda.dll"
                    }) {
                out.putNextEntry(new ZipEntry("ai/onnxruntime/native/" + name));
                out.write("native code".getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        assertRefused(
                copy.start("check", config("onnx", "auto").toString()), "lies onnxruntime_gpu 1.20.0", jar.toString());
    }
}
