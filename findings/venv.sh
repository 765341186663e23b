# Sourced by the scripts beside it: PYTHON becomes the Python of a virtual environment that holds exactly the requirements given, in a temporary
# folder that scripts with the same requirements share.
set -eu
environment="${TMPDIR:-/tmp}/noisefloor-findings/$(printf '%s\n' "$@" | cksum | cut -d ' ' -f 1)"
PYTHON="$environment/bin/python"
if [ ! -e "$environment/complete" ]; then
    python3 -m venv --clear "$environment"
    "$PYTHON" -m pip install --quiet "$@"
    touch "$environment/complete"
fi
export SPARSIFY_DISABLE_TRITON="${SPARSIFY_DISABLE_TRITON:-1}" HF_HUB_OFFLINE=1
