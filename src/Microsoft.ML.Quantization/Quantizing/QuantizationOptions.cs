using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization;

/// <summary>What a quantization may be told; the defaults fit a model that runs on CPUs.</summary>
/// <example>
/// <code>
/// var step = mlContext.Transforms.Quantize("model.onnx", new QuantizationOptions
/// {
///     Calibration = CalibrationMethod.Entropy,
///     MaxCalibrationRows = 500,
///     ExcludedOperators = ["Gemm"],
/// });
/// </code>
/// </example>
public sealed record QuantizationOptions
{
    private readonly CalibrationMethod? _calibration;

    /// <summary>How much work goes into the numbers of the INT8 model, whose nodes and time of a row are the same with any.</summary>
    /// <value>The default value is <see cref="QuantizationEffort.Default"/>.</value>
    public QuantizationEffort Effort { get; init; } = QuantizationEffort.Default;

    /// <summary>Which passes run, where <see cref="Effort"/> should not decide.</summary>
    /// <value>The default value leaves every pass to the effort.</value>
    public QuantizationPasses Passes { get; init; } = new();

    /// <summary>
    /// How activation ranges are chosen from the calibration data. All methods choose from one pass over it, so
    /// <see cref="CalibrationMethod.Auto"/>, which tries them all, costs no other pass. Where it is set, the ranges are those of that method
    /// whatever <see cref="Effort"/> is.
    /// </summary>
    /// <value>The default value is <see cref="CalibrationMethod.MeanSquaredError"/>, which <see cref="QuantizationPasses.ConsumerRanges"/> may replace.</value>
    public CalibrationMethod Calibration
    {
        get => _calibration ?? CalibrationMethod.MeanSquaredError;
        init => _calibration = value;
    }

    /// <summary>The share of values, in percent above 50 and up to 100, that <see cref="CalibrationMethod.Percentile"/> keeps inside the range.</summary>
    /// <value>The default value is 99.999.</value>
    public double Percentile { get; init; } = 99.999;

    /// <summary>Whether weights get a scale for each output channel (<see langword="true"/>) or one for the whole tensor.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool PerChannel { get; init; } = true;

    /// <summary>Whether weights use 7 bits, -64 to 64, instead of 8: the coarse remedy for CPUs whose INT8 sums saturate.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool ReduceRange { get; init; }

    /// <summary>Where the model is to run.</summary>
    /// <value>The default value is <see cref="QuantizationTarget.OnnxRuntimeX86"/>.</value>
    public QuantizationTarget Target { get; init; } = QuantizationTarget.OnnxRuntimeX86;

    /// <summary>
    /// Other targets that the model is made for too, from the same calibration pass, each with the numbers that are best for it:
    /// <see cref="QuantizedOnnxTransformer.SaveForTarget(string, QuantizationTarget)"/> writes their files. What is scored is the model for <see cref="Target"/>. It does not go
    /// together with a <see cref="Budget"/>.
    /// </summary>
    /// <value>The default value is no other target.</value>
    public IReadOnlyList<QuantizationTarget> AlsoFor { get; init; } = [];

    /// <summary>
    /// Whether activations are quantized when the model runs, each tensor by its own range then, in place of ranges from calibration data (dynamic quantization). <c>Fit</c> then
    /// needs no rows: what it reads of them, a few, is for the report. Only dense layers (Gemm, MatMul) and LSTMs with constant weights go to INT8, where they gain by it; all else
    /// stays in FP32. With a hundred rows of data, ranges from calibration are faster, and convolutions go to INT8 too. Since the rows of a batch would share one range, a row's scores
    /// would depend on its neighbours: rows are scored one at a time. It goes together with the targets of ONNX Runtime on CPUs, and not with <see cref="AlsoFor"/>,
    /// <see cref="CalibrationTable"/> and <see cref="Budget"/>.
    /// </summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool DynamicActivations { get; init; }

    /// <summary>
    /// Whether biases are changed by the mean error that quantized weights make on the calibration data
    /// (M. Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", ICCV 2019).
    /// </summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool BiasCorrection { get; init; } = true;

    /// <summary>
    /// Whether the channels between layers are scaled, before anything is calibrated, so that the weights that make a channel and those
    /// that read it are of like size (the paper of <see cref="BiasCorrection"/>). It changes nothing that FP32 computes but the rounding of
    /// its numbers, and helps where channels of one layer differ much in size: above all with one scale for a whole weight
    /// (<see cref="PerChannel"/>), and where one channel decides the range of an activation. Only channels that run through Relu,
    /// additions, pools and other operators that scale along can be equalized; those cut off by a Clip, as in networks with ReLU6, cannot.
    /// </summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool CrossLayerEqualization { get; init; }

    /// <summary>
    /// Whether nodes stay in FP32 where INT8 is not expected to be faster, conversions counted: convolutions over few channels,
    /// depthwise and grouped ones at the border of a region, small models. What is faster is told by fits to two kinds of x86 CPU,
    /// with and without VNNI, not by the machine at hand. A last convolution whose range swallows what an output, or a part of one, is made from stays in FP32
    /// too, and so does a Concat of unlike ranges whose parts are told apart again behind it, where that is measured and costs next to no time. Otherwise everything that can run in INT8 does. Embeddings and other tables that values are looked up
    /// in are stored in INT8, a scale a row, for the size of the model; where this is set, those of fewer than 4,096 values or of less than a 256th of
    /// the model are not, since looking up takes about a microsecond more.
    /// </summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool OnlyWhereFaster { get; init; } = true;

