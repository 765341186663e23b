package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The sites around the norm with which a branch begins: the stream that it reads, what it makes, what the branch reads of that. */
final class NormSites {
    private static final Set<String> RMS_NORMS = Set.of("RMSNormalization", "SimplifiedLayerNormalization");

    private final OnnxGraph graph;
    private final SameValues same;
    private final Offered offered;

    NormSites(OnnxGraph graph, SameValues same, Offered offered) {
        this.graph = graph;
        this.same = same;
        this.offered = offered;
    }

    /** What the norm makes with which a branch begins, whatever follows. */
    Optional<String> reads(Branch branch, String stream) {
        return new RowWise(graph, same).normed(stream, branch);
    }

    /** Those of the second norm; without a norm what is read is a copy of the stream, since that passes by unchanged. */
    void second(Branch mlp, String stream, String reads) {
        String read = flat(stream, mlp);
        if (reads.equals(stream) || reads.equals(read)) {
            offered.copied(List.of("hook_mlp_in", "mlp.hook_in"), read, mlp);
            return;
        }
        offered.copied(List.of("hook_mlp_in"), read, new Branch(graph, same, read, reads));
        normalized("ln2.hook_normalized", read, reads);
        offered.tensor("mlp.hook_in", reads, offered.width());
    }

    /** The stream as it is laid flat for all that follows (OPT). */
    private String flat(String stream, Branch branch) {
        Optional<NodeProto> only = branch.only(stream).map(graph::node);
        return only.isPresent() && only.get().getOpType().equals("Reshape")
                ? only.get().getOutput(0)
                : stream;
    }

    /**
     * What a norm makes: a layer norm with its weight and bias; an RMS norm before its weight, which is inside of its node or, where it
     * is written out, a tensor.
     */
    void normalized(String hook, String stream, String normed) {
        Branch norm = new Branch(graph, same, stream, normed);
        int last = graph.maker(normed).orElse(-1);
        if (last < 0 || !norm.has(last)) {
            return;
        }
        int width = offered.width();
        NodeProto node = graph.node(last);
        boolean ofLayer = node.getOpType().equals("LayerNormalization")
                || node.getOpType().equals("Add")
                || !norm.ofType("Sub").isEmpty(); // written out, without a bias (Cohere)
        if (ofLayer) {
            offered.tensor(hook, normed, width);
        } else if (RMS_NORMS.contains(node.getOpType())) {
            Optional<TensorTypes.Type> type = same.types().of(normed);
            if (type.isPresent() && same.origin(node.getInput(0)).equals(stream) && node.getOutputCount() == 1) {
                String name = normed + "/hook_normalized";
                offered.inserted(hook, width, Insertion.unscaled(name, last, node, width, type.get()));
            }
        } else if (node.getOpType().equals("Mul")) {
            varying(norm, node)
                    .filter(unscaled -> graph.maker(unscaled)
                            .map(n ->
                                    Set.of("Mul", "Div").contains(graph.node(n).getOpType()))
                            .orElse(false))
                    .ifPresent(unscaled -> offered.tensor(hook, unscaled, width));
        }
    }

    /** Of the two that a node adds or multiplies, the one that depends on the stream, if the other does not. */
    private Optional<String> varying(Branch branch, NodeProto node) {
        List<String> varying =
                node.getInputList().stream().filter(branch::makes).toList();
        return varying.size() == 1 ? Optional.of(same.origin(varying.get(0))) : Optional.empty();
    }
}
