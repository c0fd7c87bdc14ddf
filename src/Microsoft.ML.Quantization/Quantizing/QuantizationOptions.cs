using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Placement;

namespace Microsoft.ML.Quantization;

/// <summary>What a quantization may be told; the defaults fit a model that runs on CPUs.</summary>
public sealed record QuantizationOptions
{
    /// <summary>
    /// How activation ranges are chosen from the calibration data. All methods choose from one pass over it, so
    /// <see cref="CalibrationMethod.Auto"/>, which tries them all, costs no other pass.
    /// </summary>
    /// <value>The default value is <see cref="CalibrationMethod.MeanSquaredError"/>.</value>
    public CalibrationMethod Calibration { get; init; } = CalibrationMethod.MeanSquaredError;

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
    /// with and without VNNI, not by the machine at hand. A last convolution whose range swallows what an output is made from stays in FP32 too, where
    /// that is measured and costs next to no time. Otherwise everything that can run in INT8 does. Embeddings and other tables that values are looked up
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
    public IReadOnlyCollection<string> ExcludedNodes { get; init; } = [];

    /// <summary>ONNX operator types, such as <c>Gemm</c>, whose nodes all stay in FP32; as for <see cref="ExcludedNodes"/>, there must be one.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyCollection<string> ExcludedOperators { get; init; } = [];

    /// <summary>
    /// The accuracy that may be lost against FP32, a share of 1: 0.005 is half a point. <c>Fit</c> then tries, from cheap to dear, the
    /// <see cref="Calibration"/> method, the best of the methods, some nodes in FP32, and what <see cref="Escalation"/> adds, and
    /// returns the first model whose loss on rows that are not calibrated on is proven to be within the budget: with 95 % confidence,
    /// one-sided, corrected for the number of models looked at. Where the rows are too few to prove any, it is the first whose
    /// loss on them is within the budget, with a warning that says how many rows would prove it. Where there is none, see
    /// <see cref="FloatIfOutOfBudget"/>. <see cref="QuantizationReport.Attempts"/> tells what was tried. The model must be a
    /// classifier, its first output a score for each class. <see langword="null"/> sets no budget.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public double? MaxAccuracyLoss { get; init; }

    /// <summary>
    /// The time that a row may take on this machine, one thread, as a multiple of that of FP32, above 0: 0.6 is six tenths. <c>Fit</c> then times
    /// models in turn with FP32, those whose outputs are closest to FP32's first, with more nodes in FP32 or fewer, and returns the first that is proven to be
    /// within the budget: by the median over a dozen rounds or more, each with both models opened anew, some seconds of them where it is near, with 95 %
    /// confidence, one-sided, corrected for the number of looks. Where none is, it is the first that is within the budget as measured, with a warning; then what <see cref="Escalation"/>
    /// adds is tried. It needs no labels and holds no rows back. With <see cref="MaxAccuracyLoss"/> too, what is too slow is left out of the models
    /// that it tries. Where there is none, see <see cref="FloatIfOutOfBudget"/>. Where <see cref="OnlyWhereFaster"/> leaves every node in FP32 the
    /// ratio is 1. <see langword="null"/> sets no budget.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public double? MaxLatencyRatio { get; init; }

    /// <summary>
    /// The column of the classes for <see cref="MaxAccuracyLoss"/>: a key, a boolean, or a whole number from 0. <see langword="null"/>
    /// does without labels: every row whose class differs from that of FP32 then counts as lost, which no loss of accuracy exceeds.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public string? LabelColumnName { get; init; }

    /// <summary>
    /// The rows on which <see cref="MaxAccuracyLoss"/> is checked, transformed by the steps before this one as the data that is fitted is, or see
    /// <see cref="ValidationPreprocessing"/>; read once for each model
    /// that is tried. To prove half a point takes some thousand. With <see langword="null"/>, every other row of the data that is
    /// fitted is held back for it and not calibrated on.
    /// </summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public IDataView? ValidationData { get; init; }

    /// <summary>
    /// The fitted steps before this one in the pipeline, where <see cref="ValidationData"/> has not been through them: with
    /// <c>steps.Append(mlContext.Transforms.Quantize(...))</c> it is <c>steps.Fit(trainingData)</c>.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: <see cref="ValidationData"/> has the columns that the model reads.</value>
    public ITransformer? ValidationPreprocessing { get; init; }

    /// <summary>
    /// Whether the FP32 model is returned, with a warning, where nothing meets <see cref="MaxAccuracyLoss"/> and <see cref="MaxLatencyRatio"/>;
    /// otherwise <c>Fit</c> throws a <see cref="QuantizationBudgetException"/>: a <see cref="LatencyRatioException"/> where nothing is fast enough, or
    /// else an <see cref="AccuracyLossException"/>.
    /// </summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool FloatIfOutOfBudget { get; init; }

    /// <summary>What else to try for <see cref="MaxAccuracyLoss"/> and <see cref="MaxLatencyRatio"/>, in its order, where nothing that this library does by itself is within the budget.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<QuantizationCandidate> Escalation { get; init; } = [];

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

    internal CalibrationSettings CalibrationSettings => new(Calibration, Percentile);

    internal RunSettings RunSettings => new(CancellationToken, MaxRowTime, IntraOpThreads);

    /// <summary>What of these options decides where INT8 is placed.</summary>
    internal PlacementRequest Placement => new(ExcludedNodes, ExcludedOperators, OnlyWhereFaster);
}
