#!/usr/bin/env bash
# One run, 16 shards merged in random order, and Spark with an executor killed in the middle: the same bytes? And what does Spark cost?
#   SPARK_HOME=… runner-spark/check.sh DISTRIBUTION [SEQUENCES]
# SPARK_HOME is a Spark 4.1, for instance that of pip's pyspark; JAVA_HOME a JDK 17 or 21.
set -euo pipefail
home=$(cd "$1" && pwd -P)
sequences=${2:-64}
work=$(mktemp -d)
demo=$home/examples/demo
cat > "$work/run.yaml" <<EOF
model: { backend: onnx, path: '$demo/model' }
corpus: { path: '$demo/text.jsonl', sequences: $sequences, length: 128, calibration: { sequences: 4 } }
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
  "$SPARK_HOME/bin/spark-submit" --driver-memory 1g --conf spark.ui.enabled=false "$@"
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

for k in $(shuf -i 1-16); do
  "$home/bin/noisefloor" run "$work/run.yaml" --shard "$k/16" --quiet 2> /dev/null
done
# shellcheck disable=SC2046 # one folder a word
"$home/bin/noisefloor" merge $(shuf -e "$work"/run.shards/*) --quiet 2> /dev/null
same "$work/run" "16 shards, merged in random order"
rm -r "$work/run" "$work/run.shards"

spark --master 'local-cluster[2,1,2048]' "$home/runner-spark/noisefloor-spark.jar" run "$work/run.yaml" --shards 16 \
  > "$work/spark.txt" 2>&1 &
submitted=$!
until [ "$(find "$work/run.shards" -maxdepth 1 -name '[0-9]*-of-16' 2> /dev/null | wc -l)" -ge 4 ]; do
  kill -0 $submitted || { cat "$work/spark.txt"; exit 1; }
  sleep 0.1
done
# an executor of this run: its command line names the folder of the jar's copy, its parent our driver
victim=$(pgrep -P "$submitted" -f CoarseGrainedExecutorBackend | head -n 1)
kill -9 "$victim"
echo "killed executor process $victim with $(find "$work/run.shards" -maxdepth 1 -name '[0-9]*-of-16' | wc -l) of 16 shards done"
wait $submitted || { cat "$work/spark.txt"; exit 1; }
grep -E 'is lost|of .* sequences' "$work/spark.txt"
same "$work/run" "Spark, one of two executors killed"
rm -r "$work"
