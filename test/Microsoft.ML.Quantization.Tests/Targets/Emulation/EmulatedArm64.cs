using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.Emulation;

/// <summary>
/// Scores models with ONNX Runtime for ARM64 on an emulated processor. It needs, on Linux on x64, what Debian calls <c>qemu-user-static</c> and
/// <c>gcc-aarch64-linux-gnu</c> with its libraries; where these are absent, tests that use it are skipped.
/// </summary>
internal sealed class EmulatedArm64 : IDisposable
{
    private const string Compiler = "aarch64-linux-gnu-gcc";
    private const string Emulator = "qemu-aarch64-static";
    private const string Libraries = "/usr/aarch64-linux-gnu/lib";

    private readonly TemporaryFolder _folder = new();

    /// <param name="processor">The processor, by QEMU's name for it.</param>
    public EmulatedArm64(string processor)
    {
        Processor = processor;
        string runtime = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-arm64", "native", "libonnxruntime.so");
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || !Directory.Exists(Libraries) || !File.Exists(runtime))
        {
            _folder.Dispose();
            Assert.Inconclusive($"Needs Linux on x64, ARM64 libraries in '{Libraries}' and '{runtime}'.");
        }

        string sources = Path.Combine(AppContext.BaseDirectory, "Targets", "Emulation");
        File.CreateSymbolicLink(_folder.File("libonnxruntime.so.1"), runtime);
        Run(Compiler, "-std=c11", "-O2", "-Wall", "-Werror", "-o", _folder.File("score"), Path.Combine(sources, "score.c"), $"-I{sources}", _folder.File("libonnxruntime.so.1"));

        // ONNX Runtime reads the processor's description, and that of the real one brings it down.
        Directory.CreateDirectory(_folder.File("root/proc"));
        File.WriteAllText(_folder.File("root/proc/cpuinfo"), "processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: 0xd03\nCPU revision\t: 0\n\n");
    }

    public string Processor { get; }

    /// <summary>Scores rows of a model with one input.</summary>
    /// <returns>The values of all outputs, row after row, and the graph that ONNX Runtime ran.</returns>
    public (float[] Scores, GraphProto Optimized) Score(OnnxModel model, IEnumerable<TensorValue[]> rows)
    {
        string file = _folder.File("model.onnx");
        OnnxModelWriter.Save(model, file);
        File.WriteAllBytes(_folder.File("rows"), [.. rows.SelectMany(row => MemoryMarshal.AsBytes<float>((float[])row.Single().Values).ToArray())]);
        Run(Emulator, "-cpu", Processor, "-L", _folder.File("root"), $"{Libraries}/ld-linux-aarch64.so.1", "--library-path", $"{Libraries}:{_folder.Path}", _folder.File("score"), file, _folder.File("rows"), _folder.File("scores"), _folder.File("optimized.onnx"));
        float[] scores = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_folder.File("scores"))).ToArray();
        return (scores, ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder.File("optimized.onnx"))).Graph);
    }

    public void Dispose() => _folder.Dispose();

    private void Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, $"{program}: {errors}");
        }
        catch (Win32Exception)
        {
            _folder.Dispose();
            Assert.Inconclusive($"Needs '{program}'.");
        }
    }
}
