package org.noisefloor.core.plugins;

import java.io.PrintWriter;
import java.io.Writer;

/** Stands for an exception of a plugin that fails when it is asked for its message, and would hide whose it is. */
final class Mute extends Throwable {
    private static final long serialVersionUID = 1;

    private final String type;

    private Mute(String type) {
        super("it fails when it is asked for its message");
        this.type = type;
    }

    /** What was thrown, if its message and its trace can be printed; what the JVM throws can, and memory may be short. */
    static Throwable orItself(Throwable thrown) {
        if (thrown instanceof VirtualMachineError) {
            return thrown;
        }
        try {
            PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
            nowhere.print(thrown.getMessage());
            thrown.printStackTrace(nowhere);
            return thrown;
        } catch (Throwable failed) { // whatever a plugin's exception does
            return new Mute(thrown.getClass().getName());
        }
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // it stands for another class
    public String toString() {
        return type + ": " + getMessage();
    }
}
