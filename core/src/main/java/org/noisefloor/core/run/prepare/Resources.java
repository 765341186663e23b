package org.noisefloor.core.run.prepare;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What has to be closed in the end, the last opened first. */
public final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Consumer<String> listener;

    /** @param listener hears what cannot be closed, which stops nothing */
    public Resources(Consumer<String> listener) {
        this.listener = listener;
    }

    public <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failed) {
                listener.accept("closing failed: " + failed);
            }
        }
    }
}
