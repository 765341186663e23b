package org.noisefloor.plugin.sae.dictionary;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.openblas.global.openblas_full;
import org.noisefloor.api.Context;
import org.noisefloor.api.UserError;

/**
 * Single-precision matrix products by OpenBLAS.
 *
 * <p>The native libraries are unpacked into {@link Context#cache()} alone. They stay loaded until the JVM ends.
 *
 * <p>OpenBLAS promises nothing of which bits a result has. Shared among its own threads, or at other sizes, it adds in another order with
 * most of its kernels. So each call is of one thread and one size, {@value #ROWS} rows and up to {@value #COLUMNS} columns, and callers share
 * these tiles. As the tests find with the kernels for Cooperlake, SkylakeX, Haswell, Zen, Nehalem and Prescott:
 *
 * <ul>
 *   <li>A row does not depend, not by a bit, on what the other rows hold, on how many there are, or on the number of threads.
 *   <li>Nor on its place among them; with the kernels for Haswell and Zen, on the place in its tile alone.
 *   <li>Kernels are chosen by the processor, so bits differ between machines.
 * </ul>
 */
public final class Blas {
    /** Fewer would pack the matrix too often, more would be filled up too much. */
    static final int ROWS = 128;

    static final int COLUMNS = 256;

    private final int threads;

    private Blas(int threads) {
        this.threads = threads;
    }

    /** Loads OpenBLAS, if this has not happened yet. */
    public static synchronized Blas open(Context context) {
        Path cache = context.cache().toAbsolutePath().resolve("javacpp");
        try {
            Files.createDirectories(cache);
        } catch (IOException failed) {
            throw new UserError(
                    cache + ": this folder, where OpenBLAS is unpacked, cannot be made (" + failed.getMessage()
                            + "); NOISEFLOOR_CACHE names another cache folder",
                    failed);
        }
        // JavaCPP reads this once, when its loader class is first touched; its default would be a folder in the home
        System.setProperty("org.bytedeco.javacpp.cachedir", cache.toString());
        try {
            openblas_full.openblas_set_num_threads(1);
        } catch (LinkageError missing) {
            throw new UserError(
                    "the sae plugin needs OpenBLAS, which could not be loaded on "
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch") + " from " + cache
                            + " ("
                            + missing.getMessage() + "); the plugin's folder must hold the natives of this platform",
                    missing);
        }
        return new Blas(context.threads());
    }

    /** How many may call at once. */
    int threads() {
        return threads;
    }

    /** The library and its kernels, for the report. */
    public String description() {
        return openblas_full.openblas_get_config().getString().strip();
    }

    /** So many rows, filled up to whole tiles. */
    static int filled(int rows) {
        return Math.multiplyExact(down(rows), ROWS);
    }

    /** How many tiles a product has. */
    static int tiles(int rows, int columns) {
        return Math.multiplyExact(down(rows), across(columns));
    }

    private static int down(int rows) {
        return (rows - 1) / ROWS + 1;
    }

    private static int across(int columns) {
        return (columns - 1) / COLUMNS + 1;
    }

    /**
     * One tile of c = a · b, row-major. A product of matrices has three of them and three sizes, hence so many parameters.
     *
     * @param tile one of {@link #tiles}
     * @param a [{@link #filled filled(rows)}, inner], direct, position 0; what is behind the rows may be anything
     * @param b [inner, columns], direct, position 0
     * @param c [filled(rows), columns], direct, position 0
     */
    void multiply(int tile, FloatBuffer a, FloatBuffer b, FloatBuffer c, int inner, int columns) {
        useOneThread();
        int across = across(columns);
        int row = tile / across * ROWS;
        int column = tile % across * COLUMNS;
        openblas_full.cblas_sgemm(
                openblas_full.CblasRowMajor,
                openblas_full.CblasNoTrans,
                openblas_full.CblasNoTrans,
                ROWS,
                Math.min(COLUMNS, columns - column),
                inner,
                1f,
                from(a, row * inner),
                inner,
                from(b, column),
                columns,
                0f,
                from(c, row * columns + column),
                columns);
    }

    private static FloatBuffer from(FloatBuffer buffer, int at) {
        return buffer.slice(at, buffer.capacity() - at);
    }

    /**
     * c = a · bᵀ of a row.
     *
     * @param a [inner], direct, position 0
     * @param b [columns, inner], direct, position 0
     * @param c [columns], direct, position 0
     */
    void rowTimesTransposed(FloatBuffer a, FloatBuffer b, FloatBuffer c, int inner, int columns) {
        useOneThread();
        openblas_full.cblas_sgemv(
                openblas_full.CblasRowMajor, openblas_full.CblasNoTrans, columns, inner, 1f, b, inner, a, 1, 0f, c, 1);
    }

    /** Another user of the library in this process may have set it. */
    private static void useOneThread() {
        if (openblas_full.openblas_get_num_threads() != 1) {
            openblas_full.openblas_set_num_threads(1);
        }
    }
}
