using Microsoft.ML.Quantization.Evaluation.Metrics;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>Rows in which models detect objects.</summary>
internal sealed class PairedDetections : PairedRows<FloatDetections, ComparedImage>, IKeptRows
{
    private readonly DetectionReader _reader;
    private readonly DetectionCheck _check;
    private readonly DetectionOptions _options;
    private readonly ComparedImages[] _models;
    private readonly BoxUnits _units = new();
    private readonly bool _labelled;

    private PairedDetections(DetectionReader reader, DetectionCheck check, DetectionOptions options, int models, bool labelled)
        : base(models)
    {
        (_reader, _check, _options, _labelled) = (reader, check, options, labelled);
        _models = [.. Enumerable.Range(0, models).Select(_ => new ComparedImages(options.AgreementThreshold))];
    }

    /// <summary>The first row shows what the outputs are.</summary>
    /// <exception cref="InvalidOperationException">The outputs and the options do not tell where boxes and scores are.</exception>
    public static PairedDetections Start(ModelRuns runs, OnnxModel source, int models, LabelledRows rows, LabelledRow first, DetectionOptions options)
    {
        var outputs = runs.Float(first.Inputs);
        int? classes = options.ClassCount ?? rows.ClassCount;
        var reader = new DetectionReader(new DetectionFormSearch(outputs, options, classes).Find(), options, source.Graph.Node.Any(node => node.OpType == "NonMaxSuppression"));
        var check = new DetectionCheck(reader, options, classes, rows.LabelColumn);
        check.Classes(outputs);
        return new PairedDetections(reader, check, options, models, rows.HasLabels);
    }

    /// <inheritdoc/>
    public IMeasuredForm Form => new DetectedForm(_reader.ToString(), _options.AgreementThreshold, _labelled);

    /// <inheritdoc/>
    public double[] Numbers(LabelledRow row, ModelRuns runs)
    {
        var expected = Float(row.Place, row, runs.Float(row.Inputs, Outputs));
        var image = Quantized(row.Place, row, expected, runs.Quantized(0, row.Inputs, Outputs));
        return DetectedForm.Numbers(BoxReach.Of(expected.Objects, expected.Detections), image);
    }

    protected override string[] Outputs => _reader.Form.Outputs;

    protected override FloatDetections Float(long number, LabelledRow row, OutputValue[] outputs)
    {
        var objects = LabelledObject.Read(row.Label);
        _check.Objects(number, objects);
        DetectionCheck.Numbers(number, outputs, "FP32");
        var detections = _reader.Read(outputs);
        var (boxes, scores) = _reader.Values(outputs);
        _check.Detections(number, scores, detections);
        return new FloatDetections(objects, detections, new FoundObjects(detections, objects), boxes, scores);
    }

    protected override ComparedImage Quantized(long number, LabelledRow row, FloatDetections expected, OutputValue[] outputs)
    {
        DetectionCheck.Numbers(number, outputs, "INT8");
        var detections = _reader.Read(outputs);
        var (boxes, scores) = _reader.Values(outputs);
        var (wanted, met) = DetectionAgreement.Count(expected.Detections, detections, _options.AgreementThreshold);
        return new ComparedImage(
            Array.ConvertAll(expected.Objects, each => each.Class), expected.Found, new FoundObjects(detections, expected.Objects), wanted, met, [.. Noise(expected.Boxes, boxes), .. Noise(expected.Scores, scores)]);
    }

    protected override void Add(FloatDetections row) => _units.Add(BoxReach.Of(row.Objects, row.Detections));

    protected override void Add(int model, ComparedImage row) => _models[model].Add(row);

    protected override QuantizationEvaluation Evaluate(int model, double level)
    {
        _units.Check();
        return _models[model].Evaluate(_labelled, level);
    }

    /// <summary>Signal and noise; not known where the model chooses how many values there are.</summary>
    private static double[] Noise(float[] expected, float[] actual)
    {
        if (expected.Length != actual.Length)
        {
            return [double.NaN, double.NaN];
        }

        var noise = OutputNoise.Measure(expected, actual);
        return [noise.Signal, noise.Noise];
    }
}
