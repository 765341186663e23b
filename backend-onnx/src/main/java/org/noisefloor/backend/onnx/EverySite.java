package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.SitePlace;

/**
 * All tensors of a graph that are floats [batch, sequence, width], by their own names, and where each lies.
 *
 * <p>Their shapes are what ONNX Runtime infers for a batch of sizes that no model has inside: that tells [batch, sequence, width] from
 * [batch × heads, sequence, width] without a weight.
 */
final class EverySite {
    private static final BatchShape UNCOMMON = BatchShape.of(23, 29);

    private final ModelGraph model;
    private final Map<String, Site> sites = new LinkedHashMap<>();

    EverySite(ModelGraph model) {
        this.model = model;
        OnnxGraph graph = model.graph();
        FixedShape fixed = model.inputs().fixed();
        BatchShape batch = BatchShape.of(
                fixed.sequences().orElse(UNCOMMON.sequences()), fixed.length().orElse(UNCOMMON.length()));
        TensorTypes types = TensorTypes.sized(
                model.file().path(), graph, model.inputs().declaredFor(batch).values(), model.environment());
        String logits = model.logits().tensor();
        graph.ancestors(List.of(logits)).stream()
                .mapToObj(graph::node)
                .flatMap(node -> node.getOutputList().stream())
                .filter(tensor -> !tensor.isEmpty() && !tensor.equals(logits))
                .forEach(tensor -> types.of(tensor)
                        .filter(type -> type.isFloat() && type.isRows(batch))
                        .ifPresent(type -> sites.put(tensor, Site.of(tensor, tensor, type.last()))));
    }

    /** By their names, in order. */
    Map<String, Site> sites() {
        return sites;
    }

    /** @param named sites with TransformerLens names, which stand under these */
    List<SitePlace> listed(Collection<Site> named, List<StreamBlock> blocks) {
        OnnxGraph graph = model.graph().with(model.insertions().values());
        TensorTypes types = model.types().with(model.insertions().values());
        Places places = new Places(graph, types, blocks);
        Map<String, List<Site>> byTensor = new LinkedHashMap<>();
        named.forEach(site -> byTensor.computeIfAbsent(site.tensor(), tensor -> new ArrayList<>())
                .add(site));
        sites.values().forEach(site -> byTensor.putIfAbsent(site.tensor(), List.of(site)));
        return byTensor.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(graph.flow()))
                .flatMap(tensor -> tensor.getValue().stream())
                .map(site -> SitePlace.of(site)
                        .element(types.of(site.tensor())
                                .map(TensorTypes.Type::precision)
                                .orElse(""))
                        .place(places.of(site.tensor()))
                        .maker(maker(site.tensor())))
                .toList();
    }

    private String maker(String tensor) {
        return model.graph()
                .maker(tensor)
                .map(n -> described(model.graph().node(n)))
                .orElse("put in where it is cut");
    }

    private static String described(NodeProto node) {
        String text = node.getName().isEmpty() ? node.getOpType() : node.getOpType() + " " + node.getName();
        for (StringStringEntryProto entry : node.getMetadataPropsList()) {
            String[] scopes = entry.getValue().split("'", -1); // ['', 'model', 'model.layers.0', 'linear_3']
            if (entry.getKey().equals(OnnxFile.SCOPES) && scopes.length >= 6) {
                return text + " in " + scopes[scopes.length - 4];
            }
        }
        return text;
    }
}
