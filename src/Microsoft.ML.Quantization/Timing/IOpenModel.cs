namespace Microsoft.ML.Quantization.Timing;

/// <summary>A model that is open to be timed.</summary>
internal interface IOpenModel : IDisposable
{
    /// <summary>Runs one row, always the same.</summary>
    TimeSpan Time();
}
