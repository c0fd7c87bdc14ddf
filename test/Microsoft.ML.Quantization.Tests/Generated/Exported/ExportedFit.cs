using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Generated.Exported;

/// <summary>A model as exporters write it, quantized with two efforts and scored on rows that it has not seen.</summary>
internal sealed class ExportedFit
{
    /// <summary>What an output may lose by chance against the fast effort, in decibels: a few rows decide. Of sixty models one loses more than half of it.</summary>
    private const double Chance = 1;

    private const int TestRows = 48;

    private readonly List<string> _faults = [];
    private readonly ExportedModel _model;
    private readonly byte[] _original;

    private ExportedFit(ExportedModel model) => (_model, _original) = (model, OnnxModelWriter.ToBytes(new OnnxModel(model.Model, "test.onnx")));

    /// <summary>What is not as it has to be, each with the seed.</summary>
    public static IReadOnlyList<string> Faults(int seed, int rows, QuantizationEffort effort)
    {
        var fit = new ExportedFit(ExportedModel.Create(seed));
        if (!fit.Runs())
        {
            return [];
        }

        double[] fast = fit.Decibels(rows, QuantizationEffort.Fast);
        double[] other = fit.Decibels(rows, effort);
        fit._faults.AddRange(fast.Zip(other).Where(pair => !(pair.Second >= pair.First - Chance) && pair.First > 10).Select(pair => $"{pair.First:0.0} dB with the fast effort, {pair.Second:0.0} dB"));
        return [.. fit._faults.Select(fault => $"seed {seed}, {effort}, {rows} rows of {fit._model.Data.Name}: {fault}")];
    }

    /// <summary>Some graphs are too much for ONNX Runtime's own optimizations.</summary>
    private bool Runs()
    {
        try
        {
            Open(_original).Dispose();
            return true;
        }
        catch (OnnxRuntimeException)
        {
            return false;
        }
    }

    private double[] Decibels(int rows, QuantizationEffort effort)
    {
        using var quantized = QuantizerRun.Quantize(_model.Model, _model.Rows(1, rows), QuantizerRun.Everything with { Effort = effort }).Model;
        byte[] bytes = OnnxModelWriter.ToBytes(quantized);
        string expected = Interface(_original);
        string actual = Interface(bytes);
        if (expected != actual)
        {
            _faults.Add($"'{expected}' became '{actual}'");
        }

        using var one = new SampleRun(new OnnxModel(_model.Model, "test.onnx"));
        using var other = new SampleRun(quantized);
        (float[][] Expected, float[][] Actual)[] outputs = [.. _model.Rows(2, TestRows).Select(row => (one.Outputs(row), other.Outputs(row)))];
        return [.. Enumerable.Range(0, one.OutputNames.Count).Select(i => Decibels([.. outputs.SelectMany(row => row.Expected[i])], [.. outputs.SelectMany(row => row.Actual[i])]))];
    }

    /// <summary>Around the mean; of values that are finite.</summary>
    private double Decibels(float[] expected, float[] actual)
    {
        if (expected.Length != actual.Length || expected.Zip(actual).Any(pair => float.IsFinite(pair.First) && !float.IsFinite(pair.Second)))
        {
            _faults.Add("an output is of another size, or not finite where FP32 is");
            return double.NaN;
        }

        double mean = expected.Where(float.IsFinite).Select(value => (double)value).DefaultIfEmpty(0).Average();
        double signal = expected.Where(float.IsFinite).Sum(value => Math.Pow(value - mean, 2));
        double noise = expected.Zip(actual).Where(pair => float.IsFinite(pair.First)).Sum(pair => Math.Pow((double)pair.First - pair.Second, 2));
        return noise == 0 || signal == 0 ? 200 : 10 * Math.Log10(signal / noise);
    }

    private static string Interface(byte[] model)
    {
        using var session = Open(model);
        return string.Join("; ", session.InputMetadata.Concat(session.OutputMetadata).Select(value => $"{value.Key} {value.Value.ElementType.Name} {string.Join(',', value.Value.Dimensions)}"));
    }

    private static InferenceSession Open(byte[] model)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = 1 };
        return new InferenceSession(model, options);
    }
}
