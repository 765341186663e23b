package org.noisefloor.testkit.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes files that are nearly right: copies of right ones with a few changes, always the same ones for the same number. */
public final class Mutator {
    private static final int MOST_CHANGES = 4;
    private static final int LONGEST_PIECE = 64;
    /** Counts at which arithmetic breaks, in one to eight bytes. */
    private static final long[] COUNTS = {
        0,
        1,
        -1,
        2,
        7,
        8,
        255,
        256,
        Short.MAX_VALUE,
        65535,
        65536,
        Integer.MAX_VALUE,
        0xffffffffL,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE / 2
    };

    private final List<byte[]> seeds;

    /** @param seeds files that are read without complaint, or are refused for a reason of their own */
    public Mutator(List<byte[]> seeds) {
        this.seeds = List.copyOf(seeds);
    }

    /** The file of a number: one of the seeds with one to four changes. */
    public byte[] file(long number) {
        Random random = new Random(number * 0x9e3779b97f4a7c15L);
        byte[] file = seed(random).clone();
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            file = changed(file, random);
        }
        return file;
    }

    private byte[] seed(Random random) {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] changed(byte[] file, Random random) {
        if (file.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(file.length);
        int length = Math.min(1 + random.nextInt(LONGEST_PIECE), file.length - at);
        switch (random.nextInt(10)) {
            case 0, 1 -> file[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            case 2 -> file[at] = (byte) random.nextInt();
            case 3, 4 -> count(file, at, random);
            case 5 -> digit(file, at, random);
            case 6 -> {
                return spliced(file, at, at + length, new byte[0]);
            }
            case 7 -> {
                return spliced(file, at, at, Arrays.copyOfRange(file, at, at + length));
            }
            case 8 -> {
                byte[] other = seed(random);
                int from = other.length == 0 ? 0 : random.nextInt(other.length);
                byte[] piece = Arrays.copyOfRange(other, from, Math.min(other.length, from + length));
                return spliced(file, at, random.nextBoolean() ? at : Math.min(file.length, at + piece.length), piece);
            }
            default -> {
                return random.nextInt(4) == 0 ? Arrays.copyOf(file, at) : file;
            }
        }
        return file;
    }

    /** Writes a count in place of what stands there, its lowest byte first or last. */
    private static void count(byte[] file, int at, Random random) {
        long count = COUNTS[random.nextInt(COUNTS.length)];
        int bytes = Math.min(1 << random.nextInt(4), file.length - at);
        boolean lowestFirst = random.nextInt(4) > 0;
        for (int i = 0; i < bytes; i++) {
            file[lowestFirst ? at + i : at + bytes - 1 - i] = (byte) (count >>> (Byte.SIZE * i));
        }
    }

    /** Exchanges the next digit of a number in a text. */
    private static void digit(byte[] file, int at, Random random) {
        for (int i = at; i < file.length; i++) {
            if (file[i] >= '0' && file[i] <= '9') {
                file[i] = (byte) "0123456789-e.,".charAt(random.nextInt(14));
                return;
            }
        }
    }

    private static byte[] spliced(byte[] file, int from, int to, byte[] piece) {
        byte[] spliced = new byte[from + piece.length + file.length - to];
        System.arraycopy(file, 0, spliced, 0, from);
        System.arraycopy(piece, 0, spliced, from, piece.length);
        System.arraycopy(file, to, spliced, from + piece.length, file.length - to);
        return spliced;
    }
}
