package org.noisefloor.core.corpus;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Utf8;
import org.noisefloor.files.Unreadable;

/** The lines of a file, one in memory at a time, as strict UTF-8. */
final class Lines implements Iterator<Lines.Line>, AutoCloseable {
    private final String file;
    private final InputStream in;
    private int number;
    private @Nullable Line next;

    /** @param place file and line */
    record Line(String place, String text) {}

    Lines(Path path) {
        this.file = path.toString();
        try {
            this.in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        } catch (IOException failed) {
            throw unreadable(file, failed);
        }
        this.next = read();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Line next() {
        Line line = next;
        if (line == null) {
            throw new NoSuchElementException(file);
        }
        next = read();
        return line;
    }

    private @Nullable Line read() {
        byte[] bytes = bytes();
        return bytes == null ? null : new Line(file + ":" + number, Utf8.decode(bytes, file, number));
    }

    /** What an iterator gives, in order. */
    static <T> Stream<T> stream(Iterator<T> from) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(from, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** The bytes of the next line without its end; null after the last. */
    private byte @Nullable [] bytes() {
        var line = new ByteArrayOutputStream();
        number++;
        try {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            for (; b >= 0 && b != '\n'; b = in.read()) {
                line.write(b);
                if (line.size() > Texts.LARGEST_BYTES) {
                    throw new UserError(file + ":" + number + ": the line is longer than " + Texts.LARGEST
                            + ", the most that one document may have; expected one document a line");
                }
            }
            return line.toByteArray();
        } catch (IOException failed) {
            throw unreadable(file, failed);
        }
    }

    static UserError unreadable(String file, IOException failed) {
        return new UserError(file + " cannot be read: " + Unreadable.reason(failed), failed);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
