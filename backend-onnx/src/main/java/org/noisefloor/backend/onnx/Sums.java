package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The additions in a graph of which the one summand is made of the other, and the residual stream: the longest chain of them, each adding
 * to the sum before it, or to what a norm or a scale made of that ({@link RowWise}).
 *
 * <p>Elsewhere (in an activation function, say) such additions are no links of a chain. Where the sum of a stream and a branch has another
 * branch of the same stream added to it (Cohere), or two branches are added up first (GPT-NeoX, Falcon), that is one addition of two
 * branches.
 */
final class Sums {
    private final OnnxGraph graph;
    private final SameValues same;
    private final RowWise rowWise;
    private final Set<String> ofTokens;
    private final Map<String, Sum> all = new LinkedHashMap<>();
    private final Set<String> inner = new HashSet<>();
    private final Deque<Sum> stream = new ArrayDeque<>();

    Sums(OnnxGraph graph, SameValues same, String input, String logits) {
        this.graph = graph;
        this.same = same;
        this.rowWise = new RowWise(graph, same);
        this.ofTokens = graph.descendants(Set.of(input));
        Map<String, Integer> lengths = new HashMap<>();
        Optional<Sum> last = Optional.empty();
        int longest = 0;
        BitSet needed = graph.ancestors(List.of(logits));
        for (int n = needed.nextSetBit(0); n >= 0; n = needed.nextSetBit(n + 1)) {
            Optional<Sum> sum = sum(graph.node(n));
            if (sum.isPresent()) {
                all.put(sum.get().made(), sum.get());
                int length = 1
                        + before(sum.get())
                                .map(link -> lengths.getOrDefault(link.made(), 0))
                                .orElse(0);
                lengths.put(sum.get().made(), length);
                if (length >= longest) {
                    longest = length;
                    last = sum;
                }
            }
        }
        for (Optional<Sum> link = last; link.isPresent(); link = before(link.get())) {
            stream.addFirst(link.get());
        }
    }

    /** The residual stream's, in the order in which the data flows. */
    List<Sum> stream() {
        return List.copyOf(stream);
    }

    /** Whether the stream gets everything for which tokens looked at others. */
    boolean allAttentionIsOnIt() {
        return all.values().stream()
                .allMatch(sum -> !sum.attends() || inner.contains(sum.made()) || stream.contains(sum));
    }

    private Optional<Sum> before(Sum sum) {
        return rowWise.source(sum.stream(), all.keySet()).map(all::get);
    }

    private Optional<Sum> sum(NodeProto node) {
        if (!node.getOpType().equals("Add")) {
            return Optional.empty();
        }
        String one = same.origin(node.getInput(0));
        String two = same.origin(node.getInput(1));
        if (!mayBeStream(one) || !mayBeStream(two)) {
            return Optional.empty();
        }
        if (graph.maker(one).isEmpty()
                || graph.maker(two).isEmpty()
                || graph.maker(one).equals(graph.maker(two))) {
            return Optional.empty();
        }
        if (dependsOn(two, one)) {
            return Optional.of(first(one, two, node));
        }
        if (dependsOn(one, two)) {
            return Optional.of(first(two, one, node));
        }
        return second(one, two, node).or(() -> second(two, one, node));
    }

    /** Scores of attention, to which masks are added, have more dimensions. */
    private boolean mayBeStream(String tensor) {
        return same.types()
                .of(tensor)
                .filter(type -> type.isFloat() && type.rank() <= 3)
                .isPresent();
    }

    /** The addition of a branch, or of attention and an MLP that were added up before (not of two experts). */
    private Sum first(String from, String branch, NodeProto node) {
        Sum parallel = sum(from, summands(branch, from), node);
        return parallel.branches().size() == 2 && parallel.attending().size() == 1
                ? parallel
                : sum(from, List.of(branch), node);
    }

    /** The addition of a second branch to the sum of the stream and a first. */
    private Optional<Sum> second(String first, String branch, NodeProto node) {
        Sum half = all.get(same.source(first));
        if (half == null || half.branches().size() != 1 || !dependsOn(branch, half.stream())) {
            return Optional.empty();
        }
        inner.add(half.made());
        return Optional.of(sum(half.stream(), List.of(half.branches().get(0), branch), node));
    }

    private Sum sum(String from, List<String> branches, NodeProto node) {
        Set<String> attending = new HashSet<>();
        for (String branch : branches) {
            if (attends(new Branch(graph, same, from, branch))) {
                attending.add(branch);
            }
        }
        return new Sum(from, branches, attending, node.getOutput(0));
    }

    /** The two of which a branch is the sum, if it is. */
    private List<String> summands(String branch, String from) {
        Optional<NodeProto> sum = graph.maker(same.source(branch)).map(graph::node);
        if (sum.isPresent() && sum.get().getOpType().equals("Add")) {
            List<String> parts = new ArrayList<>();
            for (String input : sum.get().getInputList()) {
                if (dependsOn(same.origin(input), from)) {
                    parts.add(same.origin(input));
                }
            }
            if (parts.size() == 2 && !dependsOn(parts.get(0), parts.get(1)) && !dependsOn(parts.get(1), parts.get(0))) {
                return parts;
            }
        }
        return List.of(branch);
    }

    private boolean dependsOn(String tensor, String other) {
        return !tensor.equals(other) && graph.dependsOn(tensor, other);
    }

    /**
     * Queries are multiplied with keys before the softmax, which may be those of an earlier block (Gemma 4); that of a router of experts
     * has no such product before it.
     */
    private boolean attends(Branch branch) {
        return branch.nodes().anyMatch(n -> graph.node(n).getOpType().endsWith("Attention"))
                || branch.ofType("Softmax").stream()
                        .anyMatch(softmax -> branch.ofType("MatMul").stream()
                                .anyMatch(product -> product < softmax
                                        && graph.node(product).getInputList().stream()
                                                .allMatch(ofTokens::contains)));
    }
}
