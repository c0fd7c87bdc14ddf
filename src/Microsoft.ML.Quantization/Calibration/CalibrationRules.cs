namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The calibration methods. A new one is a member of <see cref="CalibrationMethod"/> and a rule here.</summary>
internal static class CalibrationRules
{
    /// <summary>All methods but <see cref="CalibrationMethod.Auto"/>, which chooses among them: the default first, and of two that are equally good Auto takes the first.</summary>
    public static IReadOnlyList<CalibrationRule> All { get; } =
    [
        new(CalibrationMethod.MeanSquaredError, "mean squared error", MeanSquaredErrorEstimator.Estimate)
        {
            IsInAuto = true,
            OnnxRuntimeName = "MinMax",
            CurveQuantity = "mean squared error",
        },
        new(CalibrationMethod.Entropy, "entropy", (sketch, settings) => EntropyEstimator.Estimate(sketch, settings.IsSymmetric))
        {
            IsInAuto = true,
            OnnxRuntimeName = "Entropy",
            CurveQuantity = "Kullback-Leibler divergence",
        },
        new(CalibrationMethod.Percentile, "percentile", (sketch, settings) => PercentileEstimator.Estimate(sketch, settings.Percentile, settings.IsSymmetric))
        {
            IsInAuto = true,
            OnnxRuntimeName = "Percentile",
            Parameter = new(nameof(CalibrationSettings.Percentile), CalibrationTableFormat.PercentileField, settings => settings.Percentile, Above: 50, Most: 100),
        },
        new(CalibrationMethod.MinMax, "min-max", (sketch, _) => MinMaxEstimator.Estimate(sketch))
        {
            IsInAuto = true,
            OnnxRuntimeName = "MinMax",
        },
    ];

    public static CalibrationRule Default => All[0];

    /// <summary>The methods that may choose the ranges where this one is asked for.</summary>
    public static IEnumerable<CalibrationRule> Candidates(CalibrationMethod method) =>
        method == CalibrationMethod.Auto ? All.Where(rule => rule.IsInAuto) : [Get(method)];

    /// <exception cref="ArgumentOutOfRangeException">There is no rule for the method.</exception>
    public static CalibrationRule Get(CalibrationMethod method) =>
        Find(method.ToString()) ?? throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown calibration method.");

    /// <param name="method">The name of a member of <see cref="CalibrationMethod"/>.</param>
    /// <returns><see langword="null"/> where there is no such method.</returns>
    public static CalibrationRule? Find(string method) => All.FirstOrDefault(rule => rule.Method.ToString() == method);
}
