package org.noisefloor.plugin.sae.layout;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.files.tensor.StoredTensor;
import org.noisefloor.files.tensor.TensorFile;
import org.noisefloor.plugin.sae.dictionary.Direct;

/** The tensors of one file, by name and with the shapes that they must have. */
final class Tensors {
    private static final float ONE_TOLERANCE = 1e-5f;

    private final TensorFile file;

    Tensors(TensorFile file) {
        this.file = file;
    }

    boolean has(String name) {
        return file.tensors().containsKey(name);
    }

    /** The first of some names that is there. */
    String oneOf(String... names) {
        return Arrays.stream(names).filter(this::has).findFirst().orElseThrow(() -> missing(List.of(names[0])));
    }

    /** @throws UserError if one is not there */
    Tensors with(String... names) {
        List<String> missing = new ArrayList<>(List.of(names));
        missing.removeAll(file.tensors().keySet());
        if (!missing.isEmpty()) {
            throw missing(missing);
        }
        return this;
    }

    /** @throws UserError if there is another one, which may change the function */
    Tensors only(Collection<String> names) {
        for (String name : file.tensors().keySet()) {
            if (!names.contains(name)) {
                throw UserError.unknown(file.path().toString(), "tensor", name, new TreeSet<>(names));
            }
        }
        return this;
    }

    private UserError missing(List<String> names) {
        Set<String> found = file.tensors().keySet();
        return new UserError(file.path() + ": tensor " + String.join(", ", names) + " is missing; found "
                + (found.isEmpty() ? "none" : found.stream().limit(12).collect(Collectors.joining(", "))));
    }

    /** How many rows a matrix has, or numbers a vector. */
    int rows(String name) {
        return size(name, 0);
    }

    int columns(String name) {
        return size(name, 1);
    }

    private int size(String name, int dimension) {
        StoredTensor tensor = tensor(name);
        if (tensor.shape().size() <= dimension
                || tensor.shape().get(dimension) < 1
                || tensor.shape().get(dimension) > Integer.MAX_VALUE) {
            throw new UserError(tensor.where() + " has shape " + tensor.shape() + ", expected "
                    + (dimension == 0 ? "a vector or a matrix" : dimension == 1 ? "a matrix" : "three dimensions")
                    + " that is not empty");
        }
        return tensor.shape().get(dimension).intValue();
    }

    /** In which type a tensor is stored. */
    String dtype(String name) {
        return tensor(name).dtype().toString();
    }

    float[] vector(String name, int length) {
        StoredTensor tensor = shaped(name, length);
        return copy(read(tensor));
    }

    /** A vector, or zeros if the file has none. */
    float[] vectorOrZeros(String name, int length) {
        return has(name) ? vector(name, length) : new float[length];
    }

    /** A number without a shape or with the shape [1]. */
    float number(String name) {
        StoredTensor tensor = tensor(name);
        if (tensor.elements() != 1) {
            throw new UserError(tensor.where() + " has shape " + tensor.shape() + ", expected a single number");
        }
        return read(tensor).get(0);
    }

    /** A vector, or a number that stands for all of its entries. */
    float[] vectorOrNumber(String name, int length) {
        if (tensor(name).elements() == 1) {
            float[] all = new float[length];
            Arrays.fill(all, number(name));
            return all;
        }
        return vector(name, length);
    }

    /** A matrix as it is stored, row-major. */
    FloatBuffer matrix(String name, int rows, int columns) {
        return read(shaped(name, rows, columns));
    }

    /** A tensor [rows, parts, columns] as a matrix [rows, parts × columns], as it is stored. */
    FloatBuffer flattened(String name, int rows, int parts, int columns) {
        return read(shaped(name, rows, parts, columns));
    }

    /** How long a tensor is along a dimension, from 0. */
    int along(String name, int dimension) {
        return size(name, dimension);
    }

    @Nullable
    FloatBuffer matrixOrNone(String name, int rows, int columns) {
        return has(name) ? matrix(name, rows, columns) : null;
    }

    /** A matrix that is stored as [columns, rows]. */
    FloatBuffer transposed(String name, int rows, int columns) {
        StoredTensor tensor = shaped(name, columns, rows);
        tensor.checkFloats();
        FloatBuffer values = Direct.floats(tensor.where(), tensor.elements());
        file.transposed(tensor, values);
        return values.rewind();
    }

    @Nullable
    FloatBuffer transposedOrNone(String name, int rows, int columns) {
        return has(name) ? transposed(name, rows, columns) : null;
    }

    /** Refuses factors of features that are not all one, which fine-tuning leaves behind. */
    void checkOnes(String name, int length) {
        if (has(name)) {
            float[] factors = vector(name, length);
            int other = firstNotOne(factors);
            if (other >= 0) {
                throw new UserError(tensor(name).where() + " scales features (element " + other + " is "
                        + factors[other] + "), and fine-tuned SAEs are not supported");
            }
        }
    }

    /** Where factors begin to do something; −1 if all are one up to rounding. */
    static int firstNotOne(float... factors) {
        for (int i = 0; i < factors.length; i++) {
            if (Math.abs(factors[i] - 1) > ONE_TOLERANCE) {
                return i;
            }
        }
        return -1;
    }

    /** A whole number, stored as a tensor or beside the tensors; empty if there is none. */
    Optional<Integer> integer(String name) {
        StoredTensor tensor = file.tensors().get(name);
        OptionalLong stored = tensor == null ? OptionalLong.empty() : file.integer(tensor);
        if (stored.isEmpty() && file.values().get(name) instanceof Long value) {
            stored = OptionalLong.of(value);
        }
        return stored.isPresent() && stored.getAsLong() == (int) stored.getAsLong()
                ? Optional.of((int) stored.getAsLong())
                : Optional.empty();
    }

    /** A text that stands beside the tensors. */
    Optional<String> text(String name) {
        return file.values().get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private StoredTensor tensor(String name) {
        StoredTensor tensor = file.tensors().get(name);
        if (tensor == null) {
            throw missing(List.of(name));
        }
        return tensor;
    }

    private StoredTensor shaped(String name, long... shape) {
        StoredTensor tensor = tensor(name);
        List<Long> expected = Arrays.stream(shape).boxed().toList();
        if (!tensor.shape().equals(expected)) {
            throw new UserError(tensor.where() + " has shape " + tensor.shape() + ", expected " + expected
                    + ", as the config and the other tensors say");
        }
        return tensor;
    }

    private FloatBuffer read(StoredTensor tensor) {
        tensor.checkFloats();
        FloatBuffer values = Direct.floats(tensor.where(), tensor.elements());
        file.floats(tensor, values);
        return values.rewind();
    }

    private static float[] copy(FloatBuffer values) {
        float[] copy = new float[values.capacity()];
        values.get(0, copy);
        return copy;
    }
}
