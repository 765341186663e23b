package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
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
    private static final int MOST_SUMS = 3;

    private static final String BY_NAME =
            "any tensor is a site by its own name, and 'noisefloor sites MODEL --all' lists them";

    private final OnnxGraph graph;
    private final SameValues same;
    private final RowWise rowWise;
    private final List<StreamBlock> blocks = new ArrayList<>();
    private final Map<String, String> found = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final OptionalInt positions;

    /**
     * @param input the name of the input that holds the token ids
     * @param logits what the stream leads to
     * @param layers how many there are, if something says so
     */
    ResidualStream(OnnxGraph graph, TensorTypes types, String input, String logits, OptionalInt layers) {
        this.graph = graph;
        this.same = new SameValues(graph, types);
        Sums sums = new Sums(graph, same, input, logits);
        this.rowWise = new RowWise(graph, same);
        List<List<Sum>> parts = new ArrayList<>();
        for (Sum sum : sums.stream()) {
            if (sum.attends()) {
                parts.add(new ArrayList<>());
            }
            if (!parts.isEmpty()) {
                parts.get(parts.size() - 1).add(sum);
            }
        }
        for (int block = 0; block < parts.size(); block++) {
            Optional<Sum> next =
                    block + 1 < parts.size() ? Optional.of(parts.get(block + 1).get(0)) : Optional.empty();
            blocks.add(block(parts.get(block), next, input));
        }
        Embeddings embeddings = new Embeddings(graph, same, input);
        String begin = blocks.isEmpty() ? "" : blocks.get(0).pre();
        this.positions = embeddings.positions(begin);
        if (!blocks.isEmpty() && !sums.allAttentionIsOnIt()) {
            blocks.clear();
            notes.add(
                    "not all attention adds to one residual stream, so no site has a TransformerLens name; " + BY_NAME);
        } else if (haveOthersBetween(sums.stream(), parts, layers, input)) {
            blocks.clear();
            notes.add("some layers have no attention by a softmax, and only those that have one are recognised ("
                    + parts.size()
                    + layers.stream().mapToObj(all -> " of " + all).findFirst().orElse("")
                    + "), so that their numbers are not known and no site has a TransformerLens name; " + BY_NAME);
        } else if (blocks.isEmpty()) {
            notes.add("no transformer blocks were recognised in the graph, so no site has a TransformerLens name; "
                    + BY_NAME);
        } else {
            embeddings.ofTokens(begin).ifPresent(tensor -> found.put("hook_embed", tensor));
        }
        for (int block = 0; block < blocks.size(); block++) {
            name(block, blocks.get(block));
        }
    }

    /**
     * Whether something adds to the stream that belongs to no block that was recognised: the layers of a convolution or a recurrence among others
     * (LFM2, Jamba), or those whose attention was pruned. A block adds twice, or a third time for what is fed to it or for experts that all tokens
     * share, which only the number of layers tells from a layer without attention.
     *
     * @param all on the stream
     * @param parts those of each block
     */
    private boolean haveOthersBetween(List<Sum> all, List<List<Sum>> parts, OptionalInt layers, String input) {
        if (parts.isEmpty() || layers.orElse(-1) == parts.size()) {
            return false;
        }
        return all.stream().takeWhile(sum -> !sum.attends()).anyMatch(this::computes)
                || parts.stream().anyMatch(sums -> sums.size() > MOST_SUMS)
                || (layers.isPresent()
                        && parts.stream().anyMatch(sums -> sums.size() == MOST_SUMS && !isFed(sums.get(2), input)));
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

    /** How many positions have an embedding of their own (GPT-2); empty if the graph adds none to the stream. */
    OptionalInt positions() {
        return positions;
    }

    /** @param next the first sum of the next block */
    private StreamBlock block(List<Sum> sums, Optional<Sum> next, String input) {
        Sum first = sums.get(0);
        Sum last = sums.get(sums.size() - 1);
        String pre = apart(first.stream());
        boolean sequential = (sums.size() == 2 || (sums.size() == 3 && isFed(last, input)))
                && sums.stream().allMatch(sum -> sum.branches().size() == 1);
        if (sequential) {
            Sum second = sums.get(1);
            boolean normed = !isSum(second.stream(), first);
            String post = left(last, next, normed);
            return new StreamBlock(
                    pre,
                    first.branches().get(0),
                    normed ? apart(second.stream()) : first.made(),
                    second.branches().get(0),
                    post);
        }
        String post = left(last, next, false);
        List<String> attention =
                first.branches().stream().filter(first::attends).toList();
        boolean parallel = sums.size() == 1 && first.branches().size() == 2 && attention.size() == 1;
        if (!parallel) {
            return new StreamBlock(pre, "", "", "", post);
        }
        int mlp = 1 - first.branches().indexOf(attention.get(0));
        return new StreamBlock(pre, attention.get(0), "", first.branches().get(mlp), post);
    }

    /** Whether what is added is more than an embedding of positions, which some graphs count by the stream. */
    private boolean computes(Sum sum) {
        return sum.branches().stream().anyMatch(branch -> new Branch(graph, same, sum.stream(), branch).multiplies());
    }

    private boolean isSum(String tensor, Sum sum) {
        return same.source(tensor).equals(same.source(sum.made()));
    }

    /**
     * What leaves a block: its last sum, or what stands on the stream before the next block takes it.
     *
     * @param normed whether a norm stands behind each sum
     */
    private String left(Sum last, Optional<Sum> next, boolean normed) {
        if (next.isPresent()) {
            String taken = next.get().stream();
            return isSum(taken, last) ? rows(last.made()) : apart(taken);
        }
        return normed
                ? rowWise.normed(last.made()).orElse(rows(last.made()))
                : rowWise.scaled(last.made()).orElse(rows(last.made()));
    }

    /** Whether what is added has met something of the tokens that is not of the stream: a third addition of a block (Gemma 4). */
    private boolean isFed(Sum sum, String input) {
        Branch branch = new Branch(graph, same, sum.stream(), sum.branches().get(0));
        return branch.ofType("Mul").stream()
                .flatMap(n -> graph.node(n).getInputList().stream())
                .anyMatch(factor -> !branch.makes(factor)
                        && graph.descendants(Set.of(input)).contains(factor));
    }

    /** The stream as [batch, sequence, width] where it was laid flat for what follows. */
    private String apart(String tensor) {
        Optional<NodeProto> maker = graph.maker(tensor).map(graph::node);
        boolean flat = isFlat(tensor)
                && maker.isPresent()
                && maker.get().getOpType().equals("Reshape")
                && !isFlat(maker.get().getInput(0));
        return flat && maker.isPresent() ? maker.get().getInput(0) : tensor;
    }

    private boolean isFlat(String tensor) {
        return same.types().of(tensor).map(type -> type.rank() == 2).orElse(false);
    }

    /** The stream as [batch, sequence, width], where it is added up without a dimension for the batch (OPT). */
    private String rows(String sum) {
        List<NodeProto> readers = graph.readers(sum).stream()
                .map(graph::node)
                .filter(node -> !node.getOpType().equals("Shape"))
                .toList();
        boolean flat =
                isFlat(sum) && readers.size() == 1 && readers.get(0).getOpType().equals("Reshape");
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
            if (!tensor.isEmpty() && !isFlat(tensor)) {
                found.put(prefix + hook, tensor);
            }
        });
    }
}
