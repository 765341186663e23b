package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.UserError;

class ComputeDeviceTest {
    private static Optional<String> twoGpus(int number) {
        return number < 2 ? Optional.empty() : Optional.of("there are 2 GPUs");
    }

    private static Optional<String> noDriver(int number) {
        return Optional.of("there is no driver for GPU " + number);
    }

    private static ComputeDevice.Placed placed(String device, IntFunction<Optional<String>> whyNot) {
        return new ComputeDevice(device).place(Optional.empty(), whyNot);
    }

    @Test
    void autoTakesTheFirstGpuThatCanBeUsed() {
        assertThat(placed("auto", ComputeDeviceTest::twoGpus))
                .isEqualTo(new ComputeDevice.Placed(OptionalInt.of(0), "cuda:0"));
    }

    @Test
    void autoTakesTheProcessorAndSaysWhyNotTheGpuOnlyWhereOneWasLookedFor() {
        assertThat(placed("auto", ComputeDeviceTest::noDriver))
                .isEqualTo(new ComputeDevice.Placed(
                        OptionalInt.empty(), "cpu, since cuda:0 cannot be used: there is no driver for GPU 0"));
        assertThat(new ComputeDevice("auto").place(Optional.of("a jar is missing"), ComputeDeviceTest::twoGpus))
                .isEqualTo(ComputeDevice.Placed.ON_CPU);
    }

    @Test
    void aGpuThatIsAskedForIsTakenOrRefused() {
        assertThat(placed("cuda:1", ComputeDeviceTest::twoGpus).name()).isEqualTo("cuda:1");
        assertThatThrownBy(() -> placed("cuda:7", ComputeDeviceTest::twoGpus))
                .isInstanceOf(UserError.class)
                .hasMessage("device cuda:7 cannot be used: there are 2 GPUs");
        assertThatThrownBy(() ->
                        new ComputeDevice("cuda:0").place(Optional.of("a jar is missing"), ComputeDeviceTest::twoGpus))
                .isInstanceOf(UserError.class)
                .hasMessage("device cuda:0 cannot be used: a jar is missing");
    }

    @Test
    void theProcessorIsTakenWithoutALookAtGpus() {
        assertThat(placed("cpu", number -> {
                    throw new IllegalStateException("a GPU was looked for");
                }))
                .isEqualTo(ComputeDevice.Placed.ON_CPU);
    }

    @ParameterizedTest
    @CsvSource({
        "gpu, cuda:0",
        "cuda, cuda:0",
        "gpu:1, cuda:1",
        "CUDA:3, cuda:3",
        "cuda:01, cuda:1",
        "2, cuda:2",
        "CPU, cpu",
        "cpu:0, cpu",
        "autp, auto"
    })
    void aMistypedNameIsToldTheNearest(String given, String meant) {
        assertThatThrownBy(() -> new ComputeDevice(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("device is '" + given + "', expected auto, cpu or cuda:N")
                .hasMessageEndingWith("did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tpu:one", "cuda:9999", "cuda:-1", "cuda:0 "})
    void nothingElseIsADevice(String given) {
        assertThatThrownBy(() -> new ComputeDevice(given)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allThatCanBeUsedAreListedOrWhyThereIsNoGpuAmongThem() {
        assertThat(ComputeDevice.listed(Optional.empty(), ComputeDeviceTest::twoGpus))
                .containsExactly("cpu: ready", "cuda:0: ready", "cuda:1: ready");
        assertThat(ComputeDevice.listed(Optional.empty(), ComputeDeviceTest::noDriver))
                .containsExactly("cpu: ready", "cuda:0: there is no driver for GPU 0");
        assertThat(ComputeDevice.listed(Optional.of("a jar is missing"), ComputeDeviceTest::twoGpus))
                .containsExactly("cpu: ready", "cuda:0: a jar is missing");
    }
}
