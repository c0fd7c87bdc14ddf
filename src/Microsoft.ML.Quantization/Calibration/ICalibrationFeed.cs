using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Calibration rows, and what is kept of them on the way.</summary>
internal interface ICalibrationFeed : IDisposable
{
    /// <summary>The first rows.</summary>
    ReportSamples Samples { get; }

    /// <summary>The rows that were not passed on, once all were read.</summary>
    IReadOnlyList<TensorValue[]> HeldBack { get; }

    /// <summary>Rows that were passed on, and kept to search ranges on.</summary>
    IReadOnlyList<TensorValue[]> Searched { get; }

    /// <summary>What was observed earlier of rows that are not passed on any more; <see langword="null"/> where all are.</summary>
    ActivationStatistics? Observed { get; }

    /// <summary>How many rows there are, held back or not, once all were read.</summary>
    long Rows { get; }

    /// <summary>The hash of the rows, once all were read.</summary>
    string Hash { get; }

    /// <summary>Reads the rows to observe, once.</summary>
    IEnumerable<TensorValue[]> Read();

    /// <summary>Gives a row back to where it comes from, unless it is kept. May be called while others are read.</summary>
    void Release(TensorValue[] row);
}
