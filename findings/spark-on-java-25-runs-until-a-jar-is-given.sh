#!/usr/bin/env bash
# Apache Spark 4.1.4 (pip's pyspark) on Java 25 (seen with Temurin 25.0.3): a job of local[2] runs, and the same job with one file in spark.jars ends
# before it begins, with "getSubject is not supported": jars are handed out by Hadoop 3.4.2, which asks for the user by a method that newer
# Javas refuse. On Java 17 both run. So that a job runs there says nothing of one that brings a jar.
# Needs a JDK 25 in JAVA_HOME: the ones that Python packages hold lack the vector module, without which Spark does not start.
# Expected here: 3 are counted without the jar, and getSubject is named with it.
set -euo pipefail
"${JAVA_HOME:?a JDK 25}/bin/java" -version 2>&1 | grep -q '"25' || { echo "JAVA_HOME is no JDK 25"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/job.py" << 'END'
import sys
import zipfile

from pyspark import SparkConf, SparkContext

conf = SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false")
if len(sys.argv) > 1:
    with zipfile.ZipFile(sys.argv[1], "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
    conf.set("spark.jars", sys.argv[1])
print("counted", SparkContext(conf=conf).parallelize([1, 2, 3]).count())
END
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pyspark==4.1.4
for jar in "" "$folder/empty.jar"; do
    said=$("$folder/venv/bin/python" "$folder/job.py" ${jar:+"$jar"} 2>&1 | grep -o -m 1 'counted 3\|getSubject is not supported' || true)
    echo "spark.jars=${jar##*/}: $said"
    [ "$said" = "${jar:+getSubject is not supported}" ] || [ "$jar$said" = "counted 3" ] || { echo "the behaviour has changed"; exit 1; }
done
