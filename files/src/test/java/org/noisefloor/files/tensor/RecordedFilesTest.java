package org.noisefloor.files.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;

/** Files of PyTorch, NumPy and safetensors themselves, made by make_tensor_files.py with the values that they hold. */
final class RecordedFilesTest {
    static final Path FOLDER = Path.of("src/test/resources/tensors");

    static Stream<String> recorded() {
        return Json.read(FOLDER.resolve("expected.json")).properties().stream().map(Map.Entry::getKey);
    }

    private static JsonNode expected(String name) {
        return Json.read(FOLDER.resolve("expected.json")).get(name);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void holdWhatTheirMakersRead(String name) {
        JsonNode expected = expected(name);
        try (TensorFile file = TensorFile.open(FOLDER.resolve(name))) {
            assertThat(file.format()).isEqualTo(expected.get("format").asText());
            assertThat(file.path()).isEqualTo(FOLDER.resolve(name));
            assertThat(plain(file.values())).isEqualTo(values(expected.get("values")));
            JsonNode tensors = expected.get("tensors");
            assertThat(file.tensors().keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            tensors.properties().stream().map(Map.Entry::getKey).toList());
            file.tensors().forEach((key, tensor) -> compare(file, tensor, tensors.get(key)));
        }
    }

    private static void compare(TensorFile file, StoredTensor tensor, JsonNode expected) {
        assertThat(tensor.where()).isEqualTo(file.path() + ": tensor " + tensor.name());
        assertThat(tensor.shape()).as(tensor.where()).isEqualTo(list(expected.get("shape"), JsonNode::asLong));
        if (expected.get("integer").isNull()) {
            assertThat(file.integer(tensor)).isEmpty();
        } else {
            assertThat(file.integer(tensor)).hasValue(expected.get("integer").asLong());
        }
        if (expected.get("values").isNull()) {
            assertThatThrownBy(() -> file.floats(tensor, FloatBuffer.allocate((int) tensor.elements())))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(tensor.where())
                    .hasMessageContaining("expected");
            return;
        }
        float[] values = floats(file, tensor);
        assertThat(boxed(values)).as(tensor.where()).isEqualTo(list(expected.get("values"), each ->
                (float) each.asDouble()));
        if (tensor.shape().size() == 2) {
            assertThat(boxed(transposed(file, tensor)))
                    .as(tensor.where())
                    .isEqualTo(boxed(transpose(values, tensor.shape())));
        } else {
            assertThatThrownBy(() -> transposed(file, tensor))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("expected two dimensions");
        }
    }

    static float[] floats(TensorFile file, StoredTensor tensor) {
        // behind something else in a direct buffer, as weights are read
        FloatBuffer into = ByteBuffer.allocateDirect((int) (1 + tensor.elements()) * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .position(1);
        file.floats(tensor, into);
        assertThat(into.hasRemaining()).isFalse();
        float[] values = new float[into.capacity() - 1];
        into.get(1, values);
        return values;
    }

    static float[] transposed(TensorFile file, StoredTensor matrix) {
        FloatBuffer into = FloatBuffer.allocate((int) matrix.elements());
        file.transposed(matrix, into);
        assertThat(into.hasRemaining()).isFalse();
        return into.array();
    }

    static float[] transpose(float[] values, List<Long> shape) {
        int rows = shape.get(0).intValue();
        int columns = shape.get(1).intValue();
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i % columns * rows + i / columns] = values[i];
        }
        return turned;
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
        return StreamSupport.stream(array.spliterator(), false).map(each).toList();
    }

    private static Map<String, Object> plain(Map<String, Object> values) {
        return new LinkedHashMap<>(values);
    }

    private static Map<String, Object> values(JsonNode object) {
        Map<String, Object> values = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            JsonNode value = field.getValue();
            values.put(
                    field.getKey(),
                    value.isIntegralNumber()
                            ? (Object) value.asLong()
                            : value.isNumber()
                                    ? (Object) value.asDouble()
                                    : value.isBoolean() ? (Object) value.asBoolean() : value.asText());
        });
        return values;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refused-date.pt | it asks for datetime.date of Python",
                "refused-counter.pt | it asks for collections.Counter of Python",
                "refused-module.pt | it asks for torch.nn.modules.linear.Linear of Python",
                "refused-sparse.pt | it asks for torch._utils._rebuild_sparse_tensor of Python",
                "refused-legacy.pt | before PyTorch 1.6; load and save it once more",
                "refused-script.pt | this is a TorchScript module",
                "refused-repeated.pt | shape [2097152] is 1 numbers repeated; save it after .contiguous()",
                "refused-objects.npy | holds Python objects",
                "refused-raw.npy | '|V2', bytes without a meaning",
                "expected.json | this is JSON, expected safetensors, a file of torch.save, npz or npy",
            })
    void ofOtherKindsAreRefusedInOneSentence(String name, String expected) {
        Path file = FOLDER.resolve(name);
        assertThatThrownBy(() -> TensorFile.open(file).close())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(expected)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({"objects.npz"})
    void withPythonObjectsAreReadBesideThem(String name) {
        try (TensorFile file = TensorFile.open(FOLDER.resolve(name))) {
            assertThat(floats(file, file.tensors().get("W"))).hasSize(12);
            assertThatThrownBy(() -> file.floats(file.tensors().get("cfg"), FloatBuffer.allocate(1)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("tensor cfg holds Python objects, which only Python can read");
        }
    }
}
