package org.noisefloor.core.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.UserError;

/**
 * Where in a record store each sequence has its tokens and each arm its single positions, so that these are read in any order,
 * one sequence of one arm at a time: a store may be far larger than memory. Made in one pass over the file.
 */
public final class RecordIndex {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final RunDescription run;
    private final List<Entry> entries;

    private RecordIndex(Path file, RunDescription run, List<Entry> entries) {
        this.file = file;
        this.run = run;
        this.entries = entries;
    }

    /** Bytes of the file that hold one value. */
    record Span(long from, long to) {}

    /**
     * What is known of a record without reading it again.
     *
     * @param single by arm
     */
    public record Entry(int index, int length, int scored, Map<String, Span> parts, List<Span> single) {}

    public static RecordIndex of(Path file) {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            RunDescription run = RecordStore.description(file, json.readValueAsTree());
            List<Entry> entries = new ArrayList<>();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                entries.add(entry(file, json));
            }
            entries.sort(Comparator.comparingInt(Entry::index));
            return new RecordIndex(file, run, entries);
        } catch (JsonProcessingException broken) {
            throw RecordStore.noRecord(file, broken.getLocation().getLineNr(), broken);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Entry entry(Path file, JsonParser json) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, Span> parts = new HashMap<>();
        List<Span> single = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NUMBER_INT) {
                numbers.put(name, json.getIntValue());
            } else if (name.equals("single")) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    single.add(skipped(json));
                }
            } else {
                parts.put(name, skipped(json));
            }
        }
        if (!parts.keySet().containsAll(List.of("tokens", "positions", "original"))) {
            throw new UserError(file + ": its records hold no tokens, since an older version of noisefloor wrote them;"
                    + " run the config once more to look at single positions");
        }
        return new Entry(
                numbers.getOrDefault("index", 0),
                numbers.getOrDefault("length", 0),
                numbers.getOrDefault("scored", 0),
                parts,
                single);
    }

    private static Span skipped(JsonParser json) throws IOException {
        long from = json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        return new Span(from, json.currentLocation().getByteOffset());
    }

    public RunDescription run() {
        return run;
    }

    public Layout layout() {
        return run.layout();
    }

    /** The records, by sequence index. */
    public List<Entry> entries() {
        return entries;
    }

    /** Opens the file for reading. */
    public Reader open() {
        try {
            return new Reader(FileChannel.open(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads parts of records; close it. */
    public static final class Reader implements AutoCloseable {
        private final FileChannel channel;

        private Reader(FileChannel channel) {
            this.channel = channel;
        }

        public int[] tokens(Entry entry) {
            return part(entry, "tokens", int[].class);
        }

        /** The scored positions. */
        public int[] positions(Entry entry) {
            return part(entry, "positions", int[].class);
        }

        public Predictions original(Entry entry) {
            return part(entry, "original", Predictions.class);
        }

        public ArmPositions single(Entry entry, int arm) {
            return read(entry.single().get(arm), ArmPositions.class);
        }

        private <T> T part(Entry entry, String name, Class<T> type) {
            Span span = entry.parts().get(name);
            if (span == null) {
                throw new IllegalStateException("no " + name + " in record " + entry.index());
            }
            return read(span, type);
        }

        private <T> T read(Span span, Class<T> type) {
            try {
                ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(span.to() - span.from()));
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes, span.from() + bytes.position()) < 0) {
                        throw new EOFException("the records were cut off while they were read");
                    }
                }
                return JSON.readValue(bytes.array(), type);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
