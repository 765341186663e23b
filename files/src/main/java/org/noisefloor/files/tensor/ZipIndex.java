package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;

/**
 * What a zip file holds, by its central directory (APPNOTE 6.3, zip64 included). That is where the sizes of what PyTorch writes stand, in
 * front of the data there are none; and unlike {@link java.util.zip.ZipFile} this tells where in the file the bytes of an entry lie.
 */
final class ZipIndex {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_BYTES = 56;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int MOST_COMMENT_BYTES = 0xffff;
    private static final int MOST_DIRECTORY_BYTES = 1 << 25;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1;
    private static final int ZIP_64 = 1;
    private static final long IN_ZIP_64 = 0xffffffffL;
    /** No deflated byte stands for more: 258 bytes for two bits, rounded up. */
    private static final long MOST_TIMES_DEFLATED = 1032;

    private final Path file;
    private final FilePart all;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** An entry as the directory describes it. */
    private record Entry(int flags, int method, long packed, long size, long header) {}

    /** @throws UserError if it is not a whole zip file */
    ZipIndex(Path file, FilePart all) throws IOException {
        this.file = file;
        this.all = all;
        readDirectory(directory());
    }

    /** Names of all entries in the order of the directory, folders left out. */
    Iterable<String> names() {
        return entries.keySet();
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /**
     * The bytes of an entry, unpacked as they are read.
     *
     * @throws UserError if there is none of this name, or it is kept in a way that this does not read
     */
    Bytes bytes(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new UserError(file + ": the zip file has no entry " + Shown.text(name));
        }
        if ((entry.flags() & ENCRYPTED) != 0) {
            throw new UserError(file + ": the entry " + Shown.text(name) + " is encrypted");
        }
        if (entry.method() != STORED && entry.method() != DEFLATED) {
            throw new UserError(file + ": the entry " + Shown.text(name) + " is compressed by method " + entry.method()
                    + ", expected none (0) or deflate (8)");
        }
        FilePart packed = new FilePart(all.channel(), dataStart(name, entry), entry.packed());
        if (entry.method() == STORED) {
            if (entry.packed() != entry.size()) {
                throw broken("the entry " + Shown.text(name) + " is stored as it is, and has two sizes");
            }
            return packed;
        }
        if (entry.size() / MOST_TIMES_DEFLATED > entry.packed()) {
            throw broken("the entry " + Shown.text(name) + " is said to unpack from " + entry.packed() + " bytes to "
                    + Long.toUnsignedString(entry.size()));
        }
        return new Inflated(packed, entry.size());
    }

    private long dataStart(String name, Entry entry) throws IOException {
        ByteBuffer local = read(entry.header(), LOCAL_BYTES);
        if (local == null || local.getInt(0) != LOCAL) {
            throw broken("there is no entry " + Shown.text(name) + " where its directory says so");
        }
        long start = entry.header() + LOCAL_BYTES + unsigned(local, 26) + unsigned(local, 28);
        if (entry.packed() < 0 || entry.size() < 0 || start > all.size() - entry.packed()) {
            throw broken("the entry " + Shown.text(name) + " goes on behind its end");
        }
        return start;
    }

    private UserError broken(String why) {
        return new UserError(file + ": the zip file is broken or not whole (" + why + "); download or save it again");
    }

    private ByteBuffer directory() throws IOException {
        int tailBytes = (int) Math.min(all.size(), END_BYTES + MOST_COMMENT_BYTES);
        ByteBuffer tail = tailBytes < END_BYTES ? null : read(all.size() - tailBytes, tailBytes);
        int at = tailBytes - END_BYTES;
        while (tail != null && at >= 0 && tail.getInt(at) != END) {
            at--;
        }
        if (tail == null || at < 0) {
            throw broken("the directory at its end is missing");
        }
        long size = Integer.toUnsignedLong(tail.getInt(at + 12));
        long start = Integer.toUnsignedLong(tail.getInt(at + 16));
        ByteBuffer end64 = end64(all.size() - tailBytes + at);
        if (end64 != null) {
            size = end64.getLong(40);
            start = end64.getLong(48);
        }
        if (size > MOST_DIRECTORY_BYTES) {
            throw broken("its directory is said to have " + Long.toUnsignedString(size) + " bytes");
        }
        ByteBuffer directory = size < 0 ? null : read(start, (int) size);
        if (directory == null) {
            throw broken("its directory is not where its end says so");
        }
        return directory;
    }

