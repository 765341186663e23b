package org.noisefloor.files.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.UserError;

class SafetensorsTest {
    private static final String TWO = """
            {"__metadata__": {"format": "pt"},
             "b": {"dtype": "I32", "shape": [2], "data_offsets": [16, 24]},
             "a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}}""";

    @TempDir
    Path folder;

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[8 + json.length + data.length];
        over(all).putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("a.safetensors"), all);
    }

    private static ByteBuffer over(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void assertRefused(byte[] file, String... parts) throws IOException {
        assertRefused(Files.write(folder.resolve("a.safetensors"), file), parts);
    }

    private static void assertRefused(Path file, String... parts) {
        assertThatThrownBy(() -> Safetensors.open(file).close())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }

    @Test
    void describesEveryTensor() throws IOException {
        Path file = write(TWO, new byte[24]);
        try (Safetensors tensors = Safetensors.open(file)) {
            assertThat(tensors.tensors()).containsOnlyKeys("a", "b");
            TensorEntry a = tensors.tensors().get("a");
            assertThat(a).isEqualTo(new TensorEntry(file, "a", TensorDtype.F32, List.of(2L, 2L), 0, 16));
            assertThat(a.elements()).isEqualTo(4);
        }
    }

    @Test
    void handsOutTheBytesAsTheyAre() throws IOException {
        byte[] data = new byte[24];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        try (Safetensors tensors = Safetensors.open(write(TWO, data))) {
            ByteBuffer into = ByteBuffer.allocateDirect(5);
            into.put((byte) 99);
            tensors.bytes(tensors.tensors().get("b"), 3, into);
            byte[] read = new byte[5];
            into.get(0, read);
            assertThat(read).containsExactly(99, 19, 20, 21, 22);
        }
    }

    @ParameterizedTest
    @CsvSource({"F64, 8", "F32, 4", "F16, 2", "BF16, 2"})
    void readsEveryKindOfFloatAsFloat32(String dtype, int bytes) throws IOException {
        byte[] bits = new byte[2 * bytes];
        ByteBuffer data = over(bits);
        switch (dtype) {
            case "F64" -> data.putDouble(1.5).putDouble(-0.1);
            case "F32" -> data.putFloat(1.5f).putFloat(-0.1f);
            case "F16" -> data.putShort((short) 0x3e00).putShort((short) 0xae66);
            default -> data.putShort((short) 0x3fc0).putShort((short) 0xbdcd);
        }
        String header =
                "{\"a\": {\"dtype\": \"" + dtype + "\", \"shape\": [2], \"data_offsets\": [0, " + 2 * bytes + "]}}";
        assertThat(floats(write(header, bits))).satisfies(read -> {
            assertThat(read[0]).isEqualTo(1.5f);
            assertThat(read[1]).isCloseTo(-0.1f, within(1e-3f));
        });
    }

    /** More than is read at once, and no whole number of that. */
    @Test
    void readsTensorsOfAnyLength() throws IOException {
        int count = (3 << 20) / Float.BYTES / 2 + 1;
        byte[] bits = new byte[count * Float.BYTES];
        ByteBuffer data = over(bits);
        for (int i = 0; i < count; i++) {
            data.putFloat(i);
        }
        String header = "{\"a\": {\"dtype\": \"F32\", \"shape\": [" + count + "], \"data_offsets\": [0, "
                + count * Float.BYTES + "]}}";
        float[] read = floats(write(header, bits));
        assertThat(read).hasSize(count);
        assertThat(read[count - 1]).isEqualTo(count - 1);
        assertThat(read[1 << 18]).isEqualTo(1 << 18);

        data.putFloat((count - 1) * Float.BYTES, Float.NaN);
        Path file = write(header, bits);
        assertThatThrownBy(() -> floats(file))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": tensor a holds NaN at element " + (count - 1) + ", and weights must be finite");
    }

    private static float[] floats(Path file) {
        try (Safetensors tensors = Safetensors.open(file)) {
            TensorEntry entry = tensors.tensors().get("a");
            FloatBuffer into = FloatBuffer.allocate((int) entry.elements());
            tensors.floats(entry, into);
            assertThat(into.hasRemaining()).isFalse();
            return into.array();
        }
    }

    @Test
    void refusesDoublesThatFloat32DoesNotHold() throws IOException {
        String header = "{\"a\": {\"dtype\": \"F64\", \"shape\": [1], \"data_offsets\": [0, 8]}}";
        byte[] bits = new byte[8];
        over(bits).putDouble(1e39);
        Path file = write(header, bits);
        assertThatThrownBy(() -> floats(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("a value that is infinite in float32 at element 0");
    }

    @Test
    void doesNotReadWholeNumbersAsFloats() throws IOException {
        try (Safetensors tensors = Safetensors.open(write(TWO, new byte[24]))) {
            assertThatThrownBy(() -> tensors.floats(tensors.tensors().get("b"), FloatBuffer.allocate(2)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("tensor b is I32, expected one of [BF16, F16, F32, F64, F8_E4M3, F8_E5M2]");
        }
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertRefused(folder.resolve("absent.safetensors"), "there is no such file");
    }

    @Test
    void refusesAFileThatIsCutShortOrNoSafetensorsAtAll() throws IOException {
        assertRefused(new byte[3], "8 bytes of header length", "has 3 bytes");
        assertRefused(new byte[64], "the header length is given as 0 bytes");
        byte[] file = new byte[64];
        over(file).putLong(-1);
        assertRefused(file, "the header length is given as 18446744073709551615 bytes", "1 to 56");
        assertRefused("PK this is a zip".getBytes(StandardCharsets.UTF_8), "truncated or not a safetensors file");
        byte[] whole = Files.readAllBytes(write(TWO, new byte[24]));
        assertRefused(Arrays.copyOf(whole, whole.length - 4), "it is truncated; download or copy it again");
        assertRefused(Arrays.copyOf(whole, whole.length + 4), "bytes 24 to 28 of the data belong to no tensor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": | its header is not JSON at line 1, column 6",
                "[] | its header must be a JSON object, found []",
                "{\"a\": 1, \"a\": 2} | the key 'a' stands there twice",
                "{\"a\": {\"type\": \"F32\"}} | must be described by dtype, shape and data_offsets",
                "{\"a\": {\"dtype\": \"F5\", \"shape\": [4], \"data_offsets\": [0, 16]}} | unknown dtype 'F5'",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [-4], \"data_offsets\": [0, 16]}} | has the shape [-4]",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [3], \"data_offsets\": [0, 16]}} | takes 16 bytes, and F32 of shape [3] takes 12",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4611686018427387904, 8], \"data_offsets\": [0, 16]}} | takes more than a file can hold",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [16, 0]}} | has the offsets [16,0]",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [8, 16]}} | bytes 0 to 8 of the data belong to no tensor",
                "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]}, \"b\": {\"dtype\": \"U8\", \"shape\": [4], \"data_offsets\": [12, 16]}} | tensors a and b overlap",
            })
    void refusesAHeaderThatDoesNotDescribeTheData(String header, String expected) throws IOException {
        assertRefused(write(header, new byte[16]), expected);
    }
}
