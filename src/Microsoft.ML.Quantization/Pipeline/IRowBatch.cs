namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Rows that are scored together.</summary>
internal interface IRowBatch : IDisposable
{
    bool IsFull { get; }

    void Clear();

    /// <summary>Adds the row that the cursor stands on, or keeps it waiting where it does not fit the others.</summary>
    bool TryAdd();

    /// <summary>Scores the rows, once, when the first output is asked for.</summary>
    void Score();

    /// <summary>A getter of an output, for the row that <paramref name="slot"/> gives.</summary>
    Delegate Getter(int output, Func<int> slot);
}
