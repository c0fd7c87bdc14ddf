using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization;

/// <summary>What calibration observed of one activation tensor, and the range that was chosen for it.</summary>
public sealed class CalibratedTensor
{
    /// <summary>Points of a curve that are kept: enough to draw it.</summary>
    private const int CurvePoints = 128;

    private float _low;
    private float _high;
    private double? _modelLow;
    private double? _modelHigh;
    private string _reason = "";
    private DivergenceCurve? _curve;

    internal CalibratedTensor(string name)
    {
        Name = name;
    }

    /// <summary>The tensor's name in the graph.</summary>
    public string Name { get; }

    /// <summary>How the range was chosen.</summary>
    public CalibrationMethod Method { get; internal init; }

    /// <summary>The smallest value that the INT8 model keeps, in its units; smaller ones are clipped to it. At least <see cref="Minimum"/>, unless training learned it.</summary>
    public float Low
    {
        get => _low;
        internal init => _low = value;
    }

    /// <summary>The largest value that is kept; larger ones are clipped to it. At most <see cref="Maximum"/>, unless training learned it.</summary>
    public float High
    {
        get => _high;
        internal init => _high = value;
    }

    /// <summary>Why this range, in a sentence.</summary>
    public string Reason
    {
        get => _reason;
        internal init => _reason = value;
    }

    /// <summary>How many values were counted, of any kind: all that were observed, or, where what is counted of channels does, those of some places of each row.</summary>
    public long Count { get; internal init; }

    /// <summary>The smallest finite value observed.</summary>
    public float Minimum { get; internal init; }

    /// <summary>The largest finite value observed.</summary>
    public float Maximum { get; internal init; }

    /// <summary>How many values were NaN; they were ignored.</summary>
    public long NaNCount { get; internal init; }

    /// <summary>How many values were infinite; they were ignored.</summary>
    public long InfinityCount { get; internal init; }

    /// <summary>The share of the finite values that are zero, 0 to 1.</summary>
    public double ZeroShare { get; internal init; }

    /// <summary>The share of the finite values outside the range, 0 to 1, as far as the bins of the histogram tell.</summary>
    public double ClippedShare { get; internal init; }

    /// <summary>The signal-to-quantization-noise ratio of the tensor by itself in decibels, as far as the bins of the histogram tell; infinite where there is no noise.</summary>
    public double Sqnr => MeanSquaredError > 0 ? 10 * Math.Log10(MeanSquare / MeanSquaredError) : double.PositiveInfinity;

    /// <summary>
    /// What <see cref="CalibrationMethod.Entropy"/> or <see cref="CalibrationMethod.MeanSquaredError"/> minimized, in about a hundred
    /// points; <see langword="null"/> for other methods and where nothing could be chosen.
    /// </summary>
    public DivergenceCurve? Curve
    {
        get => _curve;
        internal init => _curve = value;
    }

    /// <summary>How the observed values are spread; <see langword="null"/> where all are zero, and in tables that were saved by versions that did not keep it.</summary>
    public TensorHistogram? Histogram { get; internal init; }

    /// <summary>The number that <see cref="Method"/> was given, such as the percentage to keep; <see langword="null"/> where it takes none.</summary>
    internal double? Parameter { get; init; }

    /// <summary>The lower end in the units of the model, chosen by tensor, where the INT8 model has other units for the channels: for tools that read the model itself.</summary>
    internal double? ModelLow
    {
        get => _modelLow;
        init => _modelLow = value;
    }

    /// <summary>The upper end, as <see cref="ModelLow"/>.</summary>
    internal double? ModelHigh
    {
        get => _modelHigh;
        init => _modelHigh = value;
    }

    /// <summary>The range in the units of the model.</summary>
    internal (float Low, float High) ModelRange => ModelLow is { } low && ModelHigh is { } high ? ((float)low, (float)high) : (Low, High);

    /// <summary>The mean of the squared values, in the squared unit of the tensor.</summary>
    internal double MeanSquare { get; init; }

    /// <summary>The mean squared error of the quantized values, in the squared unit of the tensor.</summary>
    internal double MeanSquaredError { get; init; }

    /// <summary>The tensor with a range that training has arrived at. What was observed, and the errors, stay those of the calibration.</summary>
    internal CalibratedTensor WithRange(float low, float high, string reason)
    {
        var tensor = WithReason(reason);
        (tensor._low, tensor._high, tensor._curve) = (low, high, null);
        return tensor;
    }

    /// <summary>The tensor with another reason for its range.</summary>
    internal CalibratedTensor WithReason(string reason)
    {
        var tensor = (CalibratedTensor)MemberwiseClone();
        tensor._reason = reason;
        return tensor;
    }

    /// <summary>The tensor of a model that has other units for its channels than the one that <paramref name="model"/> is of.</summary>
    internal CalibratedTensor Instead(CalibratedTensor model)
    {
        var tensor = (CalibratedTensor)MemberwiseClone();
        (tensor._modelLow, tensor._modelHigh) = (model.Low, model.High);
        return tensor;
    }

    /// <summary>Chooses the range of a tensor whose sketch <see cref="NonFinitePolicy"/> lets pass.</summary>
    /// <exception cref="InvalidOperationException">Not one finite value was observed.</exception>
    internal static CalibratedTensor Create(string name, TensorSketch sketch, CalibrationSettings settings, RangeEstimate? chosen = null)
    {
        RangeEstimate range = chosen ?? RangeEstimator.Estimate(sketch, settings);
        var errors = new ExpectedSquaredError(sketch);
        return new CalibratedTensor(name)
        {
            Method = settings.Method,
            Parameter = CalibrationRules.Get(settings.Method).Parameter?.Value(settings),
            Low = range.Low,
            High = range.High,
            Reason = range.Reason,
            Count = sketch.Count,
            Minimum = sketch.Minimum,
            Maximum = sketch.Maximum,
            NaNCount = sketch.NaNCount,
            InfinityCount = sketch.InfinityCount,
            ZeroShare = sketch.ZeroCount / (double)sketch.FiniteCount,
            ClippedShare = range.ClippedShare,
            MeanSquare = errors.MeanSquare,
            MeanSquaredError = errors.Compute(settings.Parameters(range.Low, range.High)),
            Curve = range.Curve?.Thin(CurvePoints),
            Histogram = TensorHistogram.Create(sketch),
        };
    }
}
