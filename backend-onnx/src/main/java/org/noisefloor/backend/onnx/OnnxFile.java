package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Unreadable;
import org.noisefloor.files.tensor.FileKind;

/**
 * A parsed {@code .onnx} file whose weights have been checked to be there in full.
 *
 * @param folder what the places of external data in the model are relative to
 * @param dataFiles the external data files by the name that the file gives them
 */
record OnnxFile(Path path, Path folder, ModelProto model, Map<String, Path> dataFiles) {
    /** Where PyTorch's dynamo exporter says of which module a node is; the last of the names is the node's own. */
    static final String SCOPES = "pkg.torch.onnx.name_scopes";

    private static final Map<String, Integer> INPUTS =
            Map.of("If", 1, "SkipLayerNormalization", 3, "SkipSimplifiedLayerNormalization", 3);

    /** @throws UserError if the file is not ONNX, is cut short, or lacks its data */
    static OnnxFile read(Path path) {
        ModelProto model = withoutNotes(NodeOrder.sorted(path, parse(path)));
        GraphProto graph = model.getGraph();
        if (model.getIrVersion() < 1 || graph.getNodeCount() == 0) {
            throw new UserError(path + ": this is not an ONNX file: it has no graph");
        }
        graph.getNodeList().forEach(node -> checkSize(path, node));
        Path folder = path.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new UserError(path + ": a file was expected");
        }
        Map<String, Path> dataFiles = new LinkedHashMap<>();
        for (TensorProto weight : graph.getInitializerList()) {
            if (weight.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                checkExternal(path, folder, weight, dataFiles);
            } else if (weight.hasRawData()) {
                long expected = bytes(weight);
                if (expected >= 0 && weight.getRawData().size() != expected) {
                    throw new UserError(
                            path + ": the weight '" + weight.getName() + "' of shape " + weight.getDimsList()
                                    + " should have " + expected + " bytes, but has "
                                    + weight.getRawData().size());
                }
            }
        }
        return behindLinks(new OnnxFile(path, folder, model, dataFiles));
    }

    /**
     * Without most of what exporters note at nodes, stack traces before all: of PyTorch's export it is nine tenths of a file whose weights lie
     * beside it, and each part of a graph would take it along.
     */
    private static ModelProto withoutNotes(ModelProto model) {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
        for (NodeProto node : model.getGraph().getNodeList()) {
            NodeProto.Builder bare = node.toBuilder().clearDocString().clearMetadataProps();
            node.getMetadataPropsList().stream()
                    .filter(note -> note.getKey().equals(SCOPES))
                    .forEach(bare::addMetadataProps);
            graph.addNode(bare);
        }
        return model.toBuilder().setGraph(graph).build();
    }

    /**
     * ONNX Runtime follows no link out of the folder that it is given for the parts of a graph. So where data lies behind links, as in
     * a download cache, the parts name the files themselves, from the folder that holds all of them.
     */
    private static OnnxFile behindLinks(OnnxFile file) {
        Map<String, Path> real = new LinkedHashMap<>();
        file.dataFiles().forEach((name, data) -> real.put(name, real(data)));
        Path home = real(file.folder());
        if (real.values().stream().allMatch(data -> data.startsWith(home))) {
            return file;
        }
        Path common = real.values().stream().reduce(home, OnnxFile::common);
        ModelProto.Builder model = file.model().toBuilder();
        for (TensorProto.Builder weight : model.getGraphBuilder().getInitializerBuilderList()) {
            for (StringStringEntryProto.Builder entry : weight.getExternalDataBuilderList()) {
                Path data = entry.getKey().equals("location") ? real.get(entry.getValue()) : null;
                if (data != null) {
                    entry.setValue(common.relativize(data).toString());
                }
            }
        }
        return new OnnxFile(file.path(), common, model.build(), file.dataFiles());
    }

    /** The deepest folder above both. */
    private static Path common(Path folder, Path file) {
        Path common = folder;
        while (common.getParent() != null && !file.startsWith(common)) {
            common = common.getParent();
        }
        return common;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw Unreadable.file(path, e);
        }
    }

    /** Parses without copying the weights: they stay in the mapped file. */
    private static ModelProto parse(Path path) {
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer start = ByteBuffer.allocate(64);
            channel.read(start, 0);
            FileKind.failedDownload(start.flip()).ifPresent(what -> {
                throw new UserError(path + ": " + what);
            });
            if (channel.size() > Integer.MAX_VALUE) {
                throw new UserError(path + ": the file has " + channel.size()
                        + " bytes, more than the 2 GiB of an ONNX file; export the model with external data");
            }
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            in.enableAliasing(true);
            return ModelProto.parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            throw new UserError(path + ": this is not an ONNX file, or it is cut short (" + firstSentence(e) + ")", e);
        } catch (IOException e) {
            throw Unreadable.file(path, e);
        }
    }

    /** Nodes that are taken apart here, before ONNX Runtime has seen the graph: they must have what is taken. */
    private static void checkSize(Path path, NodeProto node) {
        int inputs = INPUTS.getOrDefault(node.getOpType(), 0);
        if (node.getInputCount() < inputs || (inputs > 0 && node.getOutputCount() == 0)) {
            throw new UserError(path + ": the node '" + node.getName() + "' is a " + node.getOpType() + " of "
                    + node.getInputCount() + " inputs and " + node.getOutputCount() + " outputs, but needs at least "
                    + inputs
                    + " and one; export the model anew");
        }
        for (AttributeProto branch : node.getAttributeList()) {
            if (node.getOpType().equals("If")
                    && branch.hasG()
                    && branch.getG().getOutputCount() != node.getOutputCount()) {
                throw new UserError(path + ": the node '" + node.getName() + "' is an If of " + node.getOutputCount()
                        + " outputs, but its " + branch.getName() + " gives "
                        + branch.getG().getOutputCount()
                        + "; export the model anew");
            }
        }
    }

    private static void checkExternal(Path path, Path folder, TensorProto weight, Map<String, Path> dataFiles) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (StringStringEntryProto entry : weight.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        String location = entries.getOrDefault("location", "");
        Path data;
        try {
            data = folder.resolve(location).normalize();
        } catch (InvalidPathException e) {
            throw new UserError(path + ": the data file of the weight '" + weight.getName() + "' has no valid name", e);
        }
        if (location.isEmpty() || Path.of(location).isAbsolute() || !data.startsWith(folder) || data.equals(folder)) {
            throw new UserError(path + ": the data file '" + location + "' of the weight '" + weight.getName()
                    + "' must lie in the folder of the model");
        }
        if (!Files.isRegularFile(data)) {
            throw new UserError(path + ": its data file " + data + " is missing" + neighbours(folder));
        }
        if (dataFiles.putIfAbsent(location, data) == null) {
            checkLink(data, path, folder);
        }
        try {
            long size = Files.size(data);
            long offset = Long.parseLong(entries.getOrDefault("offset", "0"));
            long expected = bytes(weight);
            long length = Long.parseLong(entries.getOrDefault("length", Long.toString(Math.max(expected, 0))));
            if (expected >= 0 && length != expected) {
                throw new UserError(path + ": the weight '" + weight.getName() + "' of shape " + weight.getDimsList()
                        + " should have " + expected + " bytes, but is given " + length);
            }
            if (offset < 0 || length < 0 || offset > size - length) {
                throw new UserError(data + ": the file is cut short: the weight '" + weight.getName()
                        + "' ends at byte " + (offset + length) + ", the file at " + size);
            }
        } catch (NumberFormatException e) {
            throw new UserError(
                    path + ": offset and length of the weight '" + weight.getName() + "' must be numbers", e);
        } catch (IOException e) {
            throw Unreadable.file(data, e);
        }
    }

    /** As ONNX Runtime does with a graph that it opens by its path: no file may make it read another one from anywhere. */
    private static void checkLink(Path data, Path path, Path folder) {
        Path target = real(data);
        Path graph = real(path);
        if (!target.startsWith(real(folder)) && !target.startsWith(graph.resolveSibling(""))) {
            throw new UserError(data + ": the data file is a link to " + target
                    + ", which is neither in the model's folder nor beside the file of the graph itself (" + graph
                    + "), and ONNX Runtime follows no other link; copy the data into the folder");
        }
    }

    /** Bytes of a weight by its shape and type; −1 for types that are not made of whole bytes. */
    static long bytes(TensorProto weight) {
        int width = switch (weight.getDataType()) {
            case TensorProto.DataType.FLOAT_VALUE,
                    TensorProto.DataType.INT32_VALUE,
                    TensorProto.DataType.UINT32_VALUE -> 4;
            case TensorProto.DataType.DOUBLE_VALUE,
                    TensorProto.DataType.INT64_VALUE,
                    TensorProto.DataType.UINT64_VALUE -> 8;
            case TensorProto.DataType.FLOAT16_VALUE,
                    TensorProto.DataType.BFLOAT16_VALUE,
                    TensorProto.DataType.INT16_VALUE,
                    TensorProto.DataType.UINT16_VALUE -> 2;
            case TensorProto.DataType.BOOL_VALUE, TensorProto.DataType.INT8_VALUE, TensorProto.DataType.UINT8_VALUE ->
                1;
            default -> -1;
        };
        if (width < 0) {
            return -1;
        }
        long bytes = width;
        for (long dimension : weight.getDimsList()) {
            if (dimension < 0 || (dimension > 0 && bytes > Long.MAX_VALUE / dimension)) {
                return -1;
            }
            bytes *= dimension;
        }
        return bytes;
    }

    private static String neighbours(Path folder) {
        List<String> names = new ArrayList<>();
        try (var files = Files.list(folder)) {
            Set<String> sorted = new TreeSet<>();
            files.map(file -> file.getFileName().toString()).forEach(sorted::add);
            names.addAll(sorted);
        } catch (IOException e) {
            return "";
        }
        return " (beside the model: " + String.join(", ", names.subList(0, Math.min(8, names.size()))) + ")";
    }

    private static String firstSentence(Exception e) {
        String message = e.getMessage() == null ? "unreadable" : e.getMessage();
        int stop = message.indexOf(". ");
        return (stop < 0 ? message : message.substring(0, stop)).replaceAll("\\.$", "");
    }
}
