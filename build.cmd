@echo off
rem build.cmd          restores and builds everything, warnings as errors
rem build.cmd test     builds and runs the tests; more arguments go to the test runner
rem build.cmd pack     builds and writes the NuGet packages to artifacts\
setlocal
cd /d "%~dp0"

set command=%1
if "%command%"=="" set command=build
if not "%command%"=="build" if not "%command%"=="test" if not "%command%"=="pack" goto usage

dotnet build Microsoft.ML.Quantization.sln -c Release -v quiet || exit /b 1
if "%command%"=="test" dotnet test --solution Microsoft.ML.Quantization.sln -c Release --no-build %2 %3 %4 %5 %6 %7 %8 %9 || exit /b 1
if "%command%"=="pack" dotnet pack Microsoft.ML.Quantization.sln -c Release --no-build -o artifacts || exit /b 1
exit /b 0

:usage
echo Usage: build.cmd [build^|test^|pack]
exit /b 2
