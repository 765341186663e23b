package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A tensor that a graph does not hold and that can be put into it without a change of what it computes, up to rounding. This is done
 * only in a graph that is cut there, so that others run as they were exported.
 *
 * @param tensor its name
 * @param types of it, and of what else is made on the way
 * @param edit puts it into the graph
 */
record Insertion(String tensor, Map<String, TensorTypes.Type> types, Consumer<GraphEditor> edit) {

    /**
     * A copy of a tensor for some of its readers: another value there does not reach the others.
     *
     * @param aliases the names under which they read it
     */
    static Insertion copy(
            String name, String original, TensorTypes.Type type, List<String> aliases, NavigableSet<Integer> readers) {
        return new Insertion(name, Map.of(name, type), editor -> {
            editor.before(readers.first(), node("Identity", name, original));
            aliases.forEach(alias -> editor.reread(readers, alias, name));
        });
    }

    /**
     * [batch, sequence, width] of a tensor [batch × sequence, width], for some of its readers.
     *
     * @param like a tensor [batch, sequence, …] of the same batch
     * @param aliases the names under which they read it
     */
    static Insertion apart(
            String name,
            String flat,
            String like,
            TensorTypes.Type type,
            List<String> aliases,
            NavigableSet<Integer> readers) {
        String sizes = name + "/sizes";
        String rows = name + "/rows";
        String wide = name + "/wide";
        String shape = name + "/shape";
        String flatShape = name + "/flat_shape";
        String made = name + "/made";
        Map<String, TensorTypes.Type> types = Map.of(
                name, type.ofRank(3),
                made, type,
                sizes, list(3),
                rows, list(2),
                shape, list(3),
                flatShape, list(2));
        return new Insertion(name, types, editor -> {
            int first = readers.first();
            editor.weight(sizes(wide, -1));
            editor.weight(sizes(name + "/begin", 0));
            editor.weight(sizes(name + "/end", 2));
            editor.before(first, node("Shape", sizes, like));
            editor.before(first, node("Slice", rows, sizes, name + "/begin", name + "/end"));
            editor.before(first, node("Concat", shape, rows, wide).addAttribute(axis(0)));
            editor.before(first, node("Reshape", name, flat, shape));
            editor.before(first, node("Shape", flatShape, flat));
            editor.before(first, node("Reshape", made, name, flatShape));
            aliases.forEach(alias -> editor.reread(readers, alias, made));
        });
    }

    private static TensorTypes.Type list(int size) {
        return new TensorTypes.Type(TensorProto.DataType.INT64, TensorTypes.sizes(size));
    }

    private static AttributeProto.Builder axis(long axis) {
        return AttributeProto.newBuilder()
                .setName("axis")
                .setType(AttributeProto.AttributeType.INT)
                .setI(axis);
    }

    /**
     * Heads side by side, [B, T, n d].
     *
     * @param heads [B, T, n, d], also with n of several dimensions, or with {@code transposed} [B, n, T, d]
     * @param readers all nodes that read its values
     */
    static Insertion sideBySide(
            String name, String heads, boolean transposed, TensorTypes.Type type, NavigableSet<Integer> readers) {
        String shape = name + "/shape";
        String apart = name + "/heads";
        String made = name + "/made";
        String wide = name + "/wide";
        Map<String, TensorTypes.Type> types = Map.of(
                name, type.rows(0, transposed ? 2 : 1),
                apart, type.ofRank(type.rank()),
                made, type.ofRank(type.rank()),
                shape, list(type.rank()));
        return new Insertion(name, types, editor -> {
            int first = readers.first();
            String rows = transposed ? apart : heads; // [B, T, n, d]
            if (transposed) {
                editor.before(first, transposedHeads(apart, heads));
            }
            editor.weight(sizes(wide, 0, 0, -1));
            editor.before(first, node("Shape", shape, rows));
            editor.before(first, node("Reshape", name, rows, wide));
            if (transposed) {
                editor.before(first, node("Reshape", name + "/apart", name, shape));
                editor.before(first, transposedHeads(made, name + "/apart"));
            } else {
                editor.before(first, node("Reshape", made, name, shape));
            }
            editor.reread(readers, heads, made);
        });
    }

    /**
     * What an RMS norm of one node makes before it applies its weight, which then is a node of its own.
     *
     * @param norm its place in the graph
     * @param width of its rows
     */
    static Insertion unscaled(String name, int norm, NodeProto original, int width, TensorTypes.Type type) {
        String ones = name + "/ones";
        return new Insertion(name, Map.of(name, type), editor -> {
            NodeProto.Builder plain = editor.node(norm);
            List<String> inputs = List.of(plain.getInput(0), ones);
            plain.clearInput().addAllInput(inputs).setOutput(0, name);
            editor.weight(ones(ones, width, type.element()));
            editor.after(norm, node("Mul", original.getOutput(0), name, original.getInput(1)));
        });
    }

    /**
     * A tensor of another precision as float32: it is widened behind the node that makes it, and narrowed again for those that read
     * it, which changes no number.
     */
    static Insertion widened(OnnxGraph graph, String tensor, TensorTypes.Type type) {
        String made = tensor + "/exported";
        String read = tensor + "/narrowed";
        int maker = graph.maker(tensor).orElseThrow();
        Map<String, TensorTypes.Type> types =
                Map.of(tensor, type.as(TensorProto.DataType.FLOAT), made, type, read, type);
        return new Insertion(tensor, types, editor -> {
            NodeProto.Builder node = editor.node(maker);
            node.setOutput(node.getOutputList().indexOf(tensor), made);
            editor.reread(Set.copyOf(graph.readers(tensor)), tensor, read);
            editor.after(maker, cast(tensor, made, TensorProto.DataType.FLOAT));
            editor.after(maker, cast(read, tensor, type.element()));
        });
    }

    private static NodeProto.Builder cast(String output, String input, TensorProto.DataType to) {
        return node("Cast", output, input)
                .setName(output + "/Cast") // the node whose result it takes over may have that name
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(to.getNumber()));
    }

    static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(Arrays.asList(inputs))
                .addOutput(output);
    }

    /** [B, n, T, d] to [B, T, n, d], or the other way round. */
    private static NodeProto.Builder transposedHeads(String output, String input) {
        return node("Transpose", output, input)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("perm")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addAllInts(List.of(0L, 2L, 1L, 3L)));
    }

    /** A weight of whole numbers. */
    static TensorProto.Builder sizes(String name, long... sizes) {
        ByteBuffer bytes = ByteBuffer.allocate(sizes.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(sizes);
        return weight(name, TensorProto.DataType.INT64, sizes.length, bytes);
    }

    /** Of the same precision as what they are multiplied with. */
    private static TensorProto.Builder ones(String name, int width, TensorProto.DataType element) {
        TensorProto.Builder ones = TensorProto.newBuilder()
                .setName(name)
                .setDataType(element.getNumber())
                .addDims(width);
        for (int i = 0; i < width; i++) {
            switch (element) {
                case FLOAT16 -> ones.addInt32Data(0x3C00);
                case BFLOAT16 -> ones.addInt32Data(0x3F80);
                case DOUBLE -> ones.addDoubleData(1);
                default -> ones.addFloatData(1);
            }
        }
        return ones;
    }

    private static TensorProto.Builder weight(String name, TensorProto.DataType type, int size, ByteBuffer bytes) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addDims(size)
                .setRawData(ByteString.copyFrom(bytes.rewind()));
    }
}
