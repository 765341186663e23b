package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.noisefloor.api.UserError;

/**
 * Divides the nodes of a graph at some of its tensors.
 *
 * <p>The sites t_1 … t_m are put in the order in which they are made. The <em>level</em> of a node is the largest i for which
 * it depends on t_i, or 0 if it depends on none; part i holds the nodes of level i. A node reads only what levels up to its
 * own have made, so the parts run in order, and everything that depends on t_i has a level of at least i. Hence resuming at
 * t_i means: put another tensor in the place of t_i and run parts i … m again, with what parts 0 … i−1 have made taken
 * from the original run. This holds for any set of sites, also where one does not depend on the other: what is run again
 * without depending on t_i comes out as before.
 *
 * <p>A tensor that is made in one part and read in a later one is carried. Two kinds of nodes are excepted, and join each
 * part that reads them:
 *
 * <ul>
 *   <li>what depends on no matrix of weights (positions, shapes): it costs little, so it is computed anew from the inputs;
 *   <li>what depends on no input (the transposed embeddings of a tied head): carried, it would be a copy of a matrix made
 *       for every batch, and ONNX Runtime could neither compute it once on loading nor fuse it with the node that reads it.
 * </ul>
 *
 * <p>Masks and rotary angles cost little beside the layers of a large model, but not beside those of a small one. A part before all others
 * can make those that several parts read.
 */
final class GraphCut {
    /** The level of what is made before all else, for every part that reads it. */
    static final int BEFOREHAND = -1;

    private final OnnxGraph graph;
    private final TensorTypes types;
    private final List<String> sites;
    private final String logits;
    private final List<Part> parts;

    /**
     * One part that makes something.
     *
     * @param level how many sites must be known before it can run, or {@link #BEFOREHAND}
     * @param nodes places of its nodes in the graph, in order
     * @param inputs the graph's own inputs that it reads
     * @param carried the tensors of earlier parts that it reads, the sites among them
     * @param outputs the sites and logits that it makes, and what later parts read
     */
    record Part(int level, List<Integer> nodes, Set<String> inputs, Set<String> carried, Set<String> outputs) {}

    /**
     * @param tensors where to cut, in any order; each must be made by a node on which the logits depend
     * @param masksOnce whether masks and rotary angles are made beforehand
     */
    GraphCut(OnnxGraph graph, TensorTypes types, Collection<String> tensors, String logits, boolean masksOnce) {
        this.graph = graph;
        this.types = types;
        this.logits = logits;
        this.sites = new TreeSet<>(tensors).stream().sorted(graph.flow()).toList();
        BitSet needed = graph.ancestors(List.of(logits));
        BitSet repeated = cheap();
        repeated.or(constant());
        int[] levels = levels();
        SortedMap<Integer, Set<Integer>> own = new TreeMap<>();
        needed.stream()
                .filter(n -> !repeated.get(n))
                .forEach(n ->
                        own.computeIfAbsent(levels[n], level -> new TreeSet<>()).add(n));
        if (masksOnce && own.size() > 1) {
            Set<Integer> masks = masks(own.values(), repeated);
            masks.forEach(repeated::clear);
            own.put(BEFOREHAND, masks);
        }
        this.parts = parts(own, repeated);
    }

    /** The places of the cuts, in the order in which the data flows. */
    List<String> sites() {
        return sites;
    }

    /** The parts in order of their levels; a level without nodes (two sites next to each other) has none. */
    List<Part> parts() {
        return parts;
    }

    /**
     * Whether what comes of a sequence behind a site follows from what stands there and from its length: nothing else of what was made of
     * tokens passes beside it, of the tokens themselves nothing is read but how many there are, and no node looks at several sequences.
     *
     * @param ids the input that holds the tokens
     */
    boolean isAllThatPasses(String site, String ids) {
        int level = sites.indexOf(site) + 1;
        List<Part> behind = new ArrayList<>(
                parts.stream().filter(part -> part.level() >= level).toList());
        parts.stream()
                .filter(part -> part.level() == BEFOREHAND
                        && behind.stream().anyMatch(each -> !Collections.disjoint(each.carried(), part.outputs())))
                .findFirst()
                .ifPresent(behind::add);
        Set<String> made = new HashSet<>(Set.of(site));
        behind.forEach(part -> made.addAll(part.outputs()));
        AcrossSequences across = new AcrossSequences(graph, types);
        return behind.stream()
                .allMatch(part -> made.containsAll(part.carried())
                        && part.nodes().stream().noneMatch(across::areMet)
                        && part.nodes().stream()
                                .filter(n -> graph.reads(n).contains(ids))
                                .allMatch(n -> graph.node(n).getOpType().equals("Shape")));
    }

