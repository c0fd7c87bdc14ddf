using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Training.Tests;

/// <summary>Hears nothing.</summary>
internal sealed class Silence : IQuantizationProgress
{
    public void RowCalibrated(long rows)
    {
    }

    public void Message(string text)
    {
    }

    public void Warning(string text)
    {
    }
}
