package org.noisefloor.files.tensor;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;

/**
 * What the header of a safetensors file says of one tensor.
 *
 * @param file that holds it
 * @param shape in row-major order
 * @param from first byte, counted from the start of the data
 * @param to the byte behind the last one
 */
public record TensorEntry(Path file, String name, TensorDtype dtype, List<Long> shape, long from, long to)
        implements StoredTensor {
    private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

    @Override
    public long elements() {
        return bytes() * Byte.SIZE / dtype.bits();
    }

    public long bytes() {
        return to - from;
    }

    @Override
    public String where() {
        return where(file, name);
    }

    private static String where(Path file, String name) {
        return file + ": tensor " + Shown.text(name);
    }

    /** Reads a header and checks every entry, and all of them together, against the bytes of data that there are. */
    static Map<String, TensorEntry> parse(Path file, byte[] json, long dataBytes) {
        JsonNode header = Json.part(file, "its header", json);
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                entries.put(field.getKey(), entry(file, field.getKey(), field.getValue(), dataBytes));
            }
        }
        checkThatTheyFill(file, entries, dataBytes);
        return entries;
    }

    private static TensorEntry entry(Path file, String name, JsonNode node, long dataBytes) {
        String where = where(file, name);
        if (!node.isObject()
                || !node.properties().stream()
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet())
                        .equals(KEYS)) {
            throw new UserError(where + " must be described by dtype, shape and data_offsets, and is described by "
                    + Json.shortened(node));
        }
        String type = node.get("dtype").asText();
        TensorDtype dtype = TensorDtype.of(type)
                .orElseThrow(() -> UserError.unknown(where, "dtype", Shown.text(type), TensorDtype.names()));
        List<Long> shape = naturals(node.get("shape"))
                .orElseThrow(() -> new UserError(where + " has the shape " + Json.shortened(node.get("shape"))
                        + ", expected a list of numbers from 0 on"));
        List<Long> offsets = naturals(node.get("data_offsets"))
                .filter(list -> list.size() == 2 && list.get(0) <= list.get(1))
                .orElseThrow(() -> new UserError(where + " has the offsets " + Json.shortened(node.get("data_offsets"))
                        + ", expected two numbers in ascending order up to " + dataBytes
                        + ", the bytes of data in the file"));
        if (offsets.get(1) > dataBytes) {
            throw new UserError(where + " ends at byte " + offsets.get(1) + " of the data, and the file holds "
                    + dataBytes + ": it is truncated; download or copy it again");
        }
        long bytes = offsets.get(1) - offsets.get(0);
        Optional<Long> bits = product(shape, dtype.bits());
        if (bits.isEmpty() || bits.get() % Byte.SIZE != 0 || bits.get() / Byte.SIZE != bytes) {
            throw new UserError(where + " takes " + bytes + " bytes, and " + dtype + " of shape " + shape + " takes "
                    + bits.map(TensorEntry::inBytes).orElse("more than a file can hold"));
        }
        return new TensorEntry(file, name, dtype, shape, offsets.get(0), offsets.get(1));
    }

    private static Optional<List<Long>> naturals(JsonNode node) {
        boolean valid = node.isArray()
                && IntStream.range(0, node.size())
                        .mapToObj(node::get)
                        .allMatch(each -> each.isIntegralNumber() && each.canConvertToLong() && each.asLong() >= 0);
        return valid
                ? Optional.of(IntStream.range(0, node.size())
                        .mapToObj(i -> node.get(i).asLong())
                        .toList())
                : Optional.empty();
    }

    private static String inBytes(long bits) {
        return bits % Byte.SIZE == 0 ? String.valueOf(bits / Byte.SIZE) : bits + " bits, no whole number of bytes";
    }

    private static Optional<Long> product(List<Long> shape, long elementBits) {
        try {
            return Optional.of(shape.stream().reduce(elementBits, Math::multiplyExact));
        } catch (ArithmeticException overflow) {
            return Optional.empty();
        }
    }

    private static void checkThatTheyFill(Path file, Map<String, TensorEntry> entries, long dataBytes) {
        TensorEntry[] inOrder = entries.values().toArray(TensorEntry[]::new);
        Arrays.sort(inOrder, Comparator.comparingLong(TensorEntry::from).thenComparingLong(TensorEntry::to));
        long end = 0;
        String last = "";
        for (TensorEntry entry : inOrder) {
            if (entry.from() < end) {
                throw new UserError(file + ": tensors " + Shown.text(last) + " and " + Shown.text(entry.name())
                        + " overlap, the second starts at byte " + entry.from() + " and the first ends at " + end);
            }
            if (entry.from() > end) {
                throw new UserError(
                        file + ": bytes " + end + " to " + entry.from() + " of the data belong to no tensor");
            }
            end = entry.to();
            last = entry.name();
        }
        if (end != dataBytes) {
            throw new UserError(file + ": bytes " + end + " to " + dataBytes + " of the data belong to no tensor");
        }
    }
}
