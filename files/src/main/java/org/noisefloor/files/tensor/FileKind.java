package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Unreadable;

/** Tells by the first bytes of a file what it is, and says of one that holds no tensors what it seems to be. */
public final class FileKind {
    private static final String EXPECTED = "safetensors, a file of torch.save, npz or npy";
    private static final int START_BYTES = 512;
    private static final int SHOWN_BYTES = 8;
    private static final int TAR_MARK = 257;

    /** Opens what a channel reads. */
    interface Opener {
        TensorFile open(FileChannel channel) throws IOException;
    }

    private FileKind() {}

    static TensorFile open(Path file) {
        return opened(file, channel -> {
            ByteBuffer start = start(channel);
            if (Safetensors.isLikely(start)) {
                return Safetensors.open(file, channel);
            }
            if (isNpy(start)) {
                return NumpyFile.npy(file, channel);
            }
            if (isZip(start)) {
                return zip(file, channel);
            }
            throw new UserError(file + ": "
                    + seems(start)
                            .orElseGet(() -> "this is none of the files that hold tensors (" + EXPECTED
                                    + "); it starts with the bytes " + shown(start)));
        });
    }

    /** Opens a channel that is closed again where opening fails. */
    static TensorFile opened(Path file, Opener opener) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file
                    + (Files.isDirectory(file) ? ": this is a folder, expected a file" : ": there is no such file"));
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return opener.open(channel);
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        }
    }

    private static TensorFile zip(Path file, FileChannel channel) throws IOException {
        ZipIndex zip = new ZipIndex(file, FilePart.all(channel));
        Optional<String> prefix = TorchFile.prefix(zip);
        if (prefix.isPresent()) {
            return TorchFile.open(file, channel, zip, prefix.get());
        }
        NumpyFile arrays = NumpyFile.npz(file, channel, zip);
        if (arrays.tensors().isEmpty()) {
            throw new UserError(file
                    + ": this is a zip file with neither a data.pkl, as torch.save writes it, nor arrays of NumPy");
        }
        return arrays;
    }

    /** What a download leaves in a file's place that went wrong, and what to do, by the first bytes; empty if nothing comes to mind. */
    public static Optional<String> failedDownload(ByteBuffer start) {
        return failedDownload(text(start));
    }

    /** A character for each byte. */
    private static String text(ByteBuffer start) {
        return StandardCharsets.ISO_8859_1.decode(start.duplicate()).toString();
    }

    private static Optional<String> failedDownload(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return Optional.of("the file is empty; download or save it again");
        }
        if (text.startsWith("version https://git-lfs")) {
            return Optional.of(
                    "this is a pointer of Git LFS in place of the file itself; fetch that with git lfs pull");
        }
        return lower.startsWith("<!doctype html") || lower.startsWith("<html") || lower.startsWith("<?xml")
                ? Optional.of("this is a web page, as a failed download leaves one; download the file again")
                : Optional.empty();
    }

    /** What a file seems to be that is none of those that are read, and what to do, by its first bytes; empty if nothing comes to mind. */
    static Optional<String> seems(ByteBuffer start) {
        String text = text(start);
        Optional<String> failed = failedDownload(text);
        if (failed.isPresent()) {
            return failed;
        }
        String stripped = text.strip();
        if (isPickle(start)) {
            boolean torch = text.startsWith("\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019", 2);
            return Optional.of(
                    torch
                            ? "this was saved by torch.save as it was before PyTorch 1.6; load and save it once more: "
                                    + "torch.save(torch.load(FILE), FILE)"
                            : "this is a pickle of Python, expected " + EXPECTED);
        }
        if (stripped.startsWith("{") || stripped.startsWith("[")) {
            return Optional.of("this is JSON, expected " + EXPECTED);
        }
        return known(start, text).map(kind -> "this is " + kind + ", expected " + EXPECTED);
    }

    private static Optional<String> known(ByteBuffer start, String text) {
        if (text.startsWith("GGUF")) {
            return Optional.of("a GGUF file");
        }
        if (text.startsWith("\u0089HDF\r\n")) {
            return Optional.of("an HDF5 file");
        }
        if (text.startsWith("PAR1")) {
            return Optional.of("a Parquet file");
        }
        if (isZip(start)) {
            return Optional.of("a zip file");
        }
        if (isNpy(start)) {
            return Optional.of("an array of NumPy");
        }
        if (text.startsWith("\u001f\u008b")) {
            return Optional.of("compressed by gzip");
        }
        if (text.startsWith("(\u00b5/\u00fd")) {
            return Optional.of("compressed by zstd");
        }
        if (text.startsWith("BZh") || text.startsWith("\u00fd7zXZ")) {
            return Optional.of("compressed by bzip2 or xz");
        }
        if (text.startsWith("ustar", TAR_MARK)) {
            return Optional.of("a tar archive");
        }
        // the version of its format (field 1), then its producer (2), a graph (7) or opsets (8)
        if (text.startsWith("\b")
                && text.length() > 2
                && text.charAt(1) < 32
                && "\u0012:B".indexOf(text.charAt(2)) >= 0) {
            return Optional.of("an ONNX model");
        }
        return Optional.empty();
    }

    private static boolean isPickle(ByteBuffer start) {
        // the opcode of the protocol, and its number
        return start.limit() > 2 && (start.get(0) & 0xff) == 0x80 && start.get(1) >= 2 && start.get(1) <= 5;
    }

    private static boolean isZip(ByteBuffer start) {
        // an entry, or the end of a zip file without entries
        return begins(start, "PK\u0003\u0004") || begins(start, "PK\u0005\u0006");
    }

    static boolean isNpy(ByteBuffer start) {
        return begins(start, "\u0093NUMPY");
    }

    private static boolean begins(ByteBuffer start, String bytes) {
        byte[] expected = bytes.getBytes(StandardCharsets.ISO_8859_1);
        return start.limit() >= expected.length
                && start.slice(0, expected.length).equals(ByteBuffer.wrap(expected));
    }

    static ByteBuffer start(FileChannel channel) throws IOException {
        FilePart all = FilePart.all(channel);
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(START_BYTES, all.size()));
        all.read(0, start);
        return start.flip();
    }

    private static String shown(ByteBuffer start) {
        byte[] bytes = new byte[Math.min(SHOWN_BYTES, start.limit())];
        start.get(0, bytes);
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    /** The name of a file without its folder and its extension. */
    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int point = name.lastIndexOf('.');
        return point <= 0 ? name : name.substring(0, point);
    }
}
