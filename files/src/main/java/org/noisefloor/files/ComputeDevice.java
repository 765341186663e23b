package org.noisefloor.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisefloor.api.UserError;

/**
 * Where an engine computes, as the option {@code device} of a backend names it.
 *
 * @param name {@code auto}, {@code cpu} or {@code cuda:N}
 */
public record ComputeDevice(String name) {
    public static final String AUTO = "auto";
    private static final String CPU = "cpu";
    private static final Pattern CUDA = Pattern.compile("cuda:(0|[1-9][0-9]{0,2})");
    private static final Pattern MEANS_A_GPU = Pattern.compile(".*(gpu|cuda|nvidia).*|[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

    /** @throws IllegalArgumentException in one sentence, with the nearest name, if it is none of these */
    public ComputeDevice {
        if (!name.equals(AUTO) && !name.equals(CPU) && !CUDA.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "device is '" + name + "', expected auto, cpu or cuda:N, N the number of a" + " GPU from 0"
                            + nearest(name.toLowerCase(Locale.ROOT)));
        }
    }

    private static String nearest(String name) {
        Matcher number = NUMBER.matcher(name);
        Optional<String> meant = MEANS_A_GPU.matcher(name).matches()
                ? Optional.of("cuda:" + (number.find() ? Integer.parseInt(number.group()) : 0))
                : UserError.nearest(name.replaceFirst(":.*", ""), List.of(AUTO, CPU));
        return meant.map(each -> "; did you mean '" + each + "'?").orElse("");
    }

    static ComputeDevice gpu(int number) {
        return new ComputeDevice("cuda:" + number);
    }

    /** The number of the GPU; empty for the processor. */
    private OptionalInt gpu() {
        Matcher cuda = CUDA.matcher(name);
        return cuda.matches() ? OptionalInt.of(Integer.parseInt(cuda.group(1))) : OptionalInt.empty();
    }

    /**
     * Where it is computed after all.
     *
     * @param gpu the number of the GPU; empty for the processor
     * @param inWords for provenance: {@code cpu}, {@code cuda:0}, or with the reason why a GPU that was looked for was not taken
     */
    public record Placed(OptionalInt gpu, String inWords) {
        public static final Placed ON_CPU = new Placed(OptionalInt.empty(), CPU);

        /** As PyTorch names it. */
        public String name() {
            return gpu.isPresent() ? ComputeDevice.gpu(gpu.getAsInt()).name() : CPU;
        }
    }

    /**
     * Decides: {@code auto} takes the first GPU if the engine can compute on it, and otherwise the processor.
     *
     * @param missing what the engine lacks to have anything to do with a GPU, a sentence; empty if it has all that it would bring
     * @param whyNot tries a GPU: why it cannot be computed on, a sentence, or empty if it can; asked only if nothing is missing
     * @throws UserError if a GPU is asked for by its number and cannot be had
     */
    public Placed place(Optional<String> missing, IntFunction<Optional<String>> whyNot) {
        if (name.equals(CPU) || (name.equals(AUTO) && missing.isPresent())) {
            return Placed.ON_CPU;
        }
        int number = gpu().orElse(0);
        Placed wanted = new Placed(OptionalInt.of(number), gpu(number).name());
        Optional<String> reason = missing.or(() -> whyNot.apply(number));
        if (reason.isEmpty()) {
            return wanted;
        }
        if (name.equals(AUTO)) {
            return new Placed(OptionalInt.empty(), "cpu, since " + wanted.name() + " cannot be used: " + reason.get());
        }
        throw new UserError("device " + name + " cannot be used: " + reason.get());
    }

    /** A line for each device that an engine can compute on, or why there is no GPU among them; parameters as of {@link #place}. */
    public static List<String> listed(Optional<String> missing, IntFunction<Optional<String>> whyNot) {
        List<String> lines = new ArrayList<>(List.of(CPU + ": ready"));
        int number = 0;
        Optional<String> reason = missing;
        while (reason.isEmpty()) {
            reason = whyNot.apply(number);
            if (reason.isEmpty()) {
                lines.add(gpu(number).name() + ": ready");
                number++;
            }
        }
        if (number == 0) {
            lines.add(gpu(0).name() + ": " + reason.get());
        }
        return lines;
    }
}
