namespace Microsoft.ML.Quantization.Common;

/// <summary>Hears what a quantization is doing.</summary>
internal interface IQuantizationProgress
{
    /// <summary>One more calibration row went through the model.</summary>
    void RowCalibrated(long rows);

    /// <summary>A step ended, or something worth knowing was found.</summary>
    void Message(string text);

    /// <summary>Something the user should look at.</summary>
    void Warning(string text);

    /// <summary>Part of a step is done.</summary>
    /// <param name="what">The step, as the beginning of a sentence.</param>
    /// <param name="done">How much of it.</param>
    /// <param name="total">What it will be in all.</param>
    void Step(string what, long done, long total)
    {
    }
}
