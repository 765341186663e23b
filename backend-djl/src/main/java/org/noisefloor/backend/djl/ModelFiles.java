package org.noisefloor.backend.djl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Hashing;
import org.noisefloor.files.ModelConfig;

/**
 * Where the files of a model are.
 *
 * @param weights {@code model.safetensors}, the index of its shards, or a TorchScript module
 * @param folder where {@code config.json} and its companions are
 */
record ModelFiles(Path weights, Path folder) {
    static final String WHOLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";
    private static final String SCRIPT = ".pt";

    /**
     * Understands a Hugging Face folder, its {@code model.safetensors} or index, and a {@code .pt} file.
     *
     * @throws UserError if there is no such path, or no model in it
     */
    static ModelFiles locate(Path path) {
        if (Files.isRegularFile(path)) {
            Path folder = path.toAbsolutePath().normalize().getParent();
            String name = String.valueOf(path.getFileName());
            if (folder == null || !(name.equals(WHOLE) || name.equals(INDEX) || name.endsWith(SCRIPT))) {
                throw new UserError(path + ": expected a Hugging Face folder with config.json and " + WHOLE
                        + ", or a TorchScript module (.pt)");
            }
            return new ModelFiles(path, folder);
        }
        if (!Files.isDirectory(path)) {
            throw new UserError(path + ": there is no such file or folder");
        }
        Path weights = weightsIn(path)
                .orElseThrow(() -> new UserError(path + ": the folder has neither " + WHOLE + " nor " + INDEX
                        + (Files.exists(path.resolve("pytorch_model.bin"))
                                ? "; pytorch_model.bin is a pickle, which is not read: convert it to safetensors"
                                : "; give a Hugging Face folder with safetensors, or the path of a TorchScript module"
                                        + " (.pt)")));
        return new ModelFiles(weights, path);
    }

    /** What lies at a path, by its name; empty if it is not for this backend. */
    static Optional<String> recognised(Path path) {
        if (Files.isDirectory(path)) {
            return weightsIn(path)
                    .filter(weights -> Files.isRegularFile(path.resolve("config.json")))
                    .map(weights -> String.valueOf(weights.getFileName()));
        }
        String name = String.valueOf(path.getFileName());
        boolean weights =
                (name.equals(WHOLE) || name.equals(INDEX)) && Files.isRegularFile(path.resolveSibling("config.json"));
        return Files.isRegularFile(path) && (weights || name.endsWith(SCRIPT)) ? Optional.of(name) : Optional.empty();
    }

    private static Optional<Path> weightsIn(Path folder) {
        return Stream.of(WHOLE, INDEX)
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    boolean isScript() {
        return weights.toString().endsWith(SCRIPT);
    }

    /** Of files of weights and of those that {@link #config} read. */
    static Hashing digests(List<Path> weights, ModelConfig config) {
        return new Hashing(
                Stream.concat(weights.stream(), config.files().stream()).toList());
    }

    ModelConfig config() {
        return ModelConfig.read(List.of(folder));
    }

    /**
     * What the host is told of the model that these files are.
     *
     * @param config what {@link #config} read
     * @param digests of all files that were opened
     * @param engine what computes it
     * @param notes what there is to say beside what the config says
     */
    ModelInfo info(
            ModelConfig config,
            int vocabulary,
            OptionalInt context,
            Hashing digests,
            Map<String, String> engine,
            List<String> notes) {
        return config.info(vocabulary)
                .context(context)
                .digests(digests)
                .engine(engine)
                .notes(Stream.concat(config.notes(vocabulary).stream(), notes.stream())
                        .toList())
                .build();
    }
}
