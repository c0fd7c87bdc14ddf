using System.Diagnostics;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>What came of a candidate: a model, or an error.</summary>
internal sealed record MadeModel(QuantizationCandidate Candidate)
{
    public QuantizationResult? Result { get; private init; }

    public Exception? Error { get; init; }

    public TimeSpan Time { get; private init; }

    public long? PeakMemoryBytes { get; private init; }

    /// <summary>Makes the model; all that goes wrong, but for being stopped, concerns this candidate alone.</summary>
    public static MadeModel Make(QuantizationCandidate candidate, CandidateContext context)
    {
        using var memory = new PeakWorkingSet();
        var watch = Stopwatch.StartNew();
        try
        {
            var result = candidate.Quantize(context);
            return new MadeModel(candidate) { Result = result, Time = watch.Elapsed, PeakMemoryBytes = memory.Growth() };
        }
        catch (Exception e) when (IsItsOwn(e))
        {
            return new MadeModel(candidate) { Error = e, Time = watch.Elapsed };
        }
    }

    /// <summary>Whether an error leaves the other candidates alone.</summary>
    public static bool IsItsOwn(Exception error) => error is not (OperationCanceledException or OutOfMemoryException);
}
