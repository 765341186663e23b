package org.noisefloor.core.cli;

import java.io.PrintWriter;

/**
 * The module of the Vector API, for the commands that compute. With {@code --add-modules} the JVM would have it from the start, and
 * then warns at every start, also of a command that prints its help; so it is added by the way on which the JDK adds a module that an
 * agent needs ({@code jdk.internal.module.Modules}, which the launchers export). The kernels are as fast: the demo took 51.8 and 53.0 s of
 * processor time so, 54.7 and 53.9 s with {@code --add-modules}.
 */
final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** Before any kernel is touched. Without the module kernels are plain loops, which are slower and give the same figures. */
    static void load(PrintWriter err) {
        if (ModuleLayer.boot().findModule(NAME).isPresent()) {
            return;
        }
        try {
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, NAME);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError refused) {
            err.println("warning: this JVM does not give the Vector API (" + refused
                    + "), without which measures take longer;" + " NOISEFLOOR_JAVA_OPTS='--add-modules " + NAME
                    + "' asks for it in another way");
        }
    }
}
