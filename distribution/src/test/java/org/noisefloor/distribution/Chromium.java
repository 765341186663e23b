package org.noisefloor.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page, driven by the DevTools protocol over the JDK's own WebSocket: a browser driver would be twenty
 * libraries for the dozen commands that are needed.
 */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMEOUT_SECONDS = 120;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private String session = "";
    private volatile CompletableFuture<JsonNode> loaded = new CompletableFuture<>();

    private Chromium(Process process, String address) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener())
                .join();
    }

    /** @param profile a folder of its own, so that nothing of a user's browser is touched */
    static Chromium start(Path profile) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                executable().toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "about:blank"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--no-sandbox"); // which it does not do for root, and containers often run as root
        }
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = process.errorReader();
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            if (line.startsWith("DevTools listening on ")) {
                Thread drain = new Thread(() -> said.lines().forEach(each -> {}), "what chromium says");
                drain.setDaemon(true);
                drain.start();
                Chromium chromium = new Chromium(process, line.substring("DevTools listening on ".length()));
                chromium.attach();
                return chromium;
            }
        }
        throw new IOException("Chromium did not start: " + all);
    }

    private static Path executable() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no Chromium on the PATH: install it, on Debian with"
                        + " 'apt-get install --no-install-recommends chromium', or leave out -Pbrowser"));
    }

    private void attach() {
        String target = send("Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        session = send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        Stream.of("Page", "Runtime", "Log", "Network").forEach(domain -> send(domain + ".enable", Map.of()));
    }

    JsonNode send(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(message.toString(), true).join();
        JsonNode got = answer.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        if (got.has("error")) {
            throw new IllegalStateException(method + ": " + got.path("error"));
        }
        return got.path("result");
    }

    /** Opens a page at a width and waits until it is loaded. */
    void open(Path page, int width, boolean scripts) {
        size(width, 900);
        send("Emulation.setScriptExecutionDisabled", Map.of("value", !scripts));
        events.clear();
        loaded = new CompletableFuture<>();
        send("Page.navigate", Map.of("url", page.toUri().toString()));
        loaded.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    void size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Light or dark, on a screen or in print. */
    void media(String type, String scheme) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("media", type, "features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** The value of an expression; promises are awaited. */
    JsonNode evaluate(String expression) {
        JsonNode got =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (got.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + got.path("exceptionDetails"));
        }
        return got.path("result").path("value");
    }

    /** Returns when a condition of the page holds, which it looks at before each of its frames. */
    void waitFor(String condition) {
        evaluate("new Promise(done => { const look = () => (" + condition
                + ") ? done(true) : requestAnimationFrame(look); look(); })");
    }

    void screenshot(Path file) throws IOException {
        write(file, send("Page.captureScreenshot", Map.of("format", "png")));
    }

    /** A part of the page, from the top of one element down to a height at most. */
    void screenshotOf(String selector, int atMost, Path file) throws IOException {
        JsonNode box =
                evaluate("(() => { const box = document.querySelector('" + selector + "').getBoundingClientRect();"
                        + " return { x: 0, y: box.top + scrollY, width: innerWidth, height: Math.min(box.height, "
                        + atMost + "), scale: 1 }; })()");
        write(
                file,
                send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", box)));
    }

    void pdf(Path file) throws IOException {
        write(file, send("Page.printToPDF", Map.of("printBackground", true, "paperWidth", 8.27, "paperHeight", 11.69)));
    }

    private static void write(Path file, JsonNode answer) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(answer.path("data").asText()));
    }

    /** Errors and warnings on the console, uncaught exceptions and what the page's policy stopped. */
    List<String> complaints() {
        return events.stream()
                .filter(event -> switch (event.path("method").asText()) {
                    case "Runtime.exceptionThrown" -> true;
                    case "Log.entryAdded" ->
                        !event.at("/params/entry/level").asText().equals("verbose");
                    case "Runtime.consoleAPICalled" ->
                        List.of("error", "warning", "assert")
                                .contains(event.at("/params/type").asText());
                    default -> false;
                })
                .map(event -> event.path("params").toString())
                .toList();
    }

    /** Everything that was asked for, the page itself included. */
    List<String> requests() {
        return events.stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.at("/params/request/url").asText())
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                read(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void read(String text) {
            try {
                JsonNode node = JSON.readTree(text);
                CompletableFuture<JsonNode> waiting =
                        answers.remove(node.path("id").asInt());
                if (waiting != null) {
                    waiting.complete(node);
                } else {
                    events.add(node);
                    if (node.path("method").asText().equals("Page.loadEventFired")) {
                        loaded.complete(node);
                    }
                }
            } catch (IOException broken) {
                answers.values().forEach(waiting -> waiting.completeExceptionally(broken));
            }
        }
    }
}
