namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>Whether the boxes of the labels and those of the FP32 model can be in one unit: shares of an image and pixels are not.</summary>
internal sealed class BoxUnits
{
    private const double LargestShare = 2;
    private const double SmallestPixels = 8;

    private double _labelled;
    private double _detected;

    public void Add(BoxReach image)
    {
        _labelled = Math.Max(_labelled, image.Labelled);
        _detected = Math.Max(_detected, image.Detected);
    }

    /// <exception cref="InvalidOperationException">They are not.</exception>
    public void Check()
    {
        if ((_labelled is > 0 and <= LargestShare && _detected > SmallestPixels) || (_detected is > 0 and <= LargestShare && _labelled > SmallestPixels))
        {
            throw new InvalidOperationException(
                $"The boxes of the labels reach to {_labelled:G4}, those of the FP32 model to {_detected:G4}: the one seem to be shares of an image, the other pixels. "
                + $"Set {nameof(DetectionOptions.BoxScaleX)} and {nameof(DetectionOptions.BoxScaleY)} of the {nameof(DetectionOptions)} to what the model's boxes are multiplied by.");
        }
    }
}
