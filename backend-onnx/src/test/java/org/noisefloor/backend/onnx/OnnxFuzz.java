package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.noisefloor.testkit.fuzz.Campaign;
import org.noisefloor.testkit.fuzz.HostileFiles;
import org.noisefloor.testkit.fuzz.Mutator;

/**
 * Reads graphs that are nearly right, in turns with other bytes and with other nodes and weights: parsed, put in order, checked, and taken
 * apart, as far as it goes before ONNX Runtime, which is native code of others, is shown anything. {@code OnnxFuzz MODELS FIRST COUNT}; the same
 * number is always the same graph.
 */
public final class OnnxFuzz {
    private static final List<String> OPERATORS = List.of(
            "If",
            "Loop",
            "SkipLayerNormalization",
            "SkipSimplifiedLayerNormalization",
            "MatMul",
            "Add",
            "Constant",
            "");
    private static final long[] NUMBERS = {0, 1, -1, 2, 255, Integer.MAX_VALUE, 1L << 33, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private final HostileFiles hostile;
    private final List<ModelProto> models = new ArrayList<>();
    private final Mutator bytes;

    /**
     * @param right folders with a graph each
     * @param work an empty folder
     */
    OnnxFuzz(List<Path> right, Path work) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path folder : right) {
            byte[] graph = Files.readAllBytes(folder.resolve("model.onnx"));
            seeds.add(graph);
            models.add(ModelProto.parseFrom(graph));
            Path data = folder.resolve("model.onnx.data");
            if (Files.exists(data)) {
                Files.copy(data, work.resolve("model.onnx.data"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        this.bytes = new Mutator(seeds);
        this.hostile = new HostileFiles(work.resolve("model.onnx"), work, OnnxFuzz::read);
    }

    public static void main(String[] args) throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(args[0]))) {
            List<Path> right = folders.filter(Files::isDirectory).sorted().toList();
            OnnxFuzz fuzz = new OnnxFuzz(right, Files.createTempDirectory("noisefloor-onnx-fuzz"));
            Campaign.run("ONNX graphs", Long.parseLong(args[1]), Long.parseLong(args[2]), 1, fuzz::check);
        }
    }

    /** @return how many were refused */
    long check(long first, long count) {
        long refused = 0;
        for (long number = first; number < first + count; number++) {
            try {
                refused += hostile.check(number % 4 == 0 ? bytes.file(number) : changed(number)) ? 0 : 1;
            } catch (Throwable failed) {
                throw new AssertionError("graph number " + number + ": " + failed, failed);
            }
        }
        return refused;
    }

    private static void read(Path folder) {
        Path path = folder.resolve("model.onnx");
        OnnxFile file = OnnxFile.read(path);
        OnnxGraph graph = FirstPass.of(new OnnxGraph(path, file.model()));
        SkipNorms norms = new SkipNorms(graph);
        OnnxGraph apart = norms.apart();
        norms.together(apart, List.of());
        apart.inputs().values().forEach(TensorTypes::declared);
        apart.tensors().forEach(apart::isFed);
        apart.ancestors(apart.outputs());
        Mixing.of(apart);
    }

    private byte[] changed(long number) {
        Random random = new Random(number);
        ModelProto.Builder model = models.get(random.nextInt(models.size())).toBuilder();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            if (random.nextInt(3) == 0 && model.getGraph().getInitializerCount() > 0) {
                changeWeight(model.getGraphBuilder(), random);
            } else if (model.getGraph().getNodeCount() > 0) {
                changeNodes(model.getGraphBuilder(), random);
            }
        }
        return model.build().toByteArray();
    }

    private static void changeWeight(GraphProto.Builder graph, Random random) {
        int which = random.nextInt(graph.getInitializerCount());
        TensorProto.Builder weight = graph.getInitializerBuilder(which);
        switch (random.nextInt(8)) {
            case 0 -> weight.addDims(number(random));
            case 1 -> weight.clearDims();
            case 2 -> weight.setDataType(random.nextInt(40) - 1);
            case 3 -> weight.clearRawData();
            case 4 -> weight.setName(tensor(graph, random));
            case 5 -> graph.removeInitializer(which);
            case 6 -> {
                if (weight.getDimsCount() > 0) {
                    weight.setDims(random.nextInt(weight.getDimsCount()), number(random));
                }
            }
            default -> {
                weight.setDataLocation(TensorProto.DataLocation.EXTERNAL);
                weight.addExternalData(entry("location", random.nextBoolean() ? "model.onnx.data" : "../\u0000/x"));
                weight.addExternalData(entry("offset", Long.toString(number(random))));
                weight.addExternalData(entry("length", random.nextBoolean() ? Long.toString(number(random)) : "many"));
            }
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static void changeNodes(GraphProto.Builder graph, Random random) {
        int which = random.nextInt(graph.getNodeCount());
        NodeProto.Builder node = graph.getNodeBuilder(which);
        switch (random.nextInt(12)) {
            case 0 -> graph.removeNode(which);
            case 1 -> graph.addNode(random.nextInt(graph.getNodeCount()), node.build());
            case 2 -> node.setOpType(OPERATORS.get(random.nextInt(OPERATORS.size())));
            case 3 -> node.clearInput();
            case 4 -> node.clearOutput();
            case 5 -> node.addInput(tensor(graph, random));
            case 6 -> node.addOutput(tensor(graph, random));
            case 7 -> {
                if (node.getInputCount() > 0) {
                    node.setInput(random.nextInt(node.getInputCount()), tensor(graph, random));
                }
            }
            case 8 -> {
                if (node.getOutputCount() > 0) {
                    node.setOutput(random.nextInt(node.getOutputCount()), tensor(graph, random));
                }
            }
            case 9 -> {
                // a branch that is what Optimum's merged decoders have, with results that may not fit
                node.setOpType("If").clearInput().addInput(ModelInputs.BRANCH);
                GraphProto.Builder branch =
                        GraphProto.newBuilder().addNode(graph.getNode(random.nextInt(graph.getNodeCount())));
                if (random.nextBoolean()) {
                    branch.addOutputBuilder().setName(tensor(graph, random));
                }
                node.addAttribute(
                        AttributeProto.newBuilder().setName("else_branch").setG(branch));
            }
            case 10 -> node.clearAttribute();
            default -> {
                if (random.nextBoolean() && graph.getInputCount() > 0) {
                    graph.removeInput(random.nextInt(graph.getInputCount()));
                } else {
                    graph.clearOutput();
                }
            }
        }
    }

    private static long number(Random random) {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    /** Any name of the graph, or none. */
    private static String tensor(GraphProto.Builder graph, Random random) {
        NodeProto node = graph.getNode(random.nextInt(graph.getNodeCount()));
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "nothing\n";
            case 2 -> ModelInputs.BRANCH;
            case 3, 4 -> node.getInputCount() == 0 ? "" : node.getInput(random.nextInt(node.getInputCount()));
            default -> node.getOutputCount() == 0 ? "" : node.getOutput(0);
        };
    }
}