    /// <summary>
    /// The ranges that an earlier calibration of the same model found (<see cref="QuantizedOnnxTransformer.Calibration"/>, or
    /// <see cref="Quantization.CalibrationTable.Load"/>), so that <c>Fit</c> need not run the FP32 model: it then reads a few rows for the
    /// report, or none where there are none. With the table's own options the model is the same, byte for byte;
    /// <see cref="Calibration"/> and <see cref="Percentile"/> have no effect. <see langword="null"/> calibrates on the data.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public CalibrationTable? CalibrationTable { get; init; }

    /// <summary>
    /// What all shards of the calibration data showed, merged (<see cref="CalibrationShard.Merge"/>), so that <c>Fit</c> reads no rows: for data that outgrow one machine. The options must
    /// be those that the shards were calibrated with; the method of <see cref="Calibration"/> is free. The model has the same bytes as one that is fitted to all rows.
    /// It does not go together with <see cref="CalibrationTable"/>, <see cref="DynamicActivations"/> and <see cref="Budget"/>. <see langword="null"/> calibrates on the data.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public CalibrationShard? CalibrationShards { get; init; }

    /// <summary>How many rows, from the first, are used for calibration; <see langword="null"/> uses them all.</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public int? MaxCalibrationRows { get; init; }

    /// <summary>How many rows are scored in one call of the INT8 model where its first dimension is free; <see langword="null"/> chooses as many as keep the activations of the largest layer in the cache.</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public int? BatchSize { get; init; }

    /// <summary>The number of threads that one scoring call may use; <see langword="null"/> lets ONNX Runtime choose (a thread a physical core).</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public int? IntraOpThreads { get; init; }

    /// <summary>
    /// Names of graph nodes that stay in FP32. <c>Fit</c> refuses one that is not in the model, and warns of one that is there but is folded
    /// into others before anything is quantized, as constants are, and BatchNormalization behind a convolution.
    /// </summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> ExcludedNodes { get; init; } = [];

    /// <summary>ONNX operator types, such as <c>Gemm</c>, whose nodes all stay in FP32; as for <see cref="ExcludedNodes"/>, there must be one.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> ExcludedOperators { get; init; } = [];

    /// <summary>
    /// How much accuracy, or time, the INT8 model may cost: <c>Fit</c> then tries ways to quantize until one is within it, from these options on.
    /// <see langword="null"/> takes the model that these options give, whatever it costs.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public QuantizationBudget? Budget { get; init; }

    /// <summary>
    /// Stops <c>Fit</c>: between two rows, and inside the run of a row as soon as the operator that is running is done, also within a loop of the model.
    /// </summary>
    /// <value>The default value never cancels.</value>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// The longest that the model may take over a row: <c>Fit</c>, and scoring, then throw a <see cref="TimeoutException"/> that names the model.
    /// <see langword="null"/> is 20 seconds where the model has a Loop, which may never end, and no limit otherwise;
    /// <see cref="Timeout.InfiniteTimeSpan"/> is no limit for any model.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public TimeSpan? MaxRowTime { get; init; }

    /// <summary>Whether <see cref="Calibration"/> was set.</summary>
    internal bool HasCalibration => _calibration != null;

    /// <summary>Whether a pass needs what is seen of each channel.</summary>
    internal bool ObservesChannels => (RecipeRequest.Of(this).All & EqualizationPass.All) != 0;

    /// <summary>Whether ranges start from what is counted of channels: no method was asked for, which would look at every value.</summary>
    internal bool RangesFromChannels => Effort != QuantizationEffort.Fast && !HasCalibration && ObservesChannels;

    internal CalibrationSettings CalibrationSettings => new(Calibration, Percentile, Target.Definition.Numbers.HasSymmetricActivations)
    {
        Clipping = Target.Definition.Numbers.HasSymmetricActivations && Effort != QuantizationEffort.Fast && !HasCalibration ? CalibrationSettings.ClippingOfSymmetric : 1,
    };

    internal RunSettings RunSettings => new(CancellationToken, MaxRowTime, IntraOpThreads);

    /// <summary>What of these options decides where INT8 is placed.</summary>
    internal PlacementRequest Placement => new(ExcludedNodes, ExcludedOperators, OnlyWhereFaster);

    /// <summary>The same model, made as another quantization runs: on its rows and threads, until it is stopped, and without a budget.</summary>
    internal QuantizationOptions RunAs(QuantizationOptions other) => this with
    {
        MaxCalibrationRows = other.MaxCalibrationRows,
        CalibrationShards = other.CalibrationShards,
        BatchSize = other.BatchSize,
        IntraOpThreads = other.IntraOpThreads,
        CancellationToken = other.CancellationToken,
        MaxRowTime = other.MaxRowTime,
        Budget = null,
        AlsoFor = [],
    };

    /// <summary>These options for another target.</summary>
    internal QuantizationOptions For(QuantizationTarget target) => this with { Target = target, AlsoFor = [] };
}
