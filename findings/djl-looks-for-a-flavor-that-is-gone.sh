#!/usr/bin/env bash
# DJL 0.35.1, PyTorch 2.7.1, Linux x86-64: PYTORCH_LIBRARY_PATH is documented as all that a PyTorch of one's own needs. DJL then looks for the
# flavor cpu-precxx11 of its own library, which pytorch-jni 2.7.1 does not have, and fails, though nothing is wrong with that PyTorch; with
# PYTORCH_FLAVOR=cpu it is loaded. And where there is no PyTorch at the path, the one on the class path is loaded without a word.
# Expected here: the three cases in this order. The "PyTorch of one's own" is the one in DJL's own jar, unpacked.
# Needs a JDK and Maven.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml << 'END'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>ai.djl.pytorch</groupId><artifactId>pytorch-engine</artifactId><version>0.35.1</version></dependency>
    <dependency><groupId>ai.djl.pytorch</groupId><artifactId>pytorch-jni</artifactId><version>2.7.1-0.35.1</version></dependency>
    <dependency><groupId>ai.djl.pytorch</groupId><artifactId>pytorch-native-cpu</artifactId><version>2.7.1</version><classifier>linux-x86_64</classifier></dependency>
  </dependencies>
</project>
END
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars > /dev/null
unzip -q jars/pytorch-native-cpu-2.7.1-linux-x86_64.jar 'pytorch/cpu/linux-x86_64/*' -d own
cat > Load.java << 'END'
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;

class Load {
    public static void main(String[] none) {
        try {
            Engine.getEngine("PyTorch");
            System.out.println("loaded " + LibUtils.getLibtorchPath());
        } catch (RuntimeException e) {
            System.out.println("failed: " + e.getCause().getMessage());
        }
    }
}
END
load() {
    env "$@" java -Dai.djl.offline=true -DOPT_OUT_TRACKING=true -DENGINE_CACHE_DIR="$folder/cache" -cp 'jars/*' Load.java 2> /dev/null
}
own="$folder/own/pytorch/cpu/linux-x86_64"
mkdir empty
alone=$(load PYTORCH_LIBRARY_PATH="$own")
flavored=$(load PYTORCH_LIBRARY_PATH="$own" PYTORCH_FLAVOR=cpu)
nothing=$(load PYTORCH_LIBRARY_PATH="$folder/empty")
printf '%s\n' "path alone: $alone" "with PYTORCH_FLAVOR=cpu: $flavored" "an empty folder: $nothing"
[[ $alone == "failed: "*"jnilib/linux-x86_64/cpu-precxx11/libdjl_torch.so" && $flavored == "loaded $own" && $nothing == "loaded $folder/cache/"* ]] \
    || { echo "the behaviour has changed"; exit 1; }
