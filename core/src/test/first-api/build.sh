#!/bin/sh
# How resources/first-api/first.jar was made, once, from the recorded API. It is kept as it is: to make it anew would be to test nothing.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
javac --release 17 -g:none -proc:none -cp ../../../../api/recorded/noisefloor-api-2.1.jar -d "$work" org/example/first/First.java
mkdir -p "$work/META-INF/services"
service() { echo "org.example.first.First\$$2" > "$work/META-INF/services/org.noisefloor.api.$1"; }
service metric.MetricProvider Gap
service metric.StratifierProvider Parity
service intervention.InterventionProvider Shift
service corpus.CorpusReader Lines
service report.ReportWriter Verdicts
service backend.ModelBackend Nowhere
printf 'Noisefloor-Plugin-Id: first\nNoisefloor-Plugin-Version: 1.0\nNoisefloor-Api-Version: 2.1\n' > "$work.mf"
jar --create --date=2026-01-01T00:00:00Z --file ../resources/first-api/first.jar --manifest "$work.mf" -C "$work" .
rm -f "$work.mf"
