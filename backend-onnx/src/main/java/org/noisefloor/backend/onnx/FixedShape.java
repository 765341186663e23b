package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.api.BatchShape;

/**
 * What a graph leaves no choice of: one that was exported without dynamic axes runs with the sequences and the length of its example.
 *
 * @param sequences how many run in one pass; empty for any number
 * @param length of each of them; empty for any
 * @param note what a user should know, if the graph's inputs say otherwise
 */
record FixedShape(OptionalInt sequences, OptionalInt length, Optional<String> note) {
    private static final String ROTARY = "RotaryEmbedding";

    /** @param rows shapes of the inputs that have a row for each sequence */
    static FixedShape of(Collection<TensorShapeProto> rows, OnnxGraph graph, TensorTypes types) {
        OptionalInt sequences = number(rows, 0);
        OptionalInt length = number(rows, 1);
        if (sequences.isPresent() || !turnsOneSequence(graph, types)) {
            return new FixedShape(sequences, length, Optional.empty());
        }
        return new FixedShape(
                OptionalInt.of(1),
                length,
                Optional.of("the graph runs one sequence in a pass, though its inputs are declared for any number: its"
                        + " " + ROTARY + " has the angles of one, and ONNX Runtime wants them for each"));
    }

    private static OptionalInt number(Collection<TensorShapeProto> rows, int dimension) {
        return rows.stream()
                .map(shape -> shape.getDim(dimension))
                .filter(TensorShapeProto.Dimension::hasDimValue)
                .mapToInt(size -> Math.toIntExact(size.getDimValue()))
                .findFirst();
    }

    /**
     * Whether a rotation is given the angles, or the positions, of one sequence (PyTorch's exporter for opset 23 of a Llama). The operator
     * wants as many as there are sequences, and repeats none.
     */
    private static boolean turnsOneSequence(OnnxGraph graph, TensorTypes types) {
        return IntStream.range(0, graph.size())
                .mapToObj(graph::node)
                .filter(node -> node.getOpType().equals(ROTARY))
                .flatMap(FixedShape::places)
                .flatMap(tensor -> types.of(tensor).stream())
                .anyMatch(type -> type.rank() > 1
                        && type.isFixed(0)
                        && type.shape().getDim(0).getDimValue() == 1);
    }

    /** What tells a rotation where its tokens stand: positions or, where there are none, angles. */
    private static Stream<String> places(NodeProto node) {
        boolean standard = node.getDomain().isEmpty();
        int positions = standard ? 3 : 1;
        boolean byPosition =
                node.getInputCount() > positions && !node.getInput(positions).isEmpty();
        return byPosition
                ? Stream.of(node.getInput(positions))
                : node.getInputList().subList(1, standard ? 3 : 1).stream();
    }

    /** A shape that the graph runs with, small if it may be, with more than one sequence if it can be. */
    BatchShape example() {
        return BatchShape.of(sequences.orElse(2), length.orElse(3));
    }

    /** The shape at which one sequence of so many tokens runs by itself, which an export for several cannot. */
    BatchShape alone(int tokens) {
        return BatchShape.of(1, length.orElse(tokens));
    }

    /** The passes of so many sequences. */
    int inOnePass(int wanted) {
        return sequences.orElse(wanted);
    }

    /** So many sequences, and as many more as fill the last pass. */
    int filled(int wanted) {
        int each = inOnePass(wanted);
        return (wanted + each - 1) / each * each;
    }
}
