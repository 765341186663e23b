package org.noisefloor.backend.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** The sites inside a block that were found, each a tensor [batch, sequence, width] of the graph or one that can be put into it. */
final class Offered {
    private final OnnxGraph graph;
    private final TensorTypes types;
    private final String rows;
    private final int width;
    private final List<Inner> sites = new ArrayList<>();

    /**
     * @param rows a tensor [batch, sequence, …]
     * @param width of the stream
     */
    Offered(OnnxGraph graph, TensorTypes types, String rows, int width) {
        this.graph = graph;
        this.types = types;
        this.rows = rows;
        this.width = width;
    }

    /** Of the stream, and of what is made for it or of it without a product. */
    int width() {
        return width;
    }

    List<Inner> sites() {
        return sites;
    }

    /** A tensor as it is, or [batch, sequence, width] of it where it is laid flat. */
    void tensor(String hook, String tensor, int width) {
        if (isFlat(tensor)) {
            part(hook, tensor, width, tensor + "/apart", readers(tensor));
        } else {
            sites.add(Inner.there(hook, tensor, width));
        }
    }

    /** The tensor if it is laid flat; else it is known by itself. */
    void flat(String hook, String tensor) {
        if (isFlat(tensor)) {
            tensor(hook, tensor, width);
        }
    }

    /** A copy of the stream or its norm for the readers in a branch: another value there does not reach others. It may have several names. */
    void copied(List<String> hooks, String tensor, Branch branch) {
        NavigableSet<Integer> readers = branch.readers(tensor);
        hooks.forEach(hook -> part(hook, tensor, width, tensor + "/" + hooks.get(0), readers));
    }

    /** The stream that enters a block, as a copy where something outside of it reads the stream too (the first block of Gemma 4). */
    void entering(String hook, String stream, Branch block) {
        if (!block.readers(stream).containsAll(block.valueReaders(stream))) {
            copied(List.of(hook), stream, block);
        }
    }

    /** What is put into the graph anyhow. */
    void inserted(String hook, int width, Insertion insertion) {
        sites.add(Inner.inserted(hook, width, insertion));
    }

    private void part(String hook, String tensor, int width, String name, NavigableSet<Integer> readers) {
        Optional<TensorTypes.Type> type = types.of(tensor);
        if (type.isEmpty() || readers.isEmpty()) {
            return;
        }
        SameValues same = new SameValues(graph, types);
        List<String> aliases = readers.stream()
                .flatMap(n -> graph.node(n).getInputList().stream())
                .filter(input -> same.origin(input).equals(tensor))
                .distinct()
                .toList();
        inserted(
                hook,
                width,
                isFlat(tensor)
                        ? Insertion.apart(name, tensor, rows, type.get(), aliases, readers)
                        : Insertion.copy(name, tensor, type.get(), aliases, readers));
    }

    private boolean isFlat(String tensor) {
        return types.of(tensor).map(type -> type.rank() == 2).orElse(false);
    }

    /** All nodes that read the values of a tensor. */
    private NavigableSet<Integer> readers(String tensor) {
        NavigableSet<Integer> readers = new TreeSet<>(graph.readers(tensor));
        readers.removeIf(n -> graph.node(n).getOpType().equals("Shape"));
        return readers;
    }
}
