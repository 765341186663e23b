package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;

/** The graph of a model, indexed: which node makes a tensor, and which tensors a node reads. Nodes are known by their place. */
final class OnnxGraph {
    private final Path path;
    private final ModelProto model;
    private final List<NodeProto> nodes;
    private final List<Set<String>> reads = new ArrayList<>();
    private final Map<String, Integer> makers = new HashMap<>();
    private final Map<String, List<Integer>> readers = new HashMap<>();
    private final Map<String, TensorProto> weights = new LinkedHashMap<>();
    private final Map<String, ValueInfoProto> inputs = new LinkedHashMap<>();
    private @Nullable Set<String> fed;

    /** @throws UserError if a node reads a tensor that no node before it makes; see {@link NodeOrder} */
    OnnxGraph(Path path, ModelProto model) {
        this.path = path;
        this.model = model;
        GraphProto graph = model.getGraph();
        this.nodes = graph.getNodeList();
        graph.getInitializerList().forEach(weight -> weights.put(weight.getName(), weight));
        for (ValueInfoProto input : graph.getInputList()) {
            if (!weights.containsKey(input.getName())) { // old exports list the weights as inputs too
                inputs.put(input.getName(), input);
            }
        }
        for (int n = 0; n < nodes.size(); n++) {
            Set<String> names = namesRead(nodes.get(n));
            for (String name : names) {
                if (!weights.containsKey(name) && !inputs.containsKey(name) && !makers.containsKey(name)) {
                    throw new UserError(path + ": the node '" + nodes.get(n).getName() + "' reads the tensor '" + name
                            + "', which no node makes");
                }
            }
            reads.add(names);
            for (String name : names) {
                readers.computeIfAbsent(name, key -> new ArrayList<>()).add(n);
            }
            for (String name : nodes.get(n).getOutputList()) {
                if (!name.isEmpty()) {
                    makers.put(name, n);
                }
            }
        }
    }

    ModelProto model() {
        return model;
    }

    int size() {
        return nodes.size();
    }

    NodeProto node(int n) {
        return nodes.get(n);
    }

    /** What a node reads, the tensors that its subgraphs take from outside included. */
    Set<String> reads(int n) {
        return reads.get(n);
    }

    /** The node that makes a tensor; empty for weights, inputs and unknown names. */
    Optional<Integer> maker(String tensor) {
        return Optional.ofNullable(makers.get(tensor));
    }

    /** The nodes that read a tensor, in order. */
    List<Integer> readers(String tensor) {
        return readers.getOrDefault(tensor, List.of());
    }

    /** The graph with tensors that it lacks. */
    OnnxGraph with(Collection<Insertion> insertions) {
        GraphEditor editor = new GraphEditor(this);
        insertions.forEach(insertion -> insertion.edit().accept(editor));
        return with(editor);
    }

    /** The graph with other nodes in the place of some. */
    OnnxGraph with(Map<Integer, List<NodeProto>> instead) {
        GraphEditor editor = new GraphEditor(this);
        instead.forEach(editor::replace);
        return with(editor);
    }

    /** The graph with other nodes, and weights of theirs, in the place of one. */
    OnnxGraph with(int n, List<NodeProto> instead, List<TensorProto> weights) {
        GraphEditor editor = new GraphEditor(this);
        editor.replace(n, instead);
        weights.forEach(weight -> editor.weight(weight.toBuilder()));
        return with(editor);
    }

    /** The graph as an editor of it has changed it; itself where it has not. */
    OnnxGraph with(GraphEditor editor) {
        return editor.hasChanges() ? new OnnxGraph(path, editor.edited()) : this;
    }

    /** Where a tensor is made: the flow's order, in which outputs of one node follow each other. */
    Comparator<String> flow() {
        return Comparator.<String>comparingInt(tensor -> maker(tensor).orElseThrow())
                .thenComparingInt(tensor ->
                        node(maker(tensor).orElseThrow()).getOutputList().indexOf(tensor));
    }

    /** A name that no tensor has, beginning with the one given. */
    String unused(String name) {
        String unused = name;
        while (makers.containsKey(unused) || weights.containsKey(unused) || inputs.containsKey(unused)) {
            unused += "'";
        }
        return unused;
    }

    /** The names of all tensors that nodes make. */
    Set<String> tensors() {
        return makers.keySet();
    }

    Optional<TensorProto> weight(String name) {
        return Optional.ofNullable(weights.get(name));
    }

    /** A weight or a constant. */
    private Optional<TensorProto> value(String tensor) {
        return weight(tensor)
                .or(() -> maker(tensor)
                        .map(this::node)
                        .filter(node -> node.getOpType().equals("Constant"))
                        .flatMap(node -> attribute(node, "value"))
                        .map(AttributeProto::getT));
    }

