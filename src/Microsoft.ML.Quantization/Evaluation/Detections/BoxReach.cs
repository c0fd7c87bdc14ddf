namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>The largest coordinate at which a box of an image ends, of the labels and of what FP32 detects.</summary>
internal readonly record struct BoxReach(double Labelled, double Detected)
{
    public static BoxReach Of(LabelledObject[] objects, Detection[] detections) =>
        new(Largest(objects.Select(each => each.Box)), Largest(detections.Select(each => each.Box)));

    private static double Largest(IEnumerable<Box> boxes) => boxes.Select(box => Math.Max(Math.Abs(box.X1), Math.Abs(box.Y1))).DefaultIfEmpty().Max();
}
