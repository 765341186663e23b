package org.noisefloor.backend.djl;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.backend.djl.DjlOptions.Dtype;
import org.noisefloor.files.Json;
import org.noisefloor.files.tensor.Safetensors;
import org.noisefloor.files.tensor.TensorDtype;
import org.noisefloor.files.tensor.TensorEntry;

/** The weights of a Hugging Face folder, in one file or in shards that an index names. It reads headers, and tensors when asked. */
final class Checkpoint implements AutoCloseable {
    /** The number of a block in a tensor's name, behind what stands before it. */
    private static final Pattern BLOCK = Pattern.compile("^(.*?\\.)(\\d{1,6})\\.");

    /** PyTorch's numbers of the types that are floats. */
    private static final Map<TensorDtype, Long> TYPES =
            Map.of(TensorDtype.F64, 7L, TensorDtype.F32, 6L, TensorDtype.F16, 5L, TensorDtype.BF16, 15L);

    private static final int CHUNK_BYTES = 1 << 24;

    private final Path weights;
    private final String base;
    private final Map<String, String> renamed;
    private final List<Path> files = new ArrayList<>();
    private final Map<Path, Safetensors> shards = new LinkedHashMap<>();
    private final Map<String, TensorEntry> tensors = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private @Nullable Runnable beforeReading;

    /**
     * @param base a prefix that may be missing from all names
     * @param renamed patterns in names, and what stands there here
     */
    Checkpoint(ModelFiles model, String base, Map<String, String> renamed) {
        this.weights = model.weights();
        this.base = base;
        this.renamed = renamed;
        try {
            if (String.valueOf(weights.getFileName()).equals(ModelFiles.INDEX)) {
                files.add(weights);
                openShards(model.folder());
            } else {
                open(weights);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void openShards(Path folder) {
        JsonNode map = Json.read(weights).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new UserError(weights + ": expected a weight_map from names of tensors to names of files");
        }
        Set<String> names = new TreeSet<>();
        map.forEach(name -> names.add(name.asText()));
        for (String name : names) {
            if (!name.matches("[\\w.-]+\\.safetensors")) {
                throw new UserError(weights + ": '" + name + "' is not the name of a safetensors file beside it");
            }
            open(folder.resolve(name));
        }
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            TensorEntry found = tensors.get(called(entry.getKey()));
            if (found == null || !found.file().endsWith(entry.getValue().asText())) {
                throw new UserError(weights + ": the tensor " + entry.getKey() + " is said to be in "
                        + entry.getValue().asText() + ", and it is "
                        + (found == null
                                ? "in none of the files"
                                : "in " + found.file().getFileName()));
            }
        }
    }

    private void open(Path file) {
        Safetensors shard = Safetensors.open(file);
        files.add(file);
        shards.put(file, shard);
        shard.tensors().forEach((name, entry) -> {
            TensorEntry twice = tensors.put(called(name), entry);
            if (twice != null) {
                throw new UserError(file + ": the tensor " + name + " is also in "
                        + twice.file().getFileName());
            }
        });
    }

    /** All files that were opened. */
    List<Path> files() {
        return files;
    }

    /** @param begins is run once, before the first tensor is read */
    void beforeReading(Runnable begins) {
        beforeReading = begins;
    }

    /** The file of the weights or of their index, for messages. */
    Path weights() {
        return weights;
    }

    boolean has(String name) {
        return find(name).isPresent();
    }

    /** What a tensor of the files is called here. */
    private String called(String name) {
        String called = name;
        for (Map.Entry<String, String> each : renamed.entrySet()) {
            called = called.replaceAll(each.getKey(), each.getValue());
        }
        return called;
    }

    private Optional<TensorEntry> find(String name) {
        TensorEntry entry = tensors.get(name);
        return entry == null && name.startsWith(base)
                ? Optional.ofNullable(tensors.get(name.substring(base.length())))
                : Optional.ofNullable(entry);
    }

    /**
     * Finds a tensor, which is used from now on, and does not read it.
     *
     * @throws UserError if it is missing, or of another shape, or not of floating-point numbers
     */
    TensorEntry claim(String name, long... shape) {
        TensorEntry entry = find(name).orElseThrow(() -> missing(name, shape));
        used.add(called(entry.name()));
        List<Long> expected = Arrays.stream(shape).boxed().toList();
        if (!entry.shape().equals(expected)) {
            throw new UserError(
                    entry.where() + " has the shape " + entry.shape() + ", expected " + expected + " from config.json");
        }
        if (!TYPES.containsKey(entry.dtype())) {
            throw new UserError(entry.where() + " is " + entry.dtype() + ", expected one of "
                    + TYPES.keySet().stream().map(Enum::name).sorted().toList());
        }
        return entry;
    }

    /**
     * Reads a tensor.
     *
     * @param type to which its values are rounded
     * @throws UserError if it cannot be read, or holds NaN or infinity
     */
    PtNDArray read(TensorEntry entry, Kernels kernels, Dtype type) {
        if (beforeReading != null) {
            beforeReading.run();
            beforeReading = null;
        }
        long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
        PtNDArray array = kernels.empty(kernels.manager(), type, shape);
        fill(array, entry, kernels, type);
        return array;
    }

    /** Row by row of the first dimension, in pieces that fit into memory beside the array itself. */
    private void fill(PtNDArray array, TensorEntry entry, Kernels kernels, Dtype type) {
        long rows = entry.shape().isEmpty() ? 1 : entry.shape().get(0);
        long rowElements = entry.elements() / rows;
        long rowBytes = rowElements * entry.dtype().bytes();
        long step = Math.max(1, CHUNK_BYTES / rowBytes);
        Safetensors shard = shard(entry);
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            PtNDArray rowsOf = JniUtils.reshape(array, new long[] {rows, rowElements});
            PtNDArray values = kernels.emptyOnHost(
                    array.getManager(),
                    Objects.requireNonNull(TYPES.get(entry.dtype())),
                    Math.min(step, rows),
                    rowElements);
            ByteBuffer bytes =
                    values.toByteBuffer(true); // the same memory; a safetensors file is little-endian, as we are
            for (long row = 0; row < rows; row += step) {
                long count = Math.min(step, rows - row);
                bytes.clear().limit(Math.toIntExact(count * rowBytes));
                shard.bytes(entry, row * rowBytes, bytes);
                try (PtNDArray read = JniUtils.slice(values, 0, 0, count, 1);
                        PtNDArray place = JniUtils.slice(rowsOf, 0, row, row + count, 1);
                        PtNDArray rounded = kernels.onHost()
                                ? kernels.call("copy", place, read)
                                : kernels.copyOnHost(read, type.code());
                        PtNDArray finite = kernels.call("all_finite", rounded)) {
                    if (!finite.getBoolean()) {
                        throw new UserError(entry.where()
                                + " holds NaN, or a value that is infinite in the type in which the model is computed");
                    }
                    if (!kernels.onHost()) {
                        kernels.call("copy", place, rounded).close();
                    }
                }
            }
        }
    }

