using System.Globalization;

namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>How detections are read and compared.</summary>
/// <param name="Reading">How they are read, in words.</param>
/// <param name="AgreementThreshold">The score from which on a detection counts for the agreement.</param>
/// <param name="IsLabelled">Whether rows have labels.</param>
internal sealed record DetectedForm(string Reading, float AgreementThreshold, bool IsLabelled) : IMeasuredForm
{
    /// <summary>How far boxes reach stands before what is kept of the image.</summary>
    private const int Reaches = 2;

    public EvaluationTask Task => EvaluationTask.ObjectDetection;

    public string Words => string.Create(CultureInfo.InvariantCulture, $"{Reading}, agreement from a score of {AgreementThreshold}{(IsLabelled ? ", with labels" : "")}");

    public static double[] Numbers(BoxReach reach, ComparedImage image) => [reach.Labelled, reach.Detected, .. image.Numbers];

    public int Length(ReadOnlySpan<double> numbers) => Reaches + ImageNumbers.Read(numbers[Math.Min(Reaches, numbers.Length)..]).Length;

    public QuantizationEvaluation Evaluate(IEnumerable<double[]> rows, double level)
    {
        var units = new BoxUnits();
        var images = new ComparedImages(AgreementThreshold);
        foreach (double[] numbers in rows)
        {
            units.Add(new BoxReach(numbers[0], numbers[1]));
            images.Add(ImageNumbers.Read(numbers.AsSpan(Reaches)).Image);
        }

        units.Check();
        return images.Evaluate(IsLabelled, level);
    }
}
