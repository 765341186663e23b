package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds the residual stream of a transformer in its graph and names its tensors in TransformerLens' words.
 *
 * <p>Neither weights nor modules can be looked up by name, since exporters rename, share and drop them. What stays is the shape of
 * the stream ({@link Sums}). A block begins where something is added that has looked at other tokens. In a sequential block (GPT-2,
 * Llama) attention adds to {@code resid_pre}, which makes {@code resid_mid}, and the MLP adds to that. In a parallel one (GPT-NeoX,
 * Falcon) both are added to {@code resid_pre}, and there is no {@code resid_mid}.
 */
final class ResidualStream {
    private static final Set<String> SAME_IDS =
            Set.of("Identity", "Reshape", "Cast", "Unsqueeze", "Squeeze", "Flatten");

    private static final Set<String> SAME_ROWS = Set.of("Reshape", "Unsqueeze", "Expand");

    private final OnnxGraph graph;
    private final SameValues same;
    private final List<StreamBlock> blocks = new ArrayList<>();
    private final Map<String, String> found = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final OptionalInt positions;

    /**
     * @param input the name of the input that holds the token ids
     * @param logits what the stream leads to
     */
    ResidualStream(OnnxGraph graph, TensorTypes types, String input, String logits) {
        this.graph = graph;
        this.same = new SameValues(graph, types);
        Sums sums = new Sums(graph, same, logits);
        List<Sum> open = new ArrayList<>();
        for (Sum sum : sums.stream()) {
            if (sum.attends() && !open.isEmpty()) {
                blocks.add(block(open));
                open.clear();
            }
            if (sum.attends() || !open.isEmpty()) {
                open.add(sum);
            }
        }
        if (!open.isEmpty()) {
            blocks.add(block(open));
        }
        List<String> begin =
                blocks.isEmpty() ? List.of() : summands(blocks.get(0).pre());
        this.positions = positions(begin, input);
        if (!blocks.isEmpty() && !sums.allAttentionIsOnIt()) {
            blocks.clear();
            notes.add("not all attention adds to one residual stream, so no site has a TransformerLens name;"
                    + " a tensor can still be addressed by its name in the graph");
        } else if (blocks.isEmpty()) {
            notes.add("no transformer blocks were recognised in the graph, so no site has a TransformerLens name;"
                    + " a tensor can still be addressed by its name in the graph");
        } else {
            embedding(begin, input).ifPresent(tensor -> found.put("hook_embed", tensor));
        }
        for (int block = 0; block < blocks.size(); block++) {
            name(block, blocks.get(block));
        }
    }

    /** Tensors by their TransformerLens names, in the order in which the data flows. */
    Map<String, String> sites() {
        return found;
    }

    /** The blocks of which the sites are, from the first on. */
    List<StreamBlock> blocks() {
        return blocks;
    }

    /** What a user should know, a sentence each. */
    List<String> notes() {
        return notes;
    }

    /** The table of token embeddings, [tokens, width]. */
    static Optional<TensorProto> embedding(OnnxGraph graph, String input) {
        return lookup(graph, input).flatMap(n -> graph.weight(graph.node(n).getInput(0)));
    }

    /** How many positions have an embedding of their own (GPT-2); empty if the graph adds none to the stream. */
    OptionalInt positions() {
        return positions;
    }

    private StreamBlock block(List<Sum> sums) {
        Sum first = sums.get(0);
        Sum last = sums.get(sums.size() - 1);
        boolean sequential = sums.size() == 2
                && first.branches().size() == 1
                && last.branches().size() == 1;
        if (sequential) {
            return new StreamBlock(
                    first.stream(),
                    first.branches().get(0),
                    first.made(),
                    last.branches().get(0),
                    last.made());
        }
        List<String> attention =
                first.branches().stream().filter(first::attends).toList();
        boolean parallel = sums.size() == 1 && first.branches().size() == 2 && attention.size() == 1;
        if (!parallel) {
            return new StreamBlock(first.stream(), "", "", "", rows(last.made()));
        }
        int mlp = 1 - first.branches().indexOf(attention.get(0));
        return new StreamBlock(
                first.stream(), attention.get(0), "", first.branches().get(mlp), rows(last.made()));
    }

