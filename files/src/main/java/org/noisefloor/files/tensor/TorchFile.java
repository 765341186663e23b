package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.UserError;

/**
 * What {@code torch.save} has written since PyTorch 1.6: a zip file of a pickle, and of the bytes of each storage, which views of it share.
 * All entries begin with one folder, named like the file or {@code archive}.
 */
final class TorchFile implements StridedFile {
    private static final String PICKLE = "data.pkl";
    private static final int MOST_PICKLE_BYTES = 1 << 25;
    private static final int MOST_ORDER_BYTES = 16;

    private final Path file;
    private final FileChannel channel;
    private final Named named;

    private TorchFile(Path file, FileChannel channel, Named named) {
        this.file = file;
        this.channel = channel;
        this.named = named;
    }

    /** With which all entries begin, of a zip file that has a pickle as PyTorch writes it. */
    static Optional<String> prefix(ZipIndex zip) {
        for (String name : zip.names()) {
            int slash = name.indexOf('/');
            if (name.substring(slash + 1).equals(PICKLE)) {
                return Optional.of(name.substring(0, slash + 1));
            }
        }
        return Optional.empty();
    }

    static TorchFile open(Path file, FileChannel channel, ZipIndex zip, String prefix) throws IOException {
        if (zip.has(prefix + "constants.pkl")) {
            throw new UserError(
                    file + ": this is a TorchScript module, code with its weights, expected tensors alone; save its"
                            + " state_dict() by torch.save or as safetensors");
        }
        ByteOrder order = order(file, zip, prefix);
        byte[] pickle = small(file, zip, prefix + PICKLE, MOST_PICKLE_BYTES);
        String where = file + ": its " + PICKLE;
        Object root = Pickle.read(where, pickle, new TorchObjects(file, zip, prefix, order));
        return new TorchFile(file, channel, Named.of(file, root));
    }

    private static ByteOrder order(Path file, ZipIndex zip, String prefix) throws IOException {
        String entry = prefix + "byteorder";
        if (!zip.has(entry)) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String order = new String(small(file, zip, entry, MOST_ORDER_BYTES), StandardCharsets.ISO_8859_1);
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default ->
                throw new UserError(file + ": its byteorder is '" + Shown.text(order) + "', expected little or big");
        };
    }

    private static byte[] small(Path file, ZipIndex zip, String entry, int mostBytes) throws IOException {
        Bytes bytes = zip.bytes(entry);
        if (bytes.size() > mostBytes) {
            throw new UserError(file + ": its entry " + Shown.text(entry) + " has " + bytes.size()
                    + " bytes, expected at most " + mostBytes);
        }
        byte[] all = new byte[(int) bytes.size()];
        try {
            bytes.read(0, ByteBuffer.wrap(all));
        } finally {
            bytes.release();
        }
        return all;
    }

    @Override
    public Path path() {
        return file;
    }

    @Override
    public String format() {
        return "PyTorch (zip)";
    }

    @Override
    public Map<String, StridedTensor> tensors() {
        return named.tensors();
    }

    @Override
    public Map<String, Object> values() {
        return named.values();
    }

    @Override
    public View view(StoredTensor tensor) {
        return StridedTensor.of(this, tensor).view();
    }

    @Override
    public void close() {
        StridedFile.close(file, channel);
    }
}
