package org.noisefloor.core.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.lang.module.ModuleFinder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;

/**
 * What a plugin's classes name and nobody has: classes, and methods of the plugin API. The JVM looks for them when it comes to the line that
 * needs them, which may be in the middle of a run.
 *
 * <p>Looked through are the provider's class and those that it reaches in its own jar. A library's classes are not: many name what
 * else may be installed, and do without.
 */
final class References {
    private static final int CLASS = 7;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final String API = "org.noisefloor.api.";
    private static final String MADE_BY_THE_HOST = API + "report.";

    /** Of all modules of the JDK: one that has not been added to this process, such as that of the Vector API, is there all the same. */
    private static final Set<String> OF_JDK = ModuleFinder.ofSystem().findAll().stream()
            .flatMap(module -> module.descriptor().packages().stream())
            .collect(Collectors.toUnmodifiableSet());

    private final ClassLoader loader;
    private final String jar;
    private final Set<String> found = new TreeSet<>();
    private final Deque<String> left = new ArrayDeque<>();
    private final Set<String> seen = new LinkedHashSet<>();

    private References(ClassLoader loader, String jar) {
        this.loader = loader;
        this.jar = jar;
    }

    /**
     * A sentence for each thing that is missing.
     *
     * @param jar the address of the jar that is looked through
     * @param providers the names of their classes
     */
    static Set<String> missing(ClassLoader loader, String jar, Collection<String> providers) {
        References references = new References(loader, jar);
        providers.forEach(references::reach);
        while (!references.left.isEmpty()) {
            references.look(references.left.pop());
        }
        return references.found;
    }

    private void reach(String type) {
        if (seen.add(type)) {
            left.push(type);
        }
    }

    private void look(String type) {
        var file = loader.getResource(type.replace('.', '/') + ".class");
        if (file == null || !file.toString().startsWith("jar:" + jar + "!")) {
            return;
        }
        try (InputStream in = file.openStream()) {
            read(type, new ClassReader(in));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (IllegalArgumentException newer) {
            found.add("class " + type + " cannot be looked through (" + newer.getMessage() + ")");
        }
    }

    private void read(String type, ClassReader file) {
        char[] buffer = new char[file.getMaxStringLength()];
        for (int i = 1; i < file.getItemCount(); i++) {
            int at = file.getItem(i);
            if (at == 0) {
                continue; // behind a number of 64 bits, which counts twice
            }
            switch (file.readByte(at - 1)) {
                case CLASS -> named(type, file.readUTF8(at, buffer));
                case METHOD, INTERFACE_METHOD -> {
                    int name = file.getItem(file.readUnsignedShort(at + 2));
                    called(
                            type,
                            file.readClass(at, buffer).replace('/', '.'),
                            file.readUTF8(name, buffer),
                            file.readUTF8(name + 2, buffer));
                }
                default -> {}
            }
        }
    }

    /** @param internal {@code p/A}, or {@code [[Lp/A;} for an array */
    private void named(String type, String internal) {
        String name = internal.startsWith("[") ? internal.replaceAll("^\\[+L?|;$", "") : internal;
        if (internal.startsWith("[") && name.length() == 1) {
            return; // of primitive numbers
        }
        String other = name.replace('/', '.');
        if (OF_JDK.contains(other.substring(0, Math.max(0, other.lastIndexOf('.'))))) {
            return;
        }
        if (load(other)) {
            reach(other);
        } else {
            found.add("class " + type + " uses the class " + other
                    + ", which is neither in its jars nor in the JDK nor in the plugin API; put the jar of its library into"
                    + " the plugin's folder");
        }
    }

    private boolean load(String type) {
        try {
            Class.forName(type, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError missing) {
            return false;
        }
    }

    private void called(String type, String owner, String method, String descriptor) {
        if (owner.startsWith(MADE_BY_THE_HOST) && method.equals("<init>")) {
            found.add("class " + type + " makes a " + owner.substring(owner.lastIndexOf('.') + 1)
                    + " of its own, whose constructor is no part of the plugin API; read the one that the host made, or use a"
                    + " factory of the class");
        } else if (owner.startsWith(API) && load(owner) && !has(owner, method, descriptor)) {
            found.add("class " + type + " calls " + owner.substring(owner.lastIndexOf('.') + 1) + "." + method
                    + descriptor.substring(0, descriptor.indexOf(')') + 1) + ", which plugin API " + Host.apiVersion()
                    + " does not have; get a build for this version");
        }
    }

    private boolean has(String owner, String method, String descriptor) {
        try {
            Class<?> type = Class.forName(owner, false, loader);
            MethodType wanted = MethodType.fromMethodDescriptorString(descriptor, loader);
            if (method.equals("<init>")) {
                return Arrays.stream(type.getDeclaredConstructors())
                        .anyMatch(each -> Arrays.equals(each.getParameterTypes(), wanted.parameterArray()));
            }
            return Stream.of(type.getMethods(), type.getDeclaredMethods(), Object.class.getMethods())
                    .flatMap(Arrays::stream)
                    .anyMatch(each -> each.getName().equals(method)
                            && each.getReturnType() == wanted.returnType()
                            && Arrays.equals(each.getParameterTypes(), wanted.parameterArray()));
        } catch (ClassNotFoundException | LinkageError | TypeNotPresentException unknown) {
            return true; // what is missing is told as a class
        }
    }
}
