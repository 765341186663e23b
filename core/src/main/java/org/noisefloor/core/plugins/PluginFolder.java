package org.noisefloor.core.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Folders;
import org.noisefloor.files.ProcessFolder;

/** A plugins folder as it is changed: what comes is verified first and moved in place at once, so that nobody ever sees half a plugin. */
public record PluginFolder(Path folder) {
    /** In front of the name of what is out of use; whatever starts with a dot is passed over. */
    private static final String DISABLED = ".disabled-";

    /** Begins the name of where a process puts what comes, and in {@link #OLD} what gives way. */
    private static final String STAGING = ".staging-";

    private static final String OLD = ".old";

    /** Something in the folder, with what its manifest says. */
    private record Installed(Path path, String plugin) {
        boolean is(String name) {
            return plugin.equals(name) || path.getFileName().toString().equals(name);
        }
    }

    /**
     * Installs a jar or a folder of jars: a copy is verified, and it is this copy that is moved in place.
     *
     * @param replace whether a plugin of the same id gives way
     * @param trial asked of each of its providers
     * @return its place
     * @throws UserError with everything that is wrong with it
     */
    public Path install(Path file, boolean replace, Verification.Trial trial) {
        return changing(() -> {
            Files.createDirectories(folder);
            Path staging = staging();
            try {
                Path copy = Verification.stage(file, staging);
                Path target = folder.resolve(copy.getFileName());
                String plugin = verified(Verification.inFolder(staging, file, trial), file);
                exchange(givingWay(plugin, target, replace), staging, target);
                return target;
            } finally {
                Folders.delete(staging);
            }
        });
    }

    /** @return the plugin's id */
    private static String verified(Verification verified, Path file) {
        if (!verified.findings().isEmpty()) {
            throw UserError.all(verified.findings().stream()
                    .map(finding -> new UserError(file + ": " + finding))
                    .toList());
        }
        return verified.entries().get(0).plugin();
    }

    private List<Installed> givingWay(String plugin, Path target, boolean replace) {
        List<Installed> old = installed("").stream()
                .filter(each -> each.plugin().equals(plugin))
                .toList();
        if (!old.isEmpty() && !replace) {
            throw new UserError("plugin '" + plugin + "' is installed already ("
                    + old.get(0).path().getFileName() + "); --replace puts this one in its place");
        }
        if (Files.exists(target) && old.stream().noneMatch(each -> each.path().equals(target))) {
            throw new UserError(target + " is there already and is another plugin; give the file another name");
        }
        return old;
    }

    private void exchange(List<Installed> old, Path staging, Path target) throws IOException {
        try {
            for (Installed each : old) {
                move(each.path(), staging.resolve(OLD));
            }
            move(staging.resolve(Objects.requireNonNull(target.getFileName())), folder);
        } catch (IOException failed) {
            putBack(staging);
            throw failed;
        }
    }

    /** An empty one of this process. */
    private Path staging() throws IOException {
        Path staging = ProcessFolder.of(folder.resolve(STAGING));
        Files.createDirectories(staging.resolve(OLD));
        return staging;
    }

    private static void move(Path path, Path into) throws IOException {
        Files.move(path, into.resolve(path.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What was to give way is there again, unless what was to come is in its place. */
    private void putBack(Path staging) throws IOException {
        List<Path> staged = children(staging);
        if (staged.stream().allMatch(each -> each.endsWith(OLD))) {
            return;
        }
        for (Path old : children(staging.resolve(OLD))) {
            if (!Files.exists(folder.resolve(old.getFileName()))) {
                move(old, folder);
            }
        }
    }

    /** Undoes what was under way in processes that were killed. */
    private void settle() throws IOException {
        for (Path left : ProcessFolder.left(folder.resolve(STAGING))) {
            putBack(left);
            Folders.delete(left);
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    /**
     * Removes a plugin.
     *
     * @param name its id, or the name of its file or folder
     * @return what is gone
     */
    public Path remove(String name) {
        return changing(() -> {
            Path path = one("plugins remove", name, installed("")).path();
            // moved first: a folder that is half removed would be a plugin that lacks something
            Path staging = staging();
            move(path, staging.resolve(OLD));
            Folders.delete(staging);
            return path;
        });
    }

    /** Takes a plugin out of use, and leaves it where it is. */
    public Path disable(String name) {
        return changing(() -> {
            Path path = one("plugins disable", name, installed("")).path();
            return Files.move(path, folder.resolve(DISABLED + path.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /** Brings it back. */
    public Path enable(String name) {
        return changing(() -> {
            Path path = one("plugins enable", name, installed(DISABLED)).path();
            Path target = folder.resolve(path.getFileName().toString().substring(DISABLED.length()));
            if (Files.exists(target)) {
                throw new UserError("plugins enable: " + target + " is there already; move one of them away");
            }
            return Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /** The ids of plugins that are out of use, or the names of their files. */
    public List<String> disabled() {
        return installed(DISABLED).stream()
                .map(each -> each.plugin().isEmpty()
                        ? each.path().getFileName().toString().substring(DISABLED.length())
                        : each.plugin())
                .toList();
    }

    private static Installed one(String command, String name, List<Installed> all) {
        List<Installed> meant = all.stream()
                .filter(each -> each.is(name) || each.is(DISABLED + name))
                .toList();
        if (meant.isEmpty()) {
            throw UserError.unknown(
                    command,
                    "plugin",
                    name,
                    all.stream()
                            .map(each -> each.plugin().isEmpty()
                                    ? each.path().getFileName().toString()
                                    : each.plugin())
                            .toList());
        }
        if (meant.size() > 1) {
            throw new UserError(command + ": plugin '" + name + "' is there more than once; name one of the files: "
                    + String.join(
                            ", ",
                            meant.stream()
                                    .map(each -> each.path().getFileName().toString())
                                    .toList()));
        }
        return meant.get(0);
    }

    /** @param prefix of the names; empty for what is in use */
    private List<Installed> installed(String prefix) {
        try {
            return children(folder).stream()
                    .filter(each -> prefix.isEmpty()
                            ? !each.getFileName().toString().startsWith(".")
                            : each.getFileName().toString().startsWith(prefix))
                    .flatMap(each -> installed(each).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<Installed> installed(Path path) {
        if (!Files.isDirectory(path) && !path.toString().endsWith(".jar")) {
            return Optional.empty();
        }
        try (Candidate candidate = Candidate.of(path)) {
            return Optional.of(new Installed(path, candidate.claim().id()));
        } catch (Refused noPlugin) {
            return Optional.of(new Installed(path, ""));
        }
    }

    /** Something that changes the folder. */
    private interface Change {
        Path make() throws IOException;
    }

    private Path changing(Change change) {
        try {
            settle();
            return change.make();
        } catch (IOException failed) {
            throw new UserError("the plugins folder " + folder + " cannot be changed (" + failed + ")", failed);
        }
    }
}
