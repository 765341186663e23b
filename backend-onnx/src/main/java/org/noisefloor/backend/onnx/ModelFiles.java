package org.noisefloor.backend.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;

/**
 * Where the files of a model are.
 *
 * @param onnx the graph
 * @param folders where {@code config.json} and its companions are looked for, in this order: beside the graph, and beside the
 *     folder {@code onnx} in which the graph is
 */
record ModelFiles(Path onnx, List<Path> folders) {

    /**
     * Understands an {@code .onnx} file, and a folder with {@code model.onnx} or {@code onnx/model.onnx}.
     *
     * @throws UserError if there is no such path, or no model in it
     */
    static ModelFiles locate(Path path) {
        if (Files.isRegularFile(path)) {
            return of(path);
        }
        if (!Files.isDirectory(path)) {
            throw new UserError(path + ": there is no such file or folder");
        }
        Optional<Path> graph = graph(path);
        if (graph.isPresent()) {
            return of(graph.get());
        }
        List<String> near = graphsIn(path);
        throw new UserError(path + ": the folder has neither model.onnx nor onnx/model.onnx; "
                + (near.isEmpty()
                        ? "export the model to ONNX first, or give the path of a .onnx file"
                        : "give the path of a file to use another name (there is " + String.join(", ", near) + ")"));
    }

    /** The file whose name says that it is a graph: the path itself, or the one in the folder that is taken unasked. */
    static Optional<Path> graph(Path path) {
        return Files.isDirectory(path)
                ? Stream.of("model.onnx", "onnx/model.onnx")
                        .map(path::resolve)
                        .filter(Files::isRegularFile)
                        .findFirst()
                : Optional.of(path).filter(file -> file.toString().endsWith(".onnx") && Files.isRegularFile(file));
    }

    private static ModelFiles of(Path onnx) {
        Path folder = onnx.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new UserError(onnx + ": a file was expected");
        }
        Path parent = folder.getParent();
        boolean nested = parent != null && folder.endsWith("onnx");
        return new ModelFiles(onnx, nested && parent != null ? List.of(folder, parent) : List.of(folder));
    }

    private static List<String> graphsIn(Path folder) {
        List<String> found = new ArrayList<>();
        for (Path place : List.of(folder, folder.resolve("onnx"))) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.list(place)) {
                    files.filter(file -> file.getFileName().toString().endsWith(".onnx"))
                            .map(file -> folder.relativize(file).toString())
                            .sorted()
                            .limit(8)
                            .forEach(found::add);
                } catch (IOException e) {
                    throw new UserError(place + ": the folder cannot be read: " + e.getMessage(), e);
                }
            }
        }
        return found;
    }
}
