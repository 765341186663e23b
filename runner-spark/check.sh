#!/usr/bin/env bash
# One run, its shards merged in random order, and Spark with an executor killed in the middle: the same bytes?
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
spark() {
  exec "$SPARK_HOME/bin/spark-submit" --driver-memory 1g --conf spark.ui.enabled=false "$@"
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

spark --class org.noisefloor.spark.Main --master 'local-cluster[2,1,2048]' "$home/runner-spark/noisefloor-spark.jar" run "$work/run.yaml" --shards "$shards" \
  > "$work/spark.txt" 2>&1 &
submitted=$!
until [ "$(find "$work/run.shards" -maxdepth 1 -name "[0-9]*-of-$shards" 2> /dev/null | wc -l)" -ge $((shards / 4)) ]; do
  kill -0 $submitted || { cat "$work/spark.txt"; exit 1; }
  sleep 0.1
done
# executors of local-cluster are children of the driver, which is spark-submit's own process
victim=$(pgrep -P "$submitted" -f CoarseGrainedExecutorBackend | head -n 1)
kill -9 "$victim"
echo "killed executor process $victim with $(find "$work/run.shards" -maxdepth 1 -name "[0-9]*-of-$shards" | wc -l) of $shards shards done"
wait $submitted || { cat "$work/spark.txt"; exit 1; }
grep -E 'is lost|of .* sequences' "$work/spark.txt"
same "$work/run" "Spark, one of two executors killed"
rm -r "$work"
