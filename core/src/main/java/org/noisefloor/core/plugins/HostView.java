package org.noisefloor.core.plugins;

import java.util.List;

/**
 * All that a plugin sees of the host: the parent of every plugin's class loader.
 *
 * <p>Classes come from the JDK and from two package trees of the host, the plugin API with its subpackages and SLF4J. Resources come from the JDK
 * alone, so the host's {@code META-INF/services} are out of sight. A plugin's own loader below can therefore be an ordinary
 * {@link java.net.URLClassLoader}: parent first is right, since the parent has nothing that the plugin could want in another
 * version, and a jar that bundles a copy of the API cannot split its identity.
 */
final class HostView extends ClassLoader {
    private static final List<String> SHARED = List.of("org.noisefloor.api.", "org.slf4j.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    HostView(ClassLoader host) {
        super("noisefloor-api", ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return SHARED.stream().anyMatch(name::startsWith) ? host.loadClass(name) : super.loadClass(name, resolve);
    }
}