    /** The part as a model of its own, with only the weights that it uses. */
    ModelProto model(Part part) {
        GraphProto original = graph.model().getGraph();
        GraphProto.Builder cut = GraphProto.newBuilder().setName(original.getName());
        Set<String> read = new HashSet<>();
        Set<String> made = new HashSet<>();
        for (int n : part.nodes()) {
            NodeProto node = graph.node(n);
            cut.addNode(node);
            read.addAll(graph.reads(n));
            made.addAll(node.getOutputList());
        }
        part.inputs().forEach(name -> cut.addInput(graph.inputs().get(name)));
        for (String name : part.carried()) {
            cut.addInput(types.declaration(name)
                    .orElseThrow(() -> new UserError("the graph cannot be cut there: '" + name
                            + "' would have to be carried across, and is not a tensor")));
        }
        part.outputs()
                .forEach(name -> cut.addOutput(types.declaration(name)
                        .orElseGet(
                                () -> ValueInfoProto.newBuilder().setName(name).build())));
        original.getInitializerList().stream()
                .filter(weight -> read.contains(weight.getName()))
                .forEach(cut::addInitializer);
        // ONNX Runtime puts keys and values for the next token where those of earlier ones were, of which there are
        // none here, unless
        // they are outputs, as in the exported graph; they are never asked for
        original.getOutputList().stream()
                .filter(info -> made.contains(info.getName()) && isOfFusedAttention(info.getName()))
                .filter(info -> !part.outputs().contains(info.getName()))
                .forEach(cut::addOutput);
        original.getValueInfoList().stream()
                .filter(info -> made.contains(info.getName()) && !part.outputs().contains(info.getName()))
                .forEach(cut::addValueInfo);
        // before version 4 of the format, every weight had to be an input too
        return graph.model().toBuilder()
                .setIrVersion(Math.max(4, graph.model().getIrVersion()))
                .setGraph(cut)
                .build();
    }

    private boolean isOfFusedAttention(String tensor) {
        return graph.maker(tensor)
                .map(graph::node)
                .filter(node -> node.getOpType().endsWith("Attention"))
                .isPresent();
    }

    /** For each node the largest i such that it depends on site i, counted from 1; 0 if on none. */
    private int[] levels() {
        int[] levels = new int[graph.size()];
        for (int n = 0; n < levels.length; n++) {
            for (String tensor : graph.reads(n)) {
                int from = graph.maker(tensor).map(maker -> levels[maker]).orElse(0);
                levels[n] = Math.max(levels[n], Math.max(from, sites.indexOf(tensor) + 1));
            }
        }
        return levels;
    }

    /** The nodes that depend on no matrix of weights. */
    private BitSet cheap() {
        return nodesOver(tensor -> graph.weight(tensor).stream().noneMatch(GraphCut::isMatrix));
    }

    /** The nodes that depend on no input. */
    private BitSet constant() {
        return nodesOver(tensor -> !graph.inputs().containsKey(tensor));
    }

    /** The nodes that depend on such weights and inputs only, through no site. */
    private BitSet nodesOver(Predicate<String> sources) {
        BitSet found = new BitSet(graph.size());
        for (int n = 0; n < graph.size(); n++) {
            boolean makesResult = graph.node(n).getOutputList().stream()
                    .anyMatch(tensor -> sites.contains(tensor) || tensor.equals(logits));
            if (!makesResult
                    && graph.reads(n).stream()
                            .allMatch(tensor ->
                                    graph.maker(tensor).map(found::get).orElseGet(() -> sources.test(tensor)))) {
                found.set(n);
            }
        }
        return found;
    }

