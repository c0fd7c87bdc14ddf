using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks;

/// <summary>Rows for any model: its own calibration data where there is some, random pixels where there is none.</summary>
internal static class ModelRows
{
    public static TensorValue[][] Read(string path, int count) => LabelledModel.Find(path) is { } labelled
        ? [.. labelled.Calibration.Take(count).Select(row => row.Inputs)]
        : Random(path, count);

    private static TensorValue[][] Random(string path, int count)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(path, options);
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(_ => session.InputMetadata.Select(input => Tensor(input.Key, input.Value.Dimensions, random)).ToArray())];
    }

    private static TensorValue Tensor(string name, int[] dimensions, Random random)
    {
        long[] shape = [.. dimensions.Select((size, axis) => size > 0 ? size : axis == 0 ? 1L : 224L)];
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle();
        }

        return new TensorValue(name, values, shape);
    }
}
