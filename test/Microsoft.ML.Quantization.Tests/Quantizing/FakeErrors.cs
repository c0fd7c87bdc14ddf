using Microsoft.ML.Quantization.Evaluation;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

/// <summary>Errors of one part, as given for each row; that of some rows is their mean.</summary>
internal sealed class FakeErrors(int rows = 1, Func<int, double>? error = null) : IRowErrors
{
    private readonly Dictionary<int, double> _errors = [];

    public int Rows => rows;

    /// <summary>How many rows were run.</summary>
    public int Run => _errors.Count;

    public bool IsClosed { get; private set; }

    public double[] Measure(int rows, int without = -1)
    {
        IsClosed = false;
        for (int row = Run; row < rows; row++)
        {
            _errors[row] = error?.Invoke(row) ?? 1;
        }

        return [Enumerable.Range(0, rows).Where(row => row != without).Average(row => _errors[row])];
    }

    public void Close() => IsClosed = true;
}
