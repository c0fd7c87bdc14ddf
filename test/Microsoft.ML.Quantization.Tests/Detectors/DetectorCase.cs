using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Detectors;

/// <summary>A detector that is made in code, with images for it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Build">Makes it.</param>
/// <param name="Colours">How many classes it tells apart.</param>
/// <param name="UnitsForPixel">The unit of its boxes.</param>
/// <param name="Options">What its outputs are.</param>
internal sealed record DetectorCase(string Name, Func<ModelProto> Build, int Colours, float UnitsForPixel, DetectionOptions Options)
{
    public static DetectorCase YoloLike { get; } = new("YOLO-like", YoloLikeDetector.Build, YoloLikeDetector.Classes, YoloLikeDetector.UnitsForPixel, new DetectionOptions());

    public static DetectorCase SsdLike { get; } = new("SSD-like", SsdLikeDetector.Build, 1, 1, new DetectionOptions { BackgroundClass = 0, BoxScaleX = BlockImage.Side, BoxScaleY = BlockImage.Side });

    public static DetectorCase[] All => [YoloLike, SsdLike];

    public AskedTask Task => new(EvaluationTask.ObjectDetection, Options);

    public OnnxModel Model() => new(Build(), "test.onnx");

    /// <summary>Rows to calibrate on.</summary>
    public TensorValue[][] Rows(int count, int seed) => Array.ConvertAll(BlockImage.Create(count, seed, Colours), Input);

    /// <summary>Rows with what is there.</summary>
    public LabelledRows Labelled(int count, int seed) =>
        new(BlockImage.Create(count, seed, Colours).Select(image => new LabelledRow(Input(image), Label(image))), "Label") { ClassCount = Colours };

    private static TensorValue[] Input(BlockImage image) => [new TensorValue("x", image.Pixels, BlockImage.Shape)];

    private float[] Label(BlockImage image)
    {
        float[] boxes = image.BoxesIn(UnitsForPixel);
        return [.. image.Labels.SelectMany((label, i) => new[] { label, boxes[4 * i], boxes[(4 * i) + 1], boxes[(4 * i) + 2], boxes[(4 * i) + 3] })];
    }
}
