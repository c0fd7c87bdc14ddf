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
    pack)
        dotnet pack Microsoft.ML.Quantization.sln -c Release --no-build -o artifacts
        dotnet tool restore
        version="$(dotnet msbuild src/Microsoft.ML.Quantization/Microsoft.ML.Quantization.csproj -getProperty:Version)"
        dotnet sbom-tool generate -b artifacts -bc src -pn Microsoft.ML.Quantization -pv "$version" -ps "The Microsoft.ML.Quantization authors" -nsb https://example.invalid/sbom -V Error
        ;;
    *)
        echo "Usage: build.sh [build|test|pack]" >&2
        exit 2
        ;;
esac
