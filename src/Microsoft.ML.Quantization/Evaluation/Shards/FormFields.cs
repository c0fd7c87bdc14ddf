using System.Text.Json;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Evaluation.Detections;
using Microsoft.ML.Quantization.Evaluation.Metrics;

namespace Microsoft.ML.Quantization.Evaluation.Shards;

/// <summary>What is compared, as fields of a shard of an evaluation.</summary>
internal static class FormFields
{
    private const string Task = "task";
    private const string Labelled = "labelled";
    private const string Shape = "shape";

    public static void Write(IMeasuredForm form, Utf8JsonWriter json)
    {
        json.WriteString(Task, form.Task.ToString());
        json.WriteBoolean(Labelled, form.IsLabelled);
        switch (form)
        {
            case MeasuredForm scored:
                json.WriteBoolean("probabilities", scored.AreProbabilities);
                json.WriteString("output", scored.Output.Name);
                Write(Shape, scored.Output.Shape, json);
                json.WriteString("ending", scored.Output.Ending.ToString());
                break;
            case DetectedForm detected:
                json.WriteString("reading", detected.Reading);
                json.WriteNumber("agreementThreshold", detected.AgreementThreshold);
                break;
            default:
                throw new InvalidOperationException($"There is no way to write {form.Words}.");
        }
    }

    public static void Write(string field, IEnumerable<long> values, Utf8JsonWriter json)
    {
        json.WriteStartArray(field);
        foreach (long value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    /// <exception cref="FormatException">A field is missing or wrong.</exception>
    public static IMeasuredForm Read(JsonFields root)
    {
        var task = Named<EvaluationTask>(root, Task);
        bool isLabelled = root.OptionalBoolean(Labelled);
        return task == EvaluationTask.ObjectDetection
            ? new DetectedForm(root.Text("reading"), root.Single("agreementThreshold"), isLabelled)
            : new MeasuredForm(task, new OutputForm(root.Text("output"), Sizes(root), Named<ScoreEnding>(root, "ending")), isLabelled, root.OptionalBoolean("probabilities"));
    }

    private static long[] Sizes(JsonFields root)
    {
        long[] shape = root.Integers(Shape);
        return Array.Exists(shape, size => size < 0) || shape.Aggregate((Int128)1, (product, size) => Int128.Min(product * size, long.MaxValue)) > int.MaxValue
            ? throw new FormatException($"its '{Shape}' cannot be")
            : shape;
    }

    private static T Named<T>(JsonFields root, string field)
        where T : struct, Enum =>
        Enum.TryParse(root.Text(field), out T value) && Enum.IsDefined(value) ? value : throw new FormatException($"field '{field}' is nothing that is known");
}
