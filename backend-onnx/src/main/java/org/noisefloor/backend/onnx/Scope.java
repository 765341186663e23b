package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The transformer block whose Python module a node comes from, as the exporter wrote it down.
 *
 * <p>The TorchScript exporter, and Optimum with it, writes the path of the module into the node's name
 * ({@code /model/layers.3/mlp/down_proj/MatMul}); the dynamo exporter writes the paths of all enclosing modules into the
 * node's metadata ({@code ['', 'model', 'model.layers.3', 'model.layers.3.mlp', 'mul_7']}).
 *
 * @param container the list of blocks, for instance {@code model.layers}
 * @param block which of them, from 0
 * @param inside the path inside the block, for instance {@code mlp.down_proj}; empty for the block itself
 */
record Scope(String container, int block, String inside) {
    private static final String SCOPES = "pkg.torch.onnx.name_scopes";
    private static final Pattern BLOCK =
            Pattern.compile("((?:[^.]+\\.)*(?:h|layers|blocks|layer))\\.(\\d{1,4})(?:\\.(.+))?");

    static Optional<Scope> of(NodeProto node) {
        return path(node).flatMap(path -> {
            Matcher matcher = BLOCK.matcher(path);
            return matcher.matches()
                    ? Optional.of(new Scope(
                            matcher.group(1),
                            Integer.parseInt(matcher.group(2)),
                            matcher.group(3) == null ? "" : matcher.group(3)))
                    : Optional.empty();
        });
    }

    /** Whether the node stands in the block's own code, outside its parts: that is where the residual stream is added up. */
    boolean isBlockItself() {
        return inside.isEmpty();
    }

    boolean isAttention() {
        return inside.startsWith("attn") || inside.startsWith("self_attn") || inside.startsWith("attention");
    }

    private static Optional<String> path(NodeProto node) {
        for (StringStringEntryProto entry : node.getMetadataPropsList()) {
            if (entry.getKey().equals(SCOPES)) {
                String[] scopes = entry.getValue().split("'");
                // scopes stand between quotes, at 1, 3, 5, …: the last is the operation, the one before it the module
                return scopes.length >= 4 ? Optional.of(scopes[scopes.length - 4]) : Optional.empty();
            }
        }
        int operation = node.getName().lastIndexOf('/');
        return operation <= 0 || node.getName().charAt(0) != '/'
                ? Optional.empty()
                : Optional.of(node.getName().substring(1, operation).replace('/', '.'));
    }
}
