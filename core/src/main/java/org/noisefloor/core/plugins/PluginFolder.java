package org.noisefloor.core.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Folders;

/** A plugins folder as it is changed: what comes is verified first and moved in place at once, so that nobody ever sees half a plugin. */
public record PluginFolder(Path folder) {
    /** In front of the name of what is out of use; whatever starts with a dot is passed over. */
    private static final String DISABLED = ".disabled-";

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
            Path staging = folder.resolve(".staging-" + ProcessHandle.current().pid());
            Folders.delete(staging);
            try {
                Files.createDirectory(staging);
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

    /** Old ones go beside what is new, so that they can come back if that fails. */
    private static void exchange(List<Installed> old, Path staging, Path target) throws IOException {
        List<Path> gone = new ArrayList<>();
        try {
            for (Installed each : old) {
                Files.move(
                        each.path(),
                        staging.resolve("old-" + each.path().getFileName()),
                        StandardCopyOption.ATOMIC_MOVE);
                gone.add(each.path());
            }
            Files.move(
                    staging.resolve(Objects.requireNonNull(target.getFileName())),
                    target,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            for (Path each : gone) {
                Files.move(staging.resolve("old-" + each.getFileName()), each, StandardCopyOption.ATOMIC_MOVE);
            }
            throw failed;
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
            // renamed first: a folder that is half removed would be a plugin that lacks something
            Path going = folder.resolve(".removed-" + path.getFileName());
            Files.move(path, going, StandardCopyOption.ATOMIC_MOVE);
            Folders.delete(going);
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
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> prefix.isEmpty()
                            ? !each.getFileName().toString().startsWith(".")
                            : each.getFileName().toString().startsWith(prefix))
                    .sorted()
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
            return change.make();
        } catch (IOException failed) {
            throw new UserError("the plugins folder " + folder + " cannot be changed (" + failed + ")", failed);
        }
    }
}
