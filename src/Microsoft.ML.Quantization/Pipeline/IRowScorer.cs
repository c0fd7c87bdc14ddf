namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Scores the row that a cursor stands on when one of its outputs is asked for.</summary>
internal interface IRowScorer : IDisposable
{
    Delegate Getter(int output);
}
