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
     * Understands an {@code .onnx} file, and a folder with graphs in it or in its folder {@code onnx}.
     *
     * @param file which of a folder's graphs; empty for {@code model.onnx}, or the only one
     * @throws UserError if there is no such path, no such graph in it, or several without one of the usual name
     */
    static ModelFiles locate(Path path, Optional<String> file) {
        if (!Files.exists(path)) {
            throw new UserError(path + ": there is no such file or folder");
        }
        if (!Files.isDirectory(path)) {
            file.filter(name -> !path.endsWith(name)).ifPresent(name -> {
                throw new UserError(path + ": this is a file, so model.file: " + name
                        + " has nothing to choose from; leave it out, or give the folder as the path");
            });
            return of(path);
        }
        return of(file.map(name -> named(path, name))
                .or(() -> graph(path))
                .orElseThrow(() -> new UserError(path + ": the folder has neither model.onnx nor onnx/model.onnx; "
                        + (graphsIn(path).isEmpty()
                                ? "export the model to ONNX first, or give the path of a .onnx file"
                                : "choose one with model.file: " + listed(path)))));
    }

    /** The file whose name says that it is a graph: the path itself, or the one in the folder that is taken unasked. */
    static Optional<Path> graph(Path path) {
        if (!Files.isDirectory(path)) {
            return Optional.of(path).filter(file -> file.toString().endsWith(".onnx") && Files.isRegularFile(file));
        }
        List<String> all = graphsIn(path);
        return Stream.of("model.onnx", "onnx/model.onnx")
                .filter(all::contains)
                .findFirst()
                .or(() -> Optional.of(all).filter(only -> only.size() == 1).map(only -> only.get(0)))
                .map(path::resolve);
    }

    /** The graph of a name, given from the folder or from its folder {@code onnx}. */
    private static Path named(Path folder, String name) {
        List<String> all = graphsIn(folder);
        return Stream.of(name, "onnx/" + name)
                .filter(all::contains)
                .findFirst()
                .map(folder::resolve)
                .orElseThrow(() -> all.isEmpty()
                        ? new UserError(folder + ": there is no graph '" + name + "', nor any other .onnx file")
                        : UserError.unknown(folder.toString(), "graph", name, all));
    }

    /** Says what else the folder of a graph offers. */
    static Optional<String> others(Path path, Path taken) {
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        List<String> others = graphsIn(path).stream()
                .filter(name -> !path.resolve(name).equals(taken))
                .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of("the graph is " + path.relativize(taken) + "; model.file chooses another: "
                        + String.join(", ", others));
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

    private static String listed(Path folder) {
        return String.join(", ", graphsIn(folder));
    }

    /** Graphs in a folder and in its folder {@code onnx}, by their place from it. */
    private static List<String> graphsIn(Path folder) {
        List<String> found = new ArrayList<>();
        for (String place : List.of("", "onnx/")) {
            if (Files.isDirectory(folder.resolve(place))) {
                try (Stream<Path> files = Files.list(folder.resolve(place))) {
                    files.filter(file -> file.getFileName().toString().endsWith(".onnx") && Files.isRegularFile(file))
                            .map(file -> place + file.getFileName())
                            .sorted()
                            .forEach(found::add);
                } catch (IOException e) {
                    throw new UserError(folder.resolve(place) + ": the folder cannot be read: " + e.getMessage(), e);
                }
            }
        }
        return found;
    }
}