    private Safetensors shard(TensorEntry entry) {
        Safetensors shard = shards.get(entry.file());
        if (shard == null) {
            throw new IllegalStateException("the checkpoint is closed");
        }
        return shard;
    }

    private UserError missing(String name, long... shape) {
        String hint = tooFewBlocks(name)
                .or(() -> UserError.nearest(name, tensors.keySet()).map(nearest -> "; the nearest name is " + nearest))
                .orElse("");
        return new UserError(weights + ": the tensor " + name + " " + Arrays.toString(shape) + " is missing" + hint);
    }

    /** Of a tensor behind the last block of the file: how many blocks there are. */
    private Optional<String> tooFewBlocks(String name) {
        Matcher block = BLOCK.matcher(name);
        if (!block.find()) {
            return Optional.empty();
        }
        OptionalInt last = tensors.keySet().stream()
                .filter(each -> each.startsWith(block.group(1)))
                .map(BLOCK::matcher)
                .filter(Matcher::find)
                .mapToInt(each -> Integer.parseInt(each.group(2)))
                .max();
        return last.isPresent() && Integer.parseInt(block.group(2)) > last.getAsInt()
                ? Optional.of("; the weights end with block " + last.getAsInt() + ", so they are "
                        + (last.getAsInt() + 1) + " layers, and config.json asks for more")
                : Optional.empty();
    }

    /**
     * @param buffers patterns of tensors that are no weights
     * @throws UserError if there are tensors that the model does not use
     */
    void checkAllUsed(List<String> buffers) {
        List<String> unused = tensors.keySet().stream()
                .filter(name -> !used.contains(name))
                .filter(name -> buffers.stream()
                        .noneMatch(pattern -> Pattern.matches("(" + Pattern.quote(base) + ")?" + pattern, name)))
                .sorted()
                .toList();
        if (!unused.isEmpty()) {
            TensorEntry first = tensors.get(unused.get(0));
            throw new UserError(weights + ": the tensor " + unused.get(0) + " "
                    + (first == null ? "" : first.shape()) + " has no place in a model of this config.json"
                    + (unused.size() > 1 ? ", nor have " + (unused.size() - 1) + " others" : ""));
        }
    }

    @Override
    public void close() {
        shards.values().forEach(Safetensors::close);
        shards.clear();
    }
}
