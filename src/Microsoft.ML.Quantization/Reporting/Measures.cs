namespace Microsoft.ML.Quantization.Reporting;

/// <summary>What was measured of one INT8 model against its FP32 model.</summary>
/// <param name="FloatBytes">The size of the FP32 model.</param>
/// <param name="QuantizedBytes">The size of the INT8 model.</param>
/// <param name="FloatMilliseconds">The median time of one row in FP32 on one thread; 0 where there were no rows.</param>
/// <param name="QuantizedMilliseconds">As <paramref name="FloatMilliseconds"/>, in INT8.</param>
/// <param name="Rows">The rows that both models were run on; 0 where there were none.</param>
/// <param name="Agreement">The share of rows, 0 to 1, with the same largest output.</param>
/// <param name="Sqnr">The signal-to-quantization-noise ratio of the outputs in decibels.</param>
internal sealed record Measures(
    long FloatBytes, long QuantizedBytes, double FloatMilliseconds, double QuantizedMilliseconds, int Rows, double Agreement, double Sqnr)
{
    public bool HasRows => Rows > 0;

    /// <summary>How many times smaller INT8 is.</summary>
    public double SizeRatio => (double)FloatBytes / Math.Max(1, QuantizedBytes);

    /// <summary>INT8's time over FP32's.</summary>
    public double LatencyRatio => QuantizedMilliseconds / FloatMilliseconds;
}
