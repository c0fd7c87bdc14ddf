using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;
using Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

namespace Microsoft.ML.Quantization.Tests.Targets.Runtimes;

/// <summary>Runs files in LiteRT by Node.js, with the packages of the example that does so.</summary>
internal static class LiteRtNode
{
    private const string Folder = "examples/EdgeDeployment/web";

    /// <summary>What a model gives in LiteRT for rows of its inputs in ONNX's layout, by row and output, in ONNX's layout too; and the median time of a row in milliseconds.</summary>
    public static (float[][][] Outputs, double Milliseconds) Score(OnnxModel model, IReadOnlyList<TensorValue[]> rows, LiteRtOptions options)
    {
        var file = LiteRtConverter.Convert(model, options);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.tflite"), LiteRtFile.Write(file));
        using (var stream = File.Create(folder.File("rows")))
        {
            foreach (var value in rows.SelectMany(row => file.Inputs.Select(input => row.Single(value => value.Name == input.Name))))
            {
                stream.Write(MemoryMarshal.AsBytes<float>(Layout.Permute((float[])value.Values, [.. value.Shape.Select(size => (int)size)])));
            }
        }

        string told = RuntimeProcess.Node(Folder, "score.mjs", folder.File("model.tflite"), folder.File("rows"), folder.File("outputs"));
        var values = new RowValues(File.ReadAllBytes(folder.File("outputs")));
        return (
            [.. rows.Select(_ => file.Outputs.Select(output => Onnx(output.Tensor.Shape, values.Take(output.Tensor.Shape.Aggregate(1, (all, size) => all * size)))).ToArray())],
            double.Parse(told.Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }

    /// <summary>Options that give the free sizes of a model those that a row has.</summary>
    public static LiteRtOptions SizesOf(OnnxModel model, TensorValue[] row) => new()
    {
        Dimensions = model.Graph.Input.Join(row, input => input.Name, value => value.Name, (input, value) => (Free: input.Type.TensorType.Shape.Dim, value.Shape))
            .SelectMany(pair => pair.Free.Zip(pair.Shape)).Where(pair => pair.First.DimParam.Length > 0)
            .GroupBy(pair => pair.First.DimParam, StringComparer.Ordinal).ToDictionary(group => group.Key, group => (int)group.First().Second),
    };

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
