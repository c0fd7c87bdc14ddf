#!/usr/bin/env bash
# build.sh          restores and builds everything, warnings as errors
# build.sh test     builds and runs the tests; more arguments go to the test runner
# build.sh pack     builds and writes the NuGet packages to artifacts/
set -euo pipefail
cd "$(dirname "$0")"

command="${1:-build}"
[ $# -gt 0 ] && shift

dotnet build Microsoft.ML.Quantization.sln -c Release -v quiet
case "$command" in
    build) ;;
    test) dotnet test --solution Microsoft.ML.Quantization.sln -c Release --no-build "$@" ;;
    pack) dotnet pack Microsoft.ML.Quantization.sln -c Release --no-build -o artifacts ;;
    *)
        echo "Usage: build.sh [build|test|pack]" >&2
        exit 2
        ;;
esac
