package org.noisefloor.plugin.sae.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;

/** What a path at which no layout finds anything seems to be, and what to do about it. */
final class Suspects {
    private static final String TABLE = "docs/saes.md lists the layouts that are read";
    /** A name on the Hub, or a release and an id as SAELens writes them, and not the beginning of a path. */
    private static final Pattern HUB = Pattern.compile("[\\w.-]+(/[\\w.-]+){1,4}");

    /** The file that makes a layout of what else lies there. */
    private static final Map<String, String> PARTNERS = Map.of(
            "cfg.json", "sae_weights.safetensors (SAELens) or sae.safetensors (sparsify)",
            "sae_weights.safetensors", "cfg.json",
            "sae.safetensors", "cfg.json",
            "ae.pt", "config.json of dictionary_learning, which says what the weights are",
            "hyperparams.json", "checkpoints/final.safetensors");

    private Suspects() {}

    /** @throws UserError if nothing lies there */
    static void checkThere(Path path) {
        if (Files.exists(path)) {
            return;
        }
        Path folder = path.getParent();
        boolean inFolder = folder != null && Files.isDirectory(folder);
        String nearest = folder != null && inFolder ? nearest(folder, String.valueOf(path.getFileName())) : "";
        boolean hub = folder == null
                || (!inFolder
                        && HUB.matcher(path.toString().replaceFirst("^.*?/(?=[\\w.-]+/[\\w.-]+$)", ""))
                                .matches());
        throw new UserError(path + ": there is no such file or folder" + nearest
                + (hub
                        ? "; if this is a name on the Hugging Face Hub, download it first (hf download NAME --local-dir"
                                + " FOLDER) and give the folder"
                        : ""));
    }

    private static String nearest(Path folder, String name) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
            return UserError.nearest(name, names)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("");
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return "";
        }
    }

    /** Of something that lies there. */
    static UserError unknown(Source source) {
        return source.isFolder() ? folder(source) : file(source);
    }

    private static UserError file(Source source) {
        String found = source.tensors().tensors().keySet().stream().limit(6).collect(Collectors.joining(", "));
        return new UserError(
                source.path() + ": no known layout of an SAE has these tensors (" + found + " …); " + TABLE);
    }

    private static UserError folder(Source source) {
        Path folder = source.path();
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            throw new UserError(folder + ": this folder cannot be read (" + unreadable.getMessage() + ")", unreadable);
        }
        return new UserError(folder + ": " + said(names, folder) + "; " + TABLE);
    }

    private static String said(List<String> names, Path folder) {
        if (names.isEmpty()) {
            return "this folder is empty";
        }
        if (names.contains("config.json")
                && names.stream()
                        .anyMatch(name -> name.matches("model.*\\.safetensors|pytorch_model.*\\.bin|model\\.onnx"))) {
            return "this is a language model (config.json and weights), not an SAE; it belongs under model.path";
        }
        if (names.stream()
                .anyMatch(name -> name.matches("optimizer\\.pt|trainer_state\\.json|.*activation_scaler.*"))) {
            return "this is a checkpoint of a training (" + shown(names)
                    + "); save the SAE for inference, or give the folder that holds cfg.json and its weights";
        }
        for (Map.Entry<String, String> each : new java.util.TreeMap<>(PARTNERS).entrySet()) {
            if (names.contains(each.getKey())) {
                return each.getKey() + " lies here without " + each.getValue() + " (found " + shown(names) + ")";
            }
        }
        List<String> files = names.stream()
                .filter(name -> name.matches(".*\\.(pt|pth|safetensors|npz)"))
                .toList();
        if (!files.isEmpty()) {
            return "this folder holds " + shown(files) + "; give the one file of the SAE";
        }
        List<String> inside = names.stream()
                .filter(name -> Files.isDirectory(folder.resolve(name)))
                .toList();
        return inside.isEmpty()
                ? "no known layout of an SAE has these files (" + shown(names) + ")"
                : "this folder holds no SAE but other folders (" + shown(inside)
                        + "); give the folder of one SAE, such as " + folder.resolve(inside.get(0));
    }

    private static String shown(List<String> names) {
        return names.stream().limit(6).collect(Collectors.joining(", ")) + (names.size() > 6 ? " …" : "");
    }
}
