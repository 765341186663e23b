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
 * <p>How far a result is fixed, as 96 shapes (1 to 512 rows, inner 8 to 1,024, 24 to 4,096 columns) with the kernels for
 * Cooperlake, Haswell, Zen and Nehalem showed; OpenBLAS promises none of it:
 *
 * <ul>
 *   <li>A row does not depend on what the other rows hold, not by a bit. The splice relies on this, and its tests check it.
 *   <li>The number of threads moves bits with the Haswell, Zen and Nehalem kernels, in about half of the shapes, within the
 *       rounding error of a float32 sum. The report names the threads.
 *   <li>The place of a row in the batch does so with the Haswell and Zen kernels, in one shape of nine.
 *   <li>Kernels are chosen by the processor, so bits differ between machines.
 * </ul>
 */
public final class Blas {
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
            openblas_full.openblas_set_num_threads(context.threads());
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

    int threads() {
        return threads;
    }

    /** The library and its kernels, for the report. */
    public String description() {
        return openblas_full.openblas_get_config().getString().strip();
    }

    /**
     * c = a · b, row-major. Six parameters, as a product of matrices has three of them and three sizes.
     *
     * @param a [rows, inner], direct, position 0
     * @param b [inner, columns], direct, position 0
     * @param c [rows, columns], direct, position 0
     */
    void multiply(FloatBuffer a, FloatBuffer b, FloatBuffer c, int rows, int inner, int columns) {
        useThreads();
        openblas_full.cblas_sgemm(
                openblas_full.CblasRowMajor,
                openblas_full.CblasNoTrans,
                openblas_full.CblasNoTrans,
                rows,
                columns,
                inner,
                1f,
                a,
                inner,
                b,
                columns,
                0f,
                c,
                columns);
    }

    /**
     * c = a · bᵀ of a row.
     *
     * @param a [inner], direct, position 0
     * @param b [columns, inner], direct, position 0
     * @param c [columns], direct, position 0
     */
    void rowTimesTransposed(FloatBuffer a, FloatBuffer b, FloatBuffer c, int inner, int columns) {
        useThreads();
        openblas_full.cblas_sgemv(
                openblas_full.CblasRowMajor, openblas_full.CblasNoTrans, columns, inner, 1f, b, inner, a, 1, 0f, c, 1);
    }

    private void useThreads() {
        if (openblas_full.openblas_get_num_threads() != threads) {
            openblas_full.openblas_set_num_threads(threads);
        }
    }
}
