namespace Microsoft.ML.Quantization.Evaluation.Detections;

/// <summary>What is in an image: a class, and where.</summary>
internal readonly record struct LabelledObject(int Class, Box Box)
{
    /// <summary>How many numbers of a label an object takes.</summary>
    public const int Numbers = 5;

    /// <summary>Reads the label of a row: class, x0, y0, x1, y1 of one object after the other.</summary>
    public static LabelledObject[] Read(ReadOnlySpan<float> label)
    {
        var objects = new LabelledObject[label.Length / Numbers];
        for (int i = 0; i < objects.Length; i++)
        {
            var numbers = label.Slice(i * Numbers, Numbers);
            objects[i] = new LabelledObject((int)numbers[0], new Box(numbers[1], numbers[2], numbers[3], numbers[4]));
        }

        return objects;
    }
}
