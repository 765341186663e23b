package org.noisefloor.files.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the elements of a tensor lie in a row of cells: element (i₀, i₁, …) in cell first + Σ iₖ · strideₖ.
 *
 * @param shape elements along each dimension
 * @param strides cells from one element to the next along each dimension, from 0 on
 */
record Layout(List<Long> shape, List<Long> strides, long first) {
    static Layout rowMajor(List<Long> shape) {
        List<Long> strides = new ArrayList<>();
        long stride = 1;
        for (int k = shape.size() - 1; k >= 0; k--) {
            strides.add(0, stride);
            stride *= shape.get(k);
        }
        return new Layout(shape, List.copyOf(strides), 0);
    }

    /** Fortran's order: the first index is the one that counts fastest. */
    static Layout columnMajor(List<Long> shape) {
        Layout backwards = rowMajor(reversed(shape));
        return new Layout(shape, reversed(backwards.strides()), 0);
    }

    /** The same cells with the dimensions in the opposite order. */
    Layout transposed() {
        return new Layout(reversed(shape), reversed(strides), first);
    }

    private static List<Long> reversed(List<Long> list) {
        List<Long> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return List.copyOf(copy);
    }

    /**
     * The product of a shape.
     *
     * @return −1 if it is no count that a long holds, or a dimension is negative
     */
    static long elements(List<Long> shape) {
        if (shape.stream().anyMatch(each -> each < 0)) {
            return -1;
        }
        if (shape.contains(0L)) {
            return 0;
        }
        try {
            return shape.stream().reduce(1L, Math::multiplyExact);
        } catch (ArithmeticException overflow) {
            return -1;
        }
    }

    long elements() {
        return elements(shape);
    }

    /** Whether every element lies in one of so many cells. */
    boolean fits(long cells) {
        if (elements() < 0 || first < 0 || strides.stream().anyMatch(each -> each < 0)) {
            return false;
        }
        if (elements() == 0) {
            return true;
        }
        try {
            long last = first;
            for (int k = 0; k < shape.size(); k++) {
                last = Math.addExact(last, Math.multiplyExact(shape.get(k) - 1, strides.get(k)));
            }
            return last < cells;
        } catch (ArithmeticException overflow) {
            return false;
        }
    }

    /** Without dimensions of one element, whose strides say nothing. */
    Layout squeezed() {
        int[] kept =
                IntStream.range(0, shape.size()).filter(k -> shape.get(k) != 1).toArray();
        return new Layout(
                IntStream.of(kept).mapToObj(shape::get).toList(),
                IntStream.of(kept).mapToObj(strides::get).toList(),
                first);
    }

    /** Whether the elements follow each other in row-major order; of a {@link #squeezed} one. */
    boolean isRowMajor() {
        return strides.equals(rowMajor(shape).strides());
    }

    /** Whether it is the transpose of a matrix in row-major order; of a {@link #squeezed} one. */
    boolean isTransposedMatrix() {
        return shape.size() == 2 && transposed().isRowMajor();
    }
}
