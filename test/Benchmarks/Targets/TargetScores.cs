namespace Benchmarks.Targets;

/// <summary>What a target's runtime gave.</summary>
/// <param name="Outputs">The first output of the first rows, row by row.</param>
/// <param name="Milliseconds">The time of a row on one thread; NaN where it is not that of the target.</param>
/// <param name="FloatMilliseconds">That of FP32 in the same runtime, in turn; NaN where it is not known.</param>
internal sealed record TargetScores(float[][] Outputs, double Milliseconds = double.NaN, double FloatMilliseconds = double.NaN);
