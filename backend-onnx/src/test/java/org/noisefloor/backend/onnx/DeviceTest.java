package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;

/** Where a model is computed, on a machine without a GPU. */
class DeviceTest {
    private static final String BRIDGE = "/onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1988"
            + " onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library"
            + " /cache/libonnxruntime_providers_cuda.so with error: ";

    private static LanguageModel open(String device) {
        return new OnnxBackend()
                .open(Fixtures.tiny("gpt2-dynamo"), new OnnxOptions(Optional.empty(), device), Fixtures.CONTEXT);
    }

    @Test
    void autoIsTheProcessorWithTheJarThatIsShippedAndSaysSo() {
        for (String device : List.of("auto", "cpu")) {
            try (LanguageModel model = open(device)) {
                assertThat(model.info().engine()).containsEntry("device", "cpu");
            }
        }
    }

    @Test
    void aGpuIsRefusedWithTheJarThatItNeeds() {
        assertThatThrownBy(() -> open("cuda:1"))
                .isInstanceOf(UserError.class)
                .message()
                .startsWith("device cuda:1 cannot be used: ")
                .contains("onnxruntime_gpu-" + NativeJars.version() + ".jar is not in plugins/onnx")
                .contains("com.microsoft.onnxruntime:onnxruntime_gpu:" + NativeJars.version())
                .doesNotContain("\n");
    }

    @Test
    void aDeviceThatIsNoneIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> new OnnxOptions(Optional.empty(), "cuda"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean 'cuda:0'?");
    }

    @Test
    void theDiagnosisNamesTheEngineAndWhatAGpuNeeds() {
        assertThat(new OnnxBackend().diagnosis(Fixtures.CONTEXT))
                .satisfiesExactly(
                        engine -> assertThat(engine)
                                .startsWith("ONNX Runtime " + NativeJars.version() + ", loaded from "),
                        cpu -> assertThat(cpu).isEqualTo("cpu: ready"),
                        gpu -> assertThat(gpu).startsWith("cuda:0: onnxruntime_gpu-"));
    }

    /** The sentences of ONNX Runtime 1.28.0, each seen on a machine that lacked what it names. */
    @Test
    void ofWhatOnnxRuntimeSaysThePointIsTold() {
        assertThat(Cuda.reason(BRIDGE + "libcublasLt.so.12: cannot open shared object file: No such file or directory"))
                .isEqualTo(
                        "ONNX Runtime's provider for CUDA cannot be loaded: libcublasLt.so.12: cannot open shared object file:"
                                + " No such file or directory; it needs CUDA 12 and cuDNN 9, whose folders of libraries must be found"
                                + " (LD_LIBRARY_PATH; PATH on Windows)");
        assertThat(Cuda.reason(BRIDGE + "libcuda.so.1: cannot open shared object file: No such file or directory"))
                .endsWith("; that library comes with NVIDIA's driver, which is not installed");
        assertThat(Cuda.reason(
                        "/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider_info.cc:62 static"
                                + " onnxruntime::CUDAExecutionProviderInfo onnxruntime::CUDAExecutionProviderInfo::FromProviderOptions(const"
                                + " onnxruntime::ProviderOptions&) [ONNXRuntimeError] : 1 : FAIL : provider_options_utils.h:187 Parse Failed"
                                + " to parse provider option \"device_id\": CUDA failure 100: no CUDA-capable device is detected ; GPU=-1 ;"
                                + " hostname=vm ; file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider_info.cc ;"
                                + " line=69 ; expr=cudaGetDeviceCount(&num_devices);"))
                .isEqualTo("CUDA failure 100: no CUDA-capable device is detected");
        assertThat(Cuda.reason("something else")).isEqualTo("something else");
    }
}
