package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.noisefloor.api.UserError;

/**
 * What the header of a safetensors file says of one tensor.
 *
 * @param dtype as the header names it
 * @param shape in row-major order
 * @param from first byte, counted from the start of the data
 * @param to the byte behind the last one
 */
record TensorEntry(Path file, String name, String dtype, List<Long> shape, long from, long to) {
    /** Bytes of an element; a list of all types, since a file may hold tensors that nobody reads. */
    private static final Map<String, Integer> BYTES = Map.ofEntries(
            Map.entry("BOOL", 1),
            Map.entry("U8", 1),
            Map.entry("I8", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("F8_E4M3", 1),
            Map.entry("I16", 2),
            Map.entry("U16", 2),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("I32", 4),
            Map.entry("U32", 4),
            Map.entry("F32", 4),
            Map.entry("I64", 8),
            Map.entry("U64", 8),
            Map.entry("F64", 8));

    /** Reads a header and checks every entry, and all of them together, against the bytes of data that there are. */
    static Map<String, TensorEntry> parse(Path file, byte[] header, long dataBytes) {
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : Json.object(file, header).properties()) {
            if (!field.getKey().equals("__metadata__")) {
                entries.put(field.getKey(), entry(file, field.getKey(), field.getValue(), dataBytes));
            }
        }
        long end = 0;
        String last = "";
        for (TensorEntry entry : entries.values().stream()
                .sorted(Comparator.comparingLong(TensorEntry::from).thenComparingLong(TensorEntry::to))
                .toList()) {
            if (entry.from() < end) {
                throw new UserError(file + ": tensors " + last + " and " + entry.name() + " overlap");
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
        return entries;
    }

    private static TensorEntry entry(Path file, String name, JsonNode node, long dataBytes) {
        String where = file + ": tensor " + name;
        String dtype = node.path("dtype").asText();
        Optional<List<Long>> shape = naturals(node.path("shape"));
        Optional<List<Long>> offsets = naturals(node.path("data_offsets"))
                .filter(list -> list.size() == 2 && list.get(0) <= list.get(1) && list.get(1) <= dataBytes);
        if (shape.isEmpty() || offsets.isEmpty()) {
            throw new UserError(where + " is described by " + Json.shortened(node)
                    + ", expected a dtype, a shape, and offsets that ascend up to " + dataBytes
                    + ", the bytes of data in the file");
        }
        Integer bytes = BYTES.get(dtype);
        if (bytes == null) {
            Set<String> known = new TreeSet<>(BYTES.keySet());
            throw UserError.unknown(where, "dtype", dtype, known);
        }
        long from = offsets.get().get(0);
        long to = offsets.get().get(1);
        if (product(shape.get(), bytes) != to - from) {
            throw new UserError(where + " takes " + (to - from) + " bytes, and " + dtype + " of shape " + shape.get()
                    + " does not");
        }
        return new TensorEntry(file, name, dtype, shape.get(), from, to);
    }

    private static Optional<List<Long>> naturals(JsonNode node) {
        List<Long> numbers = new ArrayList<>();
        for (JsonNode each : node) {
            if (!each.isIntegralNumber() || !each.canConvertToLong() || each.longValue() < 0) {
                return Optional.empty();
            }
            numbers.add(each.longValue());
        }
        return node.isArray() ? Optional.of(numbers) : Optional.empty();
    }

    /** −1 if there is no such number. */
    private static long product(List<Long> shape, long bytes) {
        try {
            return shape.stream().reduce(bytes, Math::multiplyExact);
        } catch (ArithmeticException overflow) {
            return -1;
        }
    }

    long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    int elementBytes() {
        return BYTES.getOrDefault(dtype, 1);
    }
}