    /** Embeddings and layers, unlike masks, rotary frequencies and constants. */
    private static boolean isMatrix(TensorProto weight) {
        boolean real = weight.getDataType() != TensorProto.DataType.BOOL_VALUE
                && weight.getDataType() != TensorProto.DataType.INT64_VALUE;
        return real && weight.getDimsList().stream().filter(size -> size > 1).count() >= 2;
    }

    /**
     * The cheap nodes whose result is large and is read at several levels: float32 or bool of three dimensions or more, made of what is fed
     * as whole numbers. What was fed as the past of keys and values is not, since an empty tensor is not worth carrying.
     */
    private Set<Integer> masks(Collection<Set<Integer>> own, BitSet repeated) {
        Set<String> ofFloats = graph.descendants(graph.inputs().keySet().stream()
                .filter(input -> types.of(input).filter(type -> !type.isFloat()).isEmpty())
                .collect(Collectors.toSet()));
        Map<Integer, Integer> timesRead = new TreeMap<>();
        for (Set<Integer> level : own) {
            level.stream()
                    .flatMap(n -> graph.reads(n).stream())
                    .filter(tensor -> graph.isFed(tensor) && !ofFloats.contains(tensor) && isLarge(tensor))
                    .flatMap(tensor -> graph.maker(tensor).stream())
                    .filter(n -> repeated.get(n) && canBeCarried(n))
                    .distinct()
                    .forEach(n -> timesRead.merge(n, 1, Integer::sum));
        }
        timesRead.values().removeIf(times -> times == 1);
        return timesRead.keySet();
    }

    private boolean canBeCarried(int n) {
        return graph.node(n).getOutputList().stream()
                .allMatch(tensor -> tensor.isEmpty() || types.of(tensor).isPresent());
    }

    private boolean isLarge(String tensor) {
        return types.of(tensor)
                .filter(type -> type.rank() > 2 && (type.isFloat32() || type.element() == TensorProto.DataType.BOOL))
                .isPresent();
    }

    private List<Part> parts(SortedMap<Integer, Set<Integer>> own, BitSet repeated) {
        Map<Integer, Gathered> gathered = new TreeMap<>();
        Set<String> wanted = new HashSet<>(sites);
        wanted.add(logits);
        own.forEach((level, nodes) -> {
            Gathered all = new Gathered(nodes, repeated);
            gathered.put(level, all);
            wanted.addAll(all.carried);
        });
        List<Part> parts = new ArrayList<>();
        gathered.forEach((level, all) -> {
            Set<String> outputs = new LinkedHashSet<>();
            all.own.stream()
                    .flatMap(n -> graph.node(n).getOutputList().stream())
                    .filter(wanted::contains)
                    .forEach(outputs::add);
            if (!outputs.isEmpty()) {
                parts.add(new Part(level, List.copyOf(all.nodes), all.inputs, all.carried, outputs));
            }
        });
        return parts;
    }

    /** What a level's own nodes need: the repeated nodes that join them, and what comes from outside. */
    private final class Gathered {
        private final Set<Integer> own;
        private final BitSet repeated;
        private final Set<Integer> nodes;
        private final Set<String> inputs = new LinkedHashSet<>();
        private final Set<String> carried = new LinkedHashSet<>();

        Gathered(Set<Integer> own, BitSet repeated) {
            this.own = own;
            this.repeated = repeated;
            this.nodes = new TreeSet<>(own);
            own.forEach(this::follow);
        }

        /** Follows what a node reads: to the level's own nodes, to repeated ones (which join them), or out of it. */
        private void follow(int n) {
            for (String tensor : graph.reads(n)) {
                if (graph.inputs().containsKey(tensor)) {
                    inputs.add(tensor);
                } else if (graph.maker(tensor).isPresent()) {
                    int maker = graph.maker(tensor).get();
                    if (repeated.get(maker)) {
                        if (nodes.add(maker)) {
                            follow(maker);
                        }
                    } else if (!own.contains(maker)) {
                        carried.add(tensor);
                    }
                }
            }
        }
    }
}