    /** What stands in front of the end of a large zip file. */
    private @Nullable ByteBuffer end64(long end) throws IOException {
        ByteBuffer locator = read(end - LOCATOR_BYTES, LOCATOR_BYTES);
        if (locator == null || locator.getInt(0) != LOCATOR) {
            return null;
        }
        ByteBuffer end64 = read(locator.getLong(8), END_64_BYTES);
        if (end64 == null || end64.getInt(0) != END_64) {
            throw broken("its zip64 directory is not where its end says so");
        }
        return end64;
    }

    private void readDirectory(ByteBuffer directory) {
        while (directory.remaining() >= CENTRAL_BYTES && directory.getInt(directory.position()) == CENTRAL) {
            int at = directory.position();
            int nameBytes = unsigned(directory, at + 28);
            int extraBytes = unsigned(directory, at + 30);
            int next = at + CENTRAL_BYTES + nameBytes + extraBytes + unsigned(directory, at + 32);
            if (next > directory.limit()) {
                throw broken("its directory ends within an entry");
            }
            byte[] bytes = new byte[nameBytes];
            directory.get(at + CENTRAL_BYTES, bytes);
            // names in other encodings than UTF-8 are not of PyTorch or NumPy
            String name = new String(bytes, StandardCharsets.UTF_8);
            ByteBuffer extra =
                    directory.slice(at + CENTRAL_BYTES + nameBytes, extraBytes).order(ByteOrder.LITTLE_ENDIAN);
            if (!name.endsWith("/") && entries.put(name, entry(directory, at, extra)) != null) {
                throw broken("two entries are named " + Shown.text(name));
            }
            directory.position(next);
        }
        if (directory.hasRemaining()) {
            throw broken("its directory holds something else");
        }
    }

    private static Entry entry(ByteBuffer directory, int at, ByteBuffer extra) {
        long packed = Integer.toUnsignedLong(directory.getInt(at + 20));
        long size = Integer.toUnsignedLong(directory.getInt(at + 24));
        long header = Integer.toUnsignedLong(directory.getInt(at + 42));
        while (extra.remaining() >= 4) {
            int kind = unsigned(extra, extra.position());
            int end = extra.position() + 4 + unsigned(extra, extra.position() + 2);
            extra.position(extra.position() + 4);
            if (kind == ZIP_64 && end <= extra.limit()) {
                // only those that have no room in the directory, in this order
                extra.limit(end);
                size = size == IN_ZIP_64 ? next(extra) : size;
                packed = packed == IN_ZIP_64 ? next(extra) : packed;
                header = header == IN_ZIP_64 ? next(extra) : header;
                break;
            }
            extra.position(Math.min(end, extra.limit()));
        }
        return new Entry(unsigned(directory, at + 8), unsigned(directory, at + 10), packed, size, header);
    }

    private static long next(ByteBuffer extra) {
        return extra.remaining() >= Long.BYTES ? extra.getLong() : -1;
    }

    private static int unsigned(ByteBuffer buffer, int at) {
        return Short.toUnsignedInt(buffer.getShort(at));
    }

    /** Some bytes of the file; null if it does not have them. */
    private @Nullable ByteBuffer read(long start, int size) throws IOException {
        if (start < 0 || start > all.size() - size) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        all.read(start, bytes);
        return bytes.flip();
    }
}
