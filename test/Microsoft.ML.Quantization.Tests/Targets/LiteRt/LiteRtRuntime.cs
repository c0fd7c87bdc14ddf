using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;
using Microsoft.ML.Quantization.Targets.LiteRt.Conversion;
using Microsoft.ML.Quantization.Tests.Packaging;

namespace Microsoft.ML.Quantization.Tests.Targets.LiteRt;

/// <summary>
/// Runs files in LiteRT by Node.js, with the packages of the example that does so. Where Node.js or the packages are absent, tests that use it are skipped; where
/// <c>MLQ_RUNTIMES</c> is set, they fail.
/// </summary>
internal static class LiteRtRuntime
{
    private static readonly string Folder = Path.Combine(Repository.Folder, "examples", "EdgeDeployment", "web");

    /// <summary>What a model gives in LiteRT for rows of its inputs in ONNX's layout: by row and output, in ONNX's layout too.</summary>
    public static float[][][] Score(OnnxModel model, TensorValue[][] rows, LiteRtOptions? options = null)
    {
        var file = LiteRtConverter.Convert(model, options ?? new LiteRtOptions());
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.tflite"), LiteRtFile.Write(file));
        File.WriteAllBytes(folder.File("rows"), [.. rows.SelectMany(row => file.Inputs.SelectMany(input => Bytes(row.Single(value => value.Name == input.Name))))]);
        Run("score.mjs", folder.File("model.tflite"), folder.File("rows"), folder.File("outputs"));
        float[] values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder.File("outputs"))).ToArray();
        int place = 0;
        return [.. rows.Select(_ => file.Outputs.Select(output => Onnx(output.Tensor.Shape, Take(output.Tensor.Shape))).ToArray())];

        float[] Take(int[] shape)
        {
            int size = shape.Aggregate(1, (product, dimension) => product * dimension);
            place += size;
            return values[(place - size)..place];
        }
    }

    public static void Run(string script, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            Skip("Needs the packages of examples/EdgeDeployment/web: run npm ci there.");
        }

        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode, $"node {script}: {errors}{output.Result}");
        }
        catch (Win32Exception)
        {
            Skip("Needs Node.js (node).");
        }
    }

    private static void Skip(string reason)
    {
        if (Environment.GetEnvironmentVariable("MLQ_RUNTIMES") is { Length: > 0 })
        {
            Assert.Fail(reason);
        }

        Assert.Inconclusive(reason);
    }

    private static byte[] Bytes(TensorValue value)
    {
        float[] values = Layout.Permute((float[])value.Values, [.. value.Shape.Select(size => (int)size)]);
        return MemoryMarshal.AsBytes<float>(values).ToArray();
    }

    /// <summary>The values in ONNX's order: of batch, channels, height, width for an image.</summary>
    private static float[] Onnx(int[] shape, float[] values)
    {
        if (shape.Length != Layout.ImageRank)
        {
            return values;
        }

        // What brings channels to the end brings them back from there, of an image seen as one of height and width for channels.
        var moved = new float[values.Length];
        var (height, width, channels) = (shape[1], shape[2], shape[3]);
        for (int i = 0; i < values.Length; i++)
        {
            var (rest, c) = Math.DivRem(i, channels);
            var (n, point) = Math.DivRem(rest, height * width);
            moved[(((n * channels) + c) * height * width) + point] = values[i];
        }

        return moved;
    }
}
