namespace Microsoft.ML.Quantization.Reporting;

/// <summary>What a report shows, whatever it is written as. Every part may be absent.</summary>
internal sealed record ReportDocument
{
    /// <summary>What the report is about, for its heading.</summary>
    public required string Title { get; init; }

    public Verdict? Verdict { get; init; }

    /// <summary>What accuracy is called and how it is written.</summary>
    public Metric Metric { get; init; } = new("accuracy", IsShare: true);

    /// <summary>Size, latency and agreement of one INT8 model.</summary>
    public Measures? Measures { get; init; }

    /// <summary>Further numbers that are read first.</summary>
    public IReadOnlyList<FigureCard> Figures { get; init; } = [];

    /// <summary>The stages of a trained model.</summary>
    public IReadOnlyList<StageRow> Stages { get; init; } = [];

    /// <summary>The metrics of a trained model before and after.</summary>
    public IReadOnlyList<MetricComparison> Metrics { get; init; } = [];

    /// <summary>What rounding did to the predictions of a trained model.</summary>
    public ScoreChanges? Changes { get; init; }

    /// <summary>How close each output is to FP32's.</summary>
    public IReadOnlyList<OutputReport> Outputs { get; init; } = [];

    /// <summary>What became of the passes over the numbers of the model.</summary>
    public IReadOnlyList<QuantizationPassReport> Passes { get; init; } = [];

    /// <summary>What another target would gain.</summary>
    public FinerTargetReport? FinerTarget { get; init; }

    /// <summary>Each a sentence that says what to do.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IReadOnlyList<MethodRow> Methods { get; init; } = [];

    /// <summary>The method of <see cref="Methods"/> that should be taken; <see langword="null"/> where none is told.</summary>
    public string? Recommended { get; init; }

    /// <summary>What the methods are compared with.</summary>
    public string Reference { get; init; } = "FP32";

    /// <summary>The time in seconds that all methods shared.</summary>
    public double? SharedSeconds { get; init; }

    /// <summary>What was tried to meet an accuracy budget, in that order.</summary>
    public IReadOnlyList<QuantizationAttempt> Attempts { get; init; } = [];

    public IReadOnlyList<FrontPoint> Front { get; init; } = [];

    /// <summary>In the order of the graph; writers sort.</summary>
    public IReadOnlyList<LayerShare> Layers { get; init; } = [];

    public IReadOnlyList<NodeReport> Nodes { get; init; } = [];

    public IReadOnlyList<TensorReport> Tensors { get; init; } = [];

    /// <summary>The tensors, the noisiest first.</summary>
    public IEnumerable<CalibratedTensor> Noisiest => Tensors.Select(tensor => tensor.Calibrated).OrderBy(tensor => tensor.Sqnr);

    public static ReportDocument Create(QuantizationReport report) => new()
    {
        Title = report.ModelName,
        Verdict = Verdict.Create(report),
        Measures = new Measures(
            report.FloatBytes,
            report.QuantizedBytes,
            report.FloatLatency.TotalMilliseconds,
            report.QuantizedLatency.TotalMilliseconds,
            report.EvaluatedRows,
            report.Agreement,
            report.Sqnr),
        Outputs = report.Outputs,
        Passes = report.Passes,
        FinerTarget = report.FinerTarget,
        Warnings = report.Warnings,
        Attempts = report.Attempts,
        Nodes = report.Nodes,
        Tensors = report.Tensors,
    };
}
