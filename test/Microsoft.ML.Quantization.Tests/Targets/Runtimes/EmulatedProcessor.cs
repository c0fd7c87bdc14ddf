using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Targets.Runtimes;

/// <summary>Scores models with ONNX Runtime on an emulated processor. It needs Linux on x64 with the programs that <see cref="EmulatedArchitecture"/> names.</summary>
internal sealed class EmulatedProcessor : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmulatedArchitecture _architecture;
    private readonly string _name;

    /// <param name="architecture">Its instructions.</param>
    /// <param name="name">The processor, by QEMU's name for it.</param>
    /// <exception cref="MissingRuntimeException">It cannot be emulated here.</exception>
    public EmulatedProcessor(EmulatedArchitecture architecture, string name)
    {
        _architecture = architecture;
        _name = name;
        try
        {
            Prepare();
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>Scores rows of a model with one input.</summary>
    /// <returns>The values of all outputs, row after row, and the graph that ONNX Runtime ran.</returns>
    public (float[] Scores, GraphProto Optimized) Score(OnnxModel model, IReadOnlyList<TensorValue[]> rows)
    {
        string file = _folder.File("model.onnx");
        OnnxModelWriter.Save(model, file);
        File.WriteAllBytes(_folder.File("rows"), [.. rows.SelectMany(row => MemoryMarshal.AsBytes<float>((float[])row.Single().Values).ToArray())]);
        RuntimeProcess.Run(_architecture.Emulator, ["-cpu", _name, .. Loader, _folder.File("score"), file, _folder.File("rows"), _folder.File("scores"), _folder.File("optimized.onnx"), .. rows[0].Single().Shape.Select(size => $"{size}")]);
        float[] scores = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_folder.File("scores"))).ToArray();
        return (scores, ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder.File("optimized.onnx"))).Graph);
    }

    public void Dispose() => _folder.Dispose();

    private string[] Loader => _architecture.Libraries is { } libraries
        ? ["-L", _folder.File("root"), $"{libraries}/ld-linux-aarch64.so.1", "--library-path", $"{libraries}:{_folder.Path}"]
        : ["-E", $"LD_LIBRARY_PATH={_folder.Path}"];

    private void Prepare()
    {
        string runtime = Path.Combine(AppContext.BaseDirectory, "runtimes", _architecture.Runtime, "native", "libonnxruntime.so");
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || !File.Exists(runtime) || (_architecture.Libraries is { } libraries && !Directory.Exists(libraries)))
        {
            throw new MissingRuntimeException($"Needs Linux on x64, '{runtime}' and the libraries of {_architecture.Compiler}.");
        }

        string sources = Path.Combine(AppContext.BaseDirectory, "Targets", "Emulation");
        File.CreateSymbolicLink(_folder.File("libonnxruntime.so.1"), runtime);
        RuntimeProcess.Run(_architecture.Compiler, "-std=c11", "-O2", "-Wall", "-Werror", "-o", _folder.File("score"), Path.Combine(sources, "score.c"), $"-I{sources}", _folder.File("libonnxruntime.so.1"));

        // ONNX Runtime for ARM64 reads the processor's description, and that of the real one brings it down.
        Directory.CreateDirectory(_folder.File("root/proc"));
        File.WriteAllText(_folder.File("root/proc/cpuinfo"), "processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: 0xd03\nCPU revision\t: 0\n\n");
    }
}