    /** Whether it is no more than a list, so that nothing gets further dimensions by it. */
    boolean isFlat(String tensor) {
        return value(tensor).filter(value -> value.getDimsCount() <= 1).isPresent();
    }

    /** The whole numbers that a weight or a constant is. */
    Optional<List<Long>> wholeNumbers(String tensor) {
        return value(tensor)
                .filter(value -> value.getDataType() == TensorProto.DataType.INT64_VALUE)
                .map(value -> {
                    if (value.getInt64DataCount() > 0) {
                        return value.getInt64DataList();
                    }
                    LongBuffer numbers = value.getRawData()
                            .asReadOnlyByteBuffer()
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asLongBuffer();
                    return LongStream.generate(numbers::get)
                            .limit(numbers.remaining())
                            .boxed()
                            .toList();
                });
    }

    /** The one float32 that a weight or a constant is. */
    Optional<Float> number(String tensor) {
        return value(tensor)
                .filter(value -> value.getDataType() == TensorProto.DataType.FLOAT_VALUE
                        && value.getDimsList().stream().allMatch(size -> size == 1))
                .flatMap(value -> value.getFloatDataCount() == 1
                        ? Optional.of(value.getFloatData(0))
                        : Optional.of(value.getRawData())
                                .filter(bytes -> bytes.size() == Float.BYTES)
                                .map(bytes -> bytes.asReadOnlyByteBuffer()
                                        .order(ByteOrder.LITTLE_ENDIAN)
                                        .getFloat()));
    }

    /** The version of the standard operators that it is written in. */
    long version() {
        return model.getOpsetImportList().stream()
                .filter(each -> SessionSettings.STANDARD.contains(each.getDomain()))
                .mapToLong(OperatorSetIdProto::getVersion)
                .max()
                .orElse(1);
    }

    /** The inputs that must be fed, weights excluded. */
    Map<String, ValueInfoProto> inputs() {
        return inputs;
    }

    List<String> outputs() {
        return model.getGraph().getOutputList().stream()
                .map(ValueInfoProto::getName)
                .toList();
    }

    /** The nodes that the tensors depend on, those that make them included. */
    BitSet ancestors(Iterable<String> tensors) {
        BitSet found = new BitSet(nodes.size());
        Deque<Integer> open = new ArrayDeque<>();
        tensors.forEach(tensor -> maker(tensor).ifPresent(open::add));
        while (!open.isEmpty()) {
            int n = open.pop();
            if (!found.get(n)) {
                found.set(n);
                reads.get(n).forEach(tensor -> maker(tensor).ifPresent(open::add));
            }
        }
        return found;
    }

    /** Whether a tensor depends on what is fed, and not on weights alone. */
    boolean isFed(String tensor) {
        Set<String> found = fed;
        if (found == null) {
            found = descendants(inputs.keySet());
            fed = found;
        }
        return found.contains(tensor);
    }

    /** All tensors that depend on one of some inputs. */
    Set<String> descendants(Set<String> inputs) {
        Set<String> found = new HashSet<>();
        for (int n = 0; n < nodes.size(); n++) {
            if (reads.get(n).stream().anyMatch(read -> inputs.contains(read) || found.contains(read))) {
                found.addAll(nodes.get(n).getOutputList());
            }
        }
        return found;
    }

    /** Whether what a tensor holds depends on another one. */
    boolean dependsOn(String tensor, String other) {
        return maker(other).map(ancestors(List.of(tensor))::get).orElse(false);
    }

    static Optional<AttributeProto> attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst();
    }

    /** What a node reads, the tensors that its subgraphs take from outside included. */
    static Set<String> namesRead(NodeProto node) {
        Set<String> names = new LinkedHashSet<>(node.getInputList());
        names.remove(""); // an optional input that is left out
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                names.addAll(captured(attribute.getG()));
            }
            attribute.getGraphsList().forEach(graph -> names.addAll(captured(graph)));
        }
        return names;
    }

    /** What a body takes from outside. */
    static Set<String> captured(GraphProto graph) {
        Set<String> own = new HashSet<>();
        graph.getInputList().forEach(input -> own.add(input.getName()));
        graph.getInitializerList().forEach(weight -> own.add(weight.getName()));
        graph.getNodeList().forEach(node -> own.addAll(node.getOutputList()));
        Set<String> names = new LinkedHashSet<>();
        graph.getNodeList().forEach(node -> names.addAll(namesRead(node)));
        graph.getOutputList().forEach(output -> names.add(output.getName()));
        names.removeAll(own);
        return names;
    }
}
