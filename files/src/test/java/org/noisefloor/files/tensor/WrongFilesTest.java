package org.noisefloor.files.tensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.UserError;

/** What is no file of tensors, or a broken one, is named for what it seems to be. */
final class WrongFilesTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("weights.bin");
    }

    private void assertRefused(byte[] content, String expected) throws IOException {
        Files.write(file, content);
        assertRefused(expected);
    }

    private void assertRefused(String expected) {
        assertThatThrownBy(() -> TensorFile.open(file).close())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(expected)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the file is empty; download or save it again",
                "version https://git-lfs.github.com/spec/v1 | a pointer of Git LFS in place of the file itself; fetch that with git lfs pull",
                "<!DOCTYPE html><html> | this is a web page, as a failed download leaves one; download the file again",
                "'\n <html lang=en>' | this is a web page",
                "GGUF\u0003\u0000\u0000\u0000 | this is a GGUF file, expected safetensors, a file of torch.save, npz or npy",
                "'{\"architecture\": \"topk\"}' | this is JSON, expected",
                "'\u0080\u0002}q\u0000.' | this is a pickle of Python, expected",
                "'\u0080\u0004\u0095\u0000' | this is a pickle of Python, expected",
                "'\b\b\u0012\u0007pytorch' | this is an ONNX model, expected",
                "'\u0089HDF\r\n\u001a' | this is an HDF5 file, expected",
                "'\u001f\u008b\b' | this is compressed by gzip, expected",
                "PAR1 | this is a Parquet file, expected",
                "something else | this is none of the files that hold tensors (safetensors, a file of torch.save, npz or npy); it starts with the bytes 73 6f 6d 65 74 68 69 6e",
                "PK\u0003\u0004 and no end | the zip file is broken or not whole (the directory at its end is missing); download or save it again",
                "\u0093NUMPY | is no array of NumPy, or cut short",
            })
    void areNamedForWhatTheySeemToBe(String content, String expected) throws IOException {
        assertRefused(content.getBytes(ISO_8859_1), expected);
    }

    @Test
    void mayBeAbsentOrAFolder() throws IOException {
        assertRefused("there is no such file");
        Files.createDirectory(file);
        assertRefused("this is a folder, expected a file");
    }

    @Test
    void asSafetensorsAreNamedToo() throws IOException {
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\n");
        assertThatThrownBy(() -> Safetensors.open(file).close())
                .isInstanceOf(UserError.class)
                .hasMessage(file
                        + ": this is a pointer of Git LFS in place of the file itself; fetch that with git lfs pull");
    }

    /** Each file of each format, cut anywhere. */
    @ParameterizedTest
    @CsvSource({"plain.pt", "deflated.npz", "stored.npz", "version1.npy", "kinds.safetensors"})
    void areRefusedWhereverTheyAreCut(String name) throws IOException {
        byte[] whole = Files.readAllBytes(RecordedFilesTest.FOLDER.resolve(name));
        for (int length = 0; length < whole.length; length += 1 + whole.length / 300) {
            assertRefused(Arrays.copyOf(whole, length), "");
        }
    }

    private static byte[] zip(String entry, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    @Test
    void zipFilesOfSomethingElseAreRefused() throws IOException {
        assertRefused(
                zip("notes.txt", new byte[] {1}), "neither a data.pkl, as torch.save writes it, nor arrays of NumPy");
    }

    /** Opcodes in hexadecimal or as they are: pickles that Python would not write, or not get to the end of. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\u0080\u0002' | broken at byte 2 (it ends within a value)",
                "'\u0080\u0001N.' | broken at byte 0 (protocol 1, expected 2 to 5)",
                "'N\u0085.' | holds",
                "'.' | (a value is missing)",
                "'N0.' | (a value is missing)",
                "'t.' | (a mark is missing)",
                "'h\u0007.' | (nothing is remembered as 7)",
                "'I12\n.' | (an opcode 73 that torch.save does not write)",
                "'NNR.' | (a call of something that is no function)",
                "'ctorch\nSize\nNR.' | (a call without arguments)",
                "'N)R.' | (a call of something that is no function)",
                "'Na.' | (a value is missing)",
                "'NNa.' | (items for something that takes none)",
                "'Q.' | (a value is missing)",
                "'NQ.' | (a value is no Tuple)",
                "'cos\nsystem\n.' | it asks for os.system of Python",
                "'\u008c\u0002os\u008c\u0004name\u0093.' | it asks for os.name of Python",
                "'X\u00ff\u00ff\u00ff\u00ffa.' | (it ends within a value)",
                "'\u008b\u00ff\u00ff\u00ff\u00ff.' | (it ends within a value)",
                "'ctorch\nfloat32\n)R.' | (a call of torch.float32, which is no function)",
                "'ctorch._utils\n_rebuild_tensor_v2\n)R.' | (argument 0 of a call is no Storage)",
            })
    void picklesAreReadAsFarAsTheyMakeSense(String code, String expected) throws IOException {
        if (expected.equals("holds")) {
            Files.write(file, zip("a/data.pkl", code.getBytes(ISO_8859_1)));
            TensorFile.open(file).close();
            return;
        }
        assertRefused(zip("a/data.pkl", code.getBytes(ISO_8859_1)), expected);
    }

    @Test
    void storagesThatAreNotThereAreRefused() throws IOException {
        String code = "(X\u0007\u0000\u0000\u0000storagectorch\nFloatStorage\nX\u0001\u0000\u0000\u00009NK\u0001tQ.";
        assertRefused(zip("a/data.pkl", code.getBytes(ISO_8859_1)), "the zip file has no entry a/data/9");
    }

    /** A list that holds itself, lists of lists of lists, one list in very many places. */
    @Test
    void picklesWithoutEndAreRefused() throws IOException {
        assertRefused(zip("a/data.pkl", "]q\u0000h\u0000a.".getBytes(ISO_8859_1)), "nested too deep or without end");
        String deep = "]".repeat(300) + "a".repeat(299) + ".";
        assertRefused(zip("a/data.pkl", deep.getBytes(ISO_8859_1)), "nested too deep or without end");
        String doubled = "N" + "q\u0000h\u0000\u0086".repeat(40) + ".";
        assertRefused(zip("a/data.pkl", doubled.getBytes(ISO_8859_1)), "nested too deep or without end");
        byte[] endless = new byte[3_000_000];
        Arrays.fill(endless, (byte) '}');
        assertRefused(zip("a/data.pkl", endless), "more than 2000000 steps");
    }

    @Test
    void namesThatMeetAreRefused() throws IOException {
        String code =
                "}X\u0003\u0000\u0000\u0000a.bK\u0001sX\u0001\u0000\u0000\u0000a}X\u0001\u0000\u0000\u0000bK\u0002ss.";
        assertRefused(zip("a/data.pkl", code.getBytes(ISO_8859_1)), "two things in it have the name a.b");
    }

    /** A thousand bytes that are said to be more numbers than there are in the world. */
    @Test
    void arraysAreNotLargerThanTheirFile() throws IOException {
        String header =
                "\u0093NUMPY\u0001\u0000`\u0000{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 8)}";
        byte[] npy = Arrays.copyOf(header.getBytes(ISO_8859_1), 10 + 0x60);
        Arrays.fill(npy, header.length(), npy.length, (byte) ' ');
        assertRefused(npy, "takes more than a file can hold");
        assertRefused(zip("W.npy", npy), "the array W has 0 bytes of numbers");
    }

    @Test
    void weightsThatAreNotFiniteAreRefusedByTheirPlace() throws IOException {
        byte[] npy = Files.readAllBytes(RecordedFilesTest.FOLDER.resolve("version1.npy"));
        // element 6 of [3, 4]: infinity
        System.arraycopy(new byte[] {0, 0, (byte) 0x80, 0x7f}, 0, npy, npy.length - 6 * 4, 4);
        Files.write(file, npy);
        try (TensorFile array = TensorFile.open(file)) {
            StoredTensor tensor = array.tensors().get("weights");
            String expected = tensor.where()
                    + " holds a value that is infinite in float32 at element 6, and weights must be finite";
            assertThatThrownBy(() -> array.floats(tensor, FloatBuffer.allocate(12)))
                    .hasMessage(expected);
            assertThatThrownBy(() -> array.transposed(tensor, FloatBuffer.allocate(12)))
                    .hasMessage(expected);
            assertThat(array.tensors()).hasSize(1);
        }
    }
}
