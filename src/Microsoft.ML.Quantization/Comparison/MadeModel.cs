using System.Diagnostics;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Comparison;

/// <summary>What came of a candidate: a model, or an error.</summary>
internal sealed record MadeModel(QuantizationCandidate Candidate)
{
    public QuantizationResult? Result { get; private init; }

    public Exception? Error { get; init; }

    /// <summary>Whether its time can be measured on this machine.</summary>
    public bool IsTimed => Result is { } result && RunsHere(result);

    /// <summary>The size of the file that its target reads.</summary>
    public long Bytes { get; private init; }

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
            return new MadeModel(candidate) { Result = result, Time = watch.Elapsed, PeakMemoryBytes = memory.Growth(), Bytes = SizeOf(result) };
        }
        catch (Exception e) when (IsItsOwn(e))
        {
            return new MadeModel(candidate) { Error = e, Time = watch.Elapsed };
        }
    }

    private static bool RunsHere(QuantizationResult result) => result.Target?.Checks.IsHere ?? true;

    private static long SizeOf(QuantizationResult result)
    {
        if (RunsHere(result))
        {
            return result.Model.Bytes;
        }

        try
        {
            using var folder = new TemporaryFolder();
            result.Target!.Writer.Save(result.Model, folder.File("model"));
            return new DirectoryInfo(folder.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch
        {
            result.Model.Dispose();
            throw;
        }
    }

    /// <summary>Whether an error leaves the other candidates alone.</summary>
    public static bool IsItsOwn(Exception error) => error is not (OperationCanceledException or OutOfMemoryException);
}
