using Microsoft.ML.Quantization.Common;

namespace Benchmarks;

/// <summary>Tells nobody.</summary>
internal sealed class SilentProgress : IQuantizationProgress
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
