using Microsoft.ML.Quantization.Common;

namespace Benchmarks;

/// <summary>Shows a long training on the error stream.</summary>
internal sealed class ErrorStreamProgress : IQuantizationProgress
{
    public void RowCalibrated(long rows)
    {
    }

    public void Message(string text) => Console.Error.WriteLine(text);

    public void Warning(string text) => Console.Error.WriteLine($"Warning: {text}");
}
