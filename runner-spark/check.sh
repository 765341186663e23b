#!/usr/bin/env bash
# One run, its shards merged in random order, and Spark: with an executor killed in the middle, with shards that are sent to the driver, with
# the distribution in an archive, with a driver that is killed and goes on, and on a standalone cluster: the same bytes?
#   SPARK_HOME=… runner-spark/check.sh DISTRIBUTION [SEQUENCES [SHARDS]]
# SPARK_HOME is a Spark 4.1, for instance that of pip's pyspark; JAVA_HOME a JDK 17 or 21.
set -euo pipefail
home=$(cd "$1" && pwd -P)
sequences=${2:-64}
work=$(mktemp -d)
demo=$home/examples/demo
shards=${3:-16}
cat > "$work/run.yaml" <<EOF
model: { backend: onnx, path: '$demo/model' }
corpus: { path: '$demo/text.jsonl', sequences: $sequences, length: 64, calibration: { sequences: 4 } }
sites: [ blocks.1.hook_resid_post, blocks.4.hook_resid_post ]
interventions: [ { type: sae, path: '$demo/saes/{site}' } ]
baselines: [ zero, mean, { type: eps_random, draws: 4 }, { type: error_shuffled, draws: 4 } ]
metrics: [ kl, loss, reconstruction ]
stratify: [ original_state ]
reports: [ markdown ]
run: { batch: 2, threads: 1 }
output: '$work/run'
EOF
trap 'kill $(jobs -p) 2> /dev/null || true; rm -rf "$work"' EXIT
jar=$home/runner-spark/noisefloor-spark.jar
submit=("$SPARK_HOME/bin/spark-submit" --driver-memory 1g --conf spark.ui.enabled=false --class org.noisefloor.spark.Main)
two='local-cluster[2,1,2048]'
run=(run "$work/run.yaml" --shards "$shards")

# a job that has to end well: its name, then what spark-submit gets beside the jar
job() {
  local name=$1
  shift
  "${submit[@]}" "$@" > "$work/spark.txt" 2>&1 || { cat "$work/spark.txt"; exit 1; }
  same "$work/run" "$name"
  rm -r "$work/run"
}

done_shards() { find "$work/run.shards" -maxdepth 1 -name "[0-9]*-of-$shards" 2> /dev/null | wc -l; }

# starts a job and waits for a part of its shards
begin() {
  "${submit[@]}" --master "$two" "$jar" "${run[@]}" > "$work/spark.txt" 2>&1 &
  submitted=$!
  until [ "$(done_shards)" -ge $((shards / 4)) ]; do
    kill -0 $submitted || { cat "$work/spark.txt"; exit 1; }
    sleep 0.1
  done
}

# of the files that a run leaves; all were written to one output, which records.bin names
same() {
  for file in report.json records.bin tokens.json config.yaml summary.md; do
    cmp "$work/whole/$file" "$1/$file"
  done
  echo "same bytes: $2"
}

"$home/bin/noisefloor" run "$work/run.yaml" --quiet 2> /dev/null
mv "$work/run" "$work/whole"

for k in $(shuf -i "1-$shards"); do
  "$home/bin/noisefloor" run "$work/run.yaml" --shard "$k/$shards" --quiet 2> /dev/null
done
# shellcheck disable=SC2046 # one folder a word
"$home/bin/noisefloor" merge $(shuf -e "$work"/run.shards/*) --quiet 2> /dev/null
same "$work/run" "$shards shards, merged in random order"
rm -r "$work/run" "$work/run.shards"

begin
# executors of local-cluster are children of the driver, which is spark-submit's own process
victim=$(pgrep -P "$submitted" -f CoarseGrainedExecutorBackend | head -n 1)
kill -9 "$victim"
echo "killed executor process $victim with $(done_shards) of $shards shards done"
wait $submitted || { cat "$work/spark.txt"; exit 1; }
grep -E 'is lost|of .* sequences' "$work/spark.txt"
same "$work/run" "Spark, one of two executors killed"
rm -r "$work/run"

begin
kill -9 "$submitted"
wait "$submitted" 2> /dev/null || true
echo "killed the driver with $(done_shards) of $shards shards done"
job "Spark, the driver killed and gone on with" --master "$two" "$jar" "${run[@]}" --resume

# executors that do not see the folder of the shards: another one is mounted over it in their sight
mkdir -p "$work/java/bin" "$work/run.shards"
ln -s "$JAVA_HOME/lib" "$JAVA_HOME/release" "$work/java/"
cat > "$work/java/bin/java" <<EOF
#!/usr/bin/env bash
exec unshare -m bash -c 'mount --make-rprivate / && mount -t tmpfs none "\$0" && exec "\$@"' '$work/run.shards' '$JAVA_HOME/bin/java' "\$@"
EOF
chmod +x "$work/java/bin/java"
if "$work/java/bin/java" -version 2> /dev/null; then
  job "Spark, shards sent to the driver" --master "$two" --conf "spark.executorEnv.JAVA_HOME=$work/java" "$jar" "${run[@]}"
else
  echo "shards sent to the driver: skipped, no leave to mount"
fi

tar -C "$home/.." -czf "$work/noisefloor.tar.gz" "$(basename "$home")"
job "Spark, the distribution in an archive" --master "$two" --archives "$work/noisefloor.tar.gz#unpacked" \
  --conf "spark.noisefloor.executorHome=unpacked/$(basename "$home")" "$jar" "${run[@]}"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
class() { exec "$SPARK_HOME/bin/spark-class" "org.apache.spark.deploy.$1" "${@:2}" > "$work/$1-$port.txt" 2>&1; }
class master.Master --host 127.0.0.1 --port "$port" --webui-port 0 &
for worker in 1 2; do
  class worker.Worker --cores 1 --memory 2g --webui-port 0 --work-dir "$work/worker-$worker" "spark://127.0.0.1:$port" &
done
job "Spark, a standalone cluster of two workers" --master "spark://127.0.0.1:$port" --conf spark.executor.cores=1 "$jar" "${run[@]}"