    /** The stream as [batch, sequence, width], where it is added up without a dimension for the batch (OPT). */
    private String rows(String sum) {
        List<NodeProto> readers = graph.readers(sum).stream()
                .map(graph::node)
                .filter(node -> !node.getOpType().equals("Shape"))
                .toList();
        boolean flat = same.types().of(sum).map(type -> type.rank() == 2).orElse(false)
                && readers.size() == 1
                && readers.get(0).getOpType().equals("Reshape");
        return flat ? readers.get(0).getOutput(0) : sum;
    }

    private void name(int block, StreamBlock parts) {
        String prefix = "blocks." + block + ".hook_";
        Map<String, String> names = new LinkedHashMap<>();
        names.put("resid_pre", parts.pre());
        names.put("attn_out", parts.attention());
        names.put("resid_mid", parts.mid());
        names.put("mlp_out", parts.mlp());
        names.put("resid_post", parts.post());
        names.forEach((hook, tensor) -> {
            if (!tensor.isEmpty()) {
                found.put(prefix + hook, tensor);
            }
        });
    }

    /** What the stream's beginning is the sum of: the token embeddings alone, or (GPT-2) those of the positions too. */
    private List<String> summands(String pre) {
        List<String> summands = new ArrayList<>();
        graph.maker(pre)
                .filter(n -> graph.node(n).getOpType().equals("Add"))
                .ifPresentOrElse(
                        n -> graph.node(n).getInputList().forEach(input -> summands.add(same.origin(input))),
                        () -> summands.add(pre));
        return summands;
    }

    private Optional<String> embedding(List<String> summands, String input) {
        return lookup(graph, input).map(n -> graph.node(n).getOutput(0)).filter(summands::contains);
    }

    /** Rows of the one other table that the stream's beginning is looked up in. */
    private OptionalInt positions(List<String> summands, String input) {
        List<TensorProto> tables = summands.stream()
                .flatMap(summand -> graph.maker(made(summand)).stream())
                .filter(n -> graph.node(n).getOpType().equals("Gather")
                        && !ids(graph, graph.node(n).getInput(1)).equals(input))
                .flatMap(n -> graph.weight(graph.node(n).getInput(0)).stream())
                .filter(table -> table.getDimsCount() == 2 && table.getDims(0) <= Integer.MAX_VALUE)
                .toList();
        return tables.size() == 1 ? OptionalInt.of((int) tables.get(0).getDims(0)) : OptionalInt.empty();
    }

    /** Follows nodes that give values another shape back to where they were made. */
    private String made(String tensor) {
        Optional<Integer> maker = graph.maker(same.origin(tensor));
        return maker.isPresent() && SAME_ROWS.contains(graph.node(maker.get()).getOpType())
                ? made(graph.node(maker.get()).getInput(0))
                : same.origin(tensor);
    }

    /** The node that looks the token ids up in a table of weights. */
    private static Optional<Integer> lookup(OnnxGraph graph, String input) {
        for (int n = 0; n < graph.size(); n++) {
            NodeProto node = graph.node(n);
            if (node.getOpType().equals("Gather")
                    && graph.weight(node.getInput(0)).isPresent()
                    && ids(graph, node.getInput(1)).equals(input)) {
                return Optional.of(n);
            }
        }
        return Optional.empty();
    }

    private static String ids(OnnxGraph graph, String tensor) {
        Optional<Integer> maker = graph.maker(tensor);
        return maker.isPresent() && SAME_IDS.contains(graph.node(maker.get()).getOpType())
                ? ids(graph, graph.node(maker.get()).getInput(0))
                : tensor;
    }
}
