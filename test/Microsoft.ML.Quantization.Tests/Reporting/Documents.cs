using Microsoft.ML.Quantization.Numerics;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Tests.Reporting;

/// <summary>Reports of made-up models, with every part filled.</summary>
internal static class Documents
{
    /// <summary>Names that would be markup, break out of an attribute, or end a table's cell, were they not made safe.</summary>
    public static readonly string[] Hostile =
    [
        "<script>alert(1)</script>", "\" onload=\"alert(1)", "' onerror='alert(1)", "</style></title>", "a|b|c", "`x``y`", "line\nbreak\u0001\uD800", "@someone [x](https://example.org) <!-- -->", "]]>&amp;",
    ];

    public static ReportDocument Full(params string[] names)
    {
        string[] all = names.Length > 0 ? names : ["conv/1", "add", "soft"];
        return new ReportDocument
        {
            Title = all[0],
            Verdict = new Verdict(VerdictLevel.Caution, $"Headline {all[0]}", [$"Detail {all[0]}"]),
            Measures = new Measures(4_000_000, 1_000_000, 2, 1, 64, 0.97, 31.5),
            Passes = [.. all.Select(name => new QuantizationPassReport("Equalization") { Group = name, Gain = 0.5, Reason = $"pass on {name}" })],
            Targets = [.. all.Select(name => new TargetReport(name) { File = name, Bytes = 2_000_000, IntegerNodes = 3, FloatNodes = [Node(name, 2)], Findings = [$"found {name}"], Compared = $"compared {name}" })],
            Warnings = [.. all.Select(name => $"Tensor '{name}' is odd.")],
            Methods = [new MethodRow("FP32") { FloatAccuracy = 0.9 }, .. all.Select(Method)],
            Attempts = [.. all.Select(Attempt)],
            Front = [.. all.Select((name, i) => new FrontPoint(name, 1 - (0.1 * i), 0.001 * i, i % 2 == 0))],
            Layers = [.. all.Select((name, i) => new LayerShare(name, "Conv", 1.0 / (i + 2), i % 2 == 0))],
            Nodes = [.. all.Select((name, i) => Node(name, i))],
            Tensors = [.. all.Select(name => Tensor(name, 20))],
        };
    }

    /// <param name="nodes">How many nodes, each of which reads the one before it and one further back.</param>
    /// <param name="tensors">How many tensors, drawn as large as they get.</param>
    public static ReportDocument Large(int nodes, int tensors) => Full() with
    {
        Nodes = [.. Enumerable.Range(0, nodes).Select(i => Node($"/model/layers.{i}/attention/self/query/MatMul_{i}", i))],
        Tensors = [.. Enumerable.Range(0, tensors).Select(i => Tensor($"/model/layers.{i}/attention/self/query/MatMul_output_{i}", 128))],
    };

    public static NodeReport Node(string name, int place) => new(name, place % 3 == 2 ? "Softmax" : "Conv", isQuantized: place % 3 != 2, isFused: place % 3 == 0, $"because of {name}")
    {
        IsFolded = place % 6 == 3,
        Sources = place < 5 ? [] : [place - 5, place - 1],
        Weights = place % 3 == 0 ? new WeightRanges([.. Enumerable.Range(1, 500).Select(i => -i / 7f)], [.. Enumerable.Range(1, 500).Select(i => i / 3f)]) : null,
    };

    public static TensorReport Tensor(string name, int bins)
    {
        var calibrated = new CalibratedTensor(name)
        {
            Method = CalibrationMethod.Entropy,
            Low = -1,
            High = 3,
            Minimum = -2,
            Maximum = 4,
            Count = 1000,
            ClippedShare = 0.25,
            MeanSquare = 1000,
            MeanSquaredError = 1,
            Reason = $"reason of {name}",
            Histogram = new TensorHistogram(-2, 6.0 / bins, [.. Enumerable.Range(1, bins).Select(i => (long)i * i)]),
            Curve = new DivergenceCurve([.. Enumerable.Range(1, bins).Select(i => i / 10.0)], [double.PositiveInfinity, .. Enumerable.Range(2, bins - 1).Select(i => Math.Abs(i - 9.5) / 100)], 8),
        };
        return new TensorReport(calibrated, new QuantizationParameters(4f / 255, 64, QuantizedType.UInt8));
    }

    private static QuantizationAttempt Attempt(string name, int place) => new(name)
    {
        Loss = 0.002,
        LossInterval = new ConfidenceInterval(-0.001, 0.005, 0.95),
        LossBound = 0.006,
        Rows = 2000,
        Sqnr = 31.5,
        LatencyRatio = 0.7,
        LatencyRatioInterval = new ConfidenceInterval(0.69, 0.72, 0.95),
        LatencyRatioBound = 0.73,
        FloatNodes = [name, "next"],
        IsAccepted = place == 1,
        Outcome = $"outcome {name}",
    };

    private static MethodRow Method(string name) => new(name)
    {
        FloatAccuracy = 0.9,
        QuantizedAccuracy = 0.898,
        Loss = 0.002,
        LossLow = -0.001,
        LossHigh = 0.005,
        Rows = 5000,
        Seconds = 1.5,
        FloatMilliseconds = 2,
        QuantizedMilliseconds = 1,
        LatencyRatio = 0.5,
        RowsPerSecond = 1000,
        Agreement = 0.975,
        Sqnr = 31.5,
        Bytes = 1_000_000,
        PeakMemoryBytes = 200_000_000,
        Effort = $"effort {name}",
        BestFor = $"best {name}",
    };
}
