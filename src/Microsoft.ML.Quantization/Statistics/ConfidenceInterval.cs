using System.Globalization;

namespace Microsoft.ML.Quantization;

/// <summary>The values that a measured number is compatible with.</summary>
/// <param name="Low">The lower end, in the unit of the number.</param>
/// <param name="High">The upper end, in the unit of the number.</param>
/// <param name="Level">How often such an interval holds the true value, 0.5 to 1: 0.95 for a 95 % interval.</param>
public readonly record struct ConfidenceInterval(double Low, double High, double Level)
{
    /// <summary>Whether <paramref name="value"/> is in the interval, its ends included.</summary>
    /// <param name="value">A number in the unit of the ends.</param>
    /// <returns><see langword="true"/> where it is.</returns>
    /// <example>
    /// <code>
    /// QuantizationEvaluation evaluation = mlContext.Quantization().Evaluate(testImages, model, "Label");
    /// if (evaluation.Primary is { } accuracy &amp;&amp; accuracy.Interval.Contains(0))
    /// {
    ///     Console.WriteLine($"{accuracy.Name} has not changed, as far as these rows tell.");
    /// }
    /// </code>
    /// </example>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>The interval in words.</summary>
    /// <returns>A text like "95 % interval -0.001 to 0.005".</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{100 * Level:0.##} % interval {Low:G4} to {High:G4}");
}
